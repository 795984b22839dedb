using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Universes;

/// <summary>
/// Variables of a definition that may be held against each other in some run, by their symbols: those that stand in the same place of two
/// messages, signatures or opaque terms which may be one. A value of the adversary's that stands for variables of two components may as
/// well be two values, since no test ever sees that they are one.
/// </summary>
internal sealed class Components
{
    private readonly Dictionary<string, string> parents = [];
    private readonly HashSet<string> active = [];

    public Components(Protocol protocol)
    {
        var scripts = protocol.Roles.SelectMany(role => role.Scripts).ToList();
        var steps = scripts.SelectMany(script => script.AllSteps()).ToList();
        var messages = steps.SelectMany(step => step switch
        {
            Step.Send send => [send.Message],
            Step.Receive receive => receive.Alternatives.Select(alternative => alternative.Pattern),
            _ => (IEnumerable<Term>)[],
        });
        var all = Universe.TermsOf(protocol).ToList();
        var closed = all.SelectMany(term => term.SelfAndParts())
            .Where(term => term is Term.Signature or Term.Parties || Terms.IsOpaque(term));
        Meet([.. messages.Concat(protocol.Items.SelectMany(item => item.Forms)).Distinct()]);
        Meet([.. closed.Distinct()]);
        foreach (var (subject, pattern) in steps.SelectMany(Matches)
            .Concat(steps.OfType<Step.Let>().Select(let => (let.Variable, let.Value))))
        {
            Meet(subject, pattern);
        }

        // What is entered under a key is held against all that stands under such keys.
        foreach (var trusted in protocol.TrustedParties.Where(trusted => trusted.HasRegister))
        {
            Meet([.. trusted.Registers.Select(register => register.Key).Distinct()]);
            Meet([.. trusted.Registers.SelectMany(register => register.Others.Select(other => other.Pattern).Prepend(register.Value))
                .Distinct()]);
        }

        // A name whose keys are used, or to which something is sent, or that a trusted party serves by, must be somebody's.
        IEnumerable<Term> used = [
            .. all.SelectMany(term => term.SelfAndParts())
                .Select(part => part switch { Term.Signature signature => signature.Signer,
                    Term.Encryption encryption => encryption.Recipient, _ => null }).OfType<Term>(),
            .. all.SelectMany(term => term.SelfAndParts()).OfType<Term.Parties>().SelectMany(parties => parties.Parts()),
            .. steps.OfType<Step.Send>().Select(send => send.To),
            .. protocol.Roles.Select(role => role.Name),
        ];
        active.UnionWith(used.OfType<Term.Variable>().Select(variable => Find(variable.Symbol)));
        Inside = [.. all.SelectMany(term => term.SelfAndParts()).Where(Terms.IsOpaque).SelectMany(term => term.Variables()).Select(Of)
            .Distinct()];
    }

    /// <summary>What stands in ciphertexts, goods and digests: where two of those differ, two such values do.</summary>
    public ImmutableArray<(Sort Sort, string Component)> Inside { get; }

    public (Sort Sort, string Component) Of(Term.Variable variable) =>
        (variable.Sort, Find(variable.Symbol[(variable.Symbol.LastIndexOf(' ') + 1)..]));

    /// <summary>Of what kinds values differ where two of the variable's do.</summary>
    public IEnumerable<(Sort Sort, string Component)> Kinds(Term.Variable variable) =>
        variable.Sort.IsOpaque() ? Inside.Prepend(Of(variable)) : [Of(variable)];

    /// <summary>Whether one of these names may be anybody's, and is only held against others.</summary>
    public bool IsPassive(string component) => !active.Contains(component);

    private static IEnumerable<(Term.Variable, Term)> Matches(Step step) => step switch
    {
        Step.Receive receive =>
            receive.Alternatives.SelectMany(alternative => alternative.Checks).Select(check => (check.Subject, check.Pattern)),
        Step.Check check => [(check.Match.Subject, check.Match.Pattern)],
        _ => [],
    };

    private void Meet(List<Term> terms)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Meet(terms[i], terms[j]);
            }
        }
    }

    private void Meet(Term one, Term other)
    {
        if (one is Term.Variable x && other is Term.Variable y && x.Sort == y.Sort)
        {
            parents[Find(x.Symbol)] = Find(y.Symbol);
        }
        else if (one.GetType() == other.GetType() && one.Parts().Length == other.Parts().Length && !AreTagged(one, other))
        {
            foreach (var (part, counterpart) in one.Parts().Zip(other.Parts()))
            {
                Meet(part, counterpart);
            }
        }
    }

    /// <summary>Whether tags tell them apart, so that they are never one.</summary>
    private static bool AreTagged(Term one, Term other) => one is Term.Tag && other is Term.Tag ? !one.Equals(other)
        : one.GetType() == other.GetType() && one.Parts().Length == other.Parts().Length
            && one.Parts().Zip(other.Parts()).Any(pair => AreTagged(pair.First, pair.Second));

    private string Find(string symbol)
    {
        while (parents.TryGetValue(symbol, out var parent) && parent != symbol)
        {
            symbol = parent;
        }

        return symbol;
    }
}

/// <summary>
/// When one of a definition's terms stands for all that another stands for: <c>E_VPO(A, B, Y; r)</c> for <c>E_VPO(A, B, E_B(M; k); r)</c>,
/// but not the other way round.
/// </summary>
internal static class Covering
{
    public static bool Covers(Term wider, Term narrower, Protocol protocol)
    {
        var stands = new Dictionary<Term.Variable, Term>();
        return Matches(wider, narrower);

        bool Matches(Term one, Term other) => (one, other) switch
        {
            (Term.Tag, _) => one.Equals(other),
            (Term.Variable variable, _) => Fits(variable, other) && (stands.TryAdd(variable, other) || stands[variable].Equals(other)),
            _ => one.GetType() == other.GetType() && one.Parts().Length == other.Parts().Length
                && one.Parts().Zip(other.Parts()).All(pair => Matches(pair.First, pair.Second)),
        };

        // A trusted party's name stands for itself; any other variable for all of its sort, and a ciphertext's for the encryptions that are
        // grounded before it.
        bool Fits(Term.Variable variable, Term other) => IsTrusted(variable)
            ? variable.Equals(other)
            : other is Term.Variable same
                ? same.Sort == variable.Sort && !IsTrusted(same) : variable.Sort == Sort.Ciphertext && IsClosed(other);

        bool IsTrusted(Term.Variable variable) => protocol.TrustedParties.Any(trusted => trusted.Name == variable);
    }

    // One that holds a variable for another opaque term comes after that term, and may come too late for the ciphertext's variable.
    private static bool IsClosed(Term term) =>
        term is Term.Encryption && term.Variables().All(variable => !variable.Sort.IsOpaque());
}
