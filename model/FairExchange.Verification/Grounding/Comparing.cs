using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>One test that may fail: which values it holds against each other, by their sorts and <see cref="Components"/>, of the adversary's choice both.</summary>
internal sealed record Comparison(ImmutableHashSet<(Sort Sort, string Component)> Values);

/// <summary>
/// Reads a term as a pattern without values: what either side holds is known by its variables. Gathers of which sorts two values meet that need not be the same; a message of another shape
/// fits in no run, and is no test.
/// </summary>
internal sealed class Comparing
{
    private static int unknowns;
    private readonly Protocol protocol;
    private readonly Components components;
    private readonly Func<Term.Variable, bool> isHonest;
    private readonly HashSet<(Sort, string)> values = [];
    private bool isImpossible;

    /// <param name="protocol">Whose terms they are.</param>
    /// <param name="components">Which of its variables may meet.</param>
    /// <param name="isHonest">Whether the variable stands for what no adversary chooses: the own name, a trusted party's, or what was made fresh.</param>
    /// <param name="stands">What the pattern's variables stand for so far.</param>
    /// <param name="opened">What ciphertexts are known to hold.</param>
    public Comparing(
        Protocol protocol,
        Components components,
        Func<Term.Variable, bool> isHonest,
        ImmutableDictionary<Term.Variable, Term> stands,
        ImmutableDictionary<Term.Variable, Term> opened) =>
        (this.protocol, this.components, this.isHonest, Stands, Opened) = (protocol, components, isHonest, stands, opened);

    public ImmutableDictionary<Term.Variable, Term> Stands { get; private set; }

    public ImmutableDictionary<Term.Variable, Term> Opened { get; private set; }

    /// <summary>Null where it can never fit, or never fail.</summary>
    public Comparison? Test => isImpossible || values.Count == 0 ? null : new Comparison([.. values]);

    /// <summary>Whether some message of this shape fits.</summary>
    public bool CanFit => !isImpossible;

    /// <param name="found">What is read; null: anything, of the adversary's choice.</param>
    public Comparing Read(Term pattern, IEnumerable<Match> checks, Term? found)
    {
        var hidden = new List<(Term Pattern, Term? Found)>();
        Read(pattern, found, hidden);
        foreach (var check in checks)
        {
            var subject = Stand(check.Subject);
            var before = Resolve(subject);
            Read(check.Pattern, before, hidden);
            Opened = subject is Term.Variable closed && before is Term.Variable && check.Pattern is not Term.Variable ? Opened.SetItem(closed, Ground(check.Pattern)) : Opened;
        }

        hidden.ForEach(part => Hide(part.Pattern, part.Found));
        return this;
    }

    /// <summary>The term as the one who read would write it.</summary>
    public Term Ground(Term term) => term.Substitute(Stand);

    private Term Stand(Term.Variable variable)
    {
        if (!Stands.TryGetValue(variable, out var term))
        {
            Stands = Stands.Add(variable, term = IsTrusted(variable) ? variable : Unknown(variable));
        }

        return term;
    }

    // No two of these are the same, whoever reads; what they are called is seen by nobody, but for the variable whose place they take.
    private static Term.Variable Unknown(Term.Variable variable) => new($"? {Interlocked.Increment(ref unknowns)} {variable.Symbol[(variable.Symbol.LastIndexOf(' ') + 1)..]}", variable.Sort);

    /// <summary>What stands in a hash or in unordered parties is compared as a whole.</summary>
    private void Hide(Term pattern, Term? found)
    {
        if (found is null or Term.Variable)
        {
            MeetAll(Ground(pattern));
        }
        else
        {
            Differ(found, Ground(pattern));
        }
    }

    private Term Resolve(Term term) => term is Term.Variable variable && Opened.TryGetValue(variable, out var inner) ? inner : term;

    private void Read(Term pattern, Term? given, List<(Term, Term?)> hidden)
    {
        var found = given is null ? null : Resolve(given);
        switch (pattern, found)
        {
            case (Term.Variable variable, _) when Stands.TryGetValue(variable, out var known) || IsTrusted(variable):
                Differ(given ?? Unknown(variable), known ?? variable);
                break;
            case (Term.Variable variable, _):
                isImpossible |= given is not null && SortOf(given) != variable.Sort;
                Stands = Stands.Add(variable, given ?? Unknown(variable));
                break;
            case (Term.Hash or Term.Parties, _):
                hidden.Add((pattern, found));
                break;
            case (Term.Tuple ours, Term.Tuple theirs) when ours.Items.Length != theirs.Items.Length:
                isImpossible = true;
                break;
            case (_, null):
            case (Term.Encryption or Term.SymmetricEncryption, Term.Variable):
                foreach (var part in pattern.Parts())
                {
                    Read(part, null, hidden);
                }

                break;
            case var _ when pattern.GetType() == found.GetType():
                foreach (var (part, content) in pattern.Parts().Zip(found.Parts()))
                {
                    Read(part, content, hidden);
                }

                break;
            default:
                isImpossible = true;
                break;
        }
    }

    private void Differ(Term one, Term other)
    {
        (one, other) = (Resolve(one), Resolve(other));
        switch (one, other)
        {
            case var _ when one.Equals(other):
                break;
            case (Term.Variable x, Term.Variable y) when x.Sort != y.Sort || (isHonest(x) && isHonest(y)):
                isImpossible = true;
                break;
            case (Term.Variable x, Term.Variable y):
                if (!isHonest(x) && !isHonest(y))
                {
                    Meet(x);
                    Meet(y);
                }

                break;
            case (Term.Variable x, _) when x.Sort == SortOf(other):
                MeetAll(other);
                break;
            case (_, Term.Variable y) when y.Sort == SortOf(one):
                MeetAll(one);
                break;
            case var _ when one.GetType() == other.GetType() && one.Parts().Length > 0 && one.Parts().Length == other.Parts().Length:
                one.Parts().Zip(other.Parts()).ToList().ForEach(pair => Differ(pair.First, pair.Second));
                break;
            default:
                isImpossible = true;
                break;
        }
    }

    private void MeetAll(Term term) => term.Variables().Where(variable => !isHonest(variable)).ToList().ForEach(Meet);

    private void Meet(Term.Variable variable)
    {
        values.Add(components.Of(variable));
        values.UnionWith(Domains.IsOpaque(variable) ? components.Inside : []);
    }

    private bool IsTrusted(Term.Variable variable) => protocol.TrustedParties.Any(trusted => trusted.Name == variable);

    private static Sort? SortOf(Term term) => term is Term.Variable variable ? variable.Sort : Domains.SortOf(term);
}
