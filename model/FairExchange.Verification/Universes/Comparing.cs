using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Universes;

/// <summary>
/// One test that may fail: which values it holds against each other, by their sorts and <see cref="Components"/>, of the adversary's choice
/// both.
/// </summary>
internal sealed record Comparison(ImmutableHashSet<(Sort Sort, string Component)> Values);

/// <summary>
/// Reads a term as a pattern without values: what either side holds is known by its variables. Gathers of which sorts two values meet that
/// need not be the same; a message of another shape fits in no run, and is no test.
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
    /// <param name="isHonest">Whether the variable stands for what no adversary chooses: the own name, a trusted party's, or what was made
    /// fresh.</param>
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
            Opened = subject is Term.Variable closed && before is Term.Variable && check.Pattern is not Term.Variable
                ? Opened.SetItem(closed, Ground(check.Pattern)) : Opened;
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
    private static Term.Variable Unknown(Term.Variable variable) =>
        new($"? {Interlocked.Increment(ref unknowns)} {variable.Symbol[(variable.Symbol.LastIndexOf(' ') + 1)..]}", variable.Sort);

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
                isImpossible |= given is not null && Terms.SortOf(given) != variable.Sort;
                Stands = Stands.Add(variable, given ?? Unknown(variable));
                break;
            case (Term.Tag, not null):
                isImpossible |= !pattern.Equals(found);
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
            case (Term.Variable x, _) when x.Sort == Terms.SortOf(other):
                MeetAll(other);
                break;
            case (_, Term.Variable y) when y.Sort == Terms.SortOf(one):
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

    private void Meet(Term.Variable variable) => values.UnionWith(components.Kinds(variable));

    private bool IsTrusted(Term.Variable variable) => protocol.TrustedParties.Any(trusted => trusted.Name == variable);
}

/// <summary>
/// Kinds of values that decide about a party's item or about evidence against it: where it reads one, it may have to be another.
/// </summary>
internal static class DecisiveKinds
{
    /// <summary>Of what kinds something may keep the item from being held.</summary>
    public static ImmutableHashSet<(Sort Sort, string Component)> OfHolding(Protocol protocol, Components components, Item item)
    {
        var (holder, open) = (protocol.Party(item.Holder), item.Forms.SelectMany(form => form.Variables()));
        return Kinds(protocol, components, holder, IsNamedByOwn(protocol, item) ? open.Except(Fresh(holder)) : open);
    }

    /// <summary>
    /// Whether each deal of which the item is looked for is named by a fresh value of the holder's that is in the item: it entered into the
    /// deal, and the deal is about that value. Nothing of another deal is taken for it then, whatever else is made one.
    /// </summary>
    public static bool IsNamedByOwn(Protocol protocol, Item item)
    {
        var holder = protocol.Party(item.Holder);
        return Fresh(holder).Contains(protocol.Subject)
            && item.Forms.All(form => form.Variables().Contains(protocol.Subject)) && protocol.IsOpenAgainst(holder);
    }

    /// <summary>
    /// Whether the role reads something that may be a part of the item which nobody makes of its content: somebody's signature, or what is
    /// closed.
    /// </summary>
    public static bool ReadsSuch(Protocol protocol, Role.Party role, Item item)
    {
        var own = Fresh(protocol.Party(item.Holder));
        var closed = item.Forms.SelectMany(Outermost).ToList();
        return closed.Exists(part => part is not Term.Signature
                && !item.Forms.All(form => part.Variables().All(variable => own.Contains(variable) || Openly(form).Contains(variable))))
            || role.Script.AllSteps().OfType<Step.Receive>().SelectMany(receive => receive.Alternatives)
                .SelectMany(alternative => alternative.Checks.Select(check => check.Pattern).Prepend(alternative.Pattern))
                .SelectMany(term => term.SelfAndParts())
                .OfType<Term.Signature>().Any(read => closed.Exists(part => read.MayBe(part)));

        static IEnumerable<Term> Outermost(Term term) =>
            term is Term.Signature || Terms.IsOpaque(term) || (term is Term.Variable variable && variable.Sort.IsOpaque())
                ? [term] : term.Parts().SelectMany(Outermost);

        // Whoever holds the item makes such a part of what stands beside it, and of values of its own.
        static IEnumerable<Term> Openly(Term term) =>
            term is Term.Signature || Terms.IsOpaque(term) ? [] : term.Parts().SelectMany(Openly).Prepend(term);
    }

    /// <summary>
    /// Of what kinds evidence against the item's holder says something that none of its signatures covers: what it knew beforehand or has
    /// read may not be what the evidence says.
    /// </summary>
    public static ImmutableHashSet<(Sort Sort, string Component)> OfAccusation(Protocol protocol, Components components, Item item)
    {
        var accused = protocol.Party(item.Holder);
        var evidence = protocol.ItemOf(protocol.Counterpart(accused));
        return evidence.IsEvidence
            ? Kinds(protocol, components, accused, evidence.Forms.SelectMany(form => protocol.Commitments(accused, form).Believed))
            : [];
    }

    /// <summary>Its own name and the trusted parties' are what they are.</summary>
    private static ImmutableHashSet<(Sort Sort, string Component)> Kinds(
        Protocol protocol, Components components, Role.Party party, IEnumerable<Term.Variable> variables) =>
        [.. variables.Where(variable => protocol.TrustedParties.Select(trusted => trusted.Name).Append(party.Name)
            .All(name => name != variable))
            .Select(components.Of)];

    private static HashSet<Term.Variable> Fresh(Role.Party party) => [.. party.Script.Fresh()];
}
