using FairExchange.Model.Language;

namespace FairExchange.Verification.Universes;

/// <summary>
/// How many keys of a trusted party's register an attack may need that are two and would be one where values of the adversary's are made
/// one. Then what was entered under both could not stand.
/// <para>
/// Of what is entered an attack needs what decides about honest sessions' requests, one key for each, and what the trusted party must have
/// said so that a session reads it, or so that it can be shown. A key is no two keys where it lies in something that a session of the
/// honest party signed together with a value of its own making: nobody else made that, and that session made it once. And what a trusted
/// party says about the key that its reader asked about is of no other.
/// </para>
/// </summary>
/// <param name="wanted">The item that the honest party must not come to hold.</param>
internal sealed class RegisterKeys(Protocol protocol, Item wanted)
{
    /// <summary>How many pairs of such keys there may be in one run of these sessions.</summary>
    public int Pairs(Role.Trusted trusted, IEnumerable<Role.Party> sessions)
    {
        var keys = Shown(trusted)
            + sessions.Sum(role => Asked(trusted, role).Count(key => !Pinned.Covers(key, role)) + Read(trusted, role));
        return keys * (keys - 1) / 2;
    }

    /// <summary>The keys of the role's own requests, in its words.</summary>
    private static IEnumerable<Term> Asked(Role.Trusted trusted, Role.Party role) => (
        from send in role.Script.AllSteps().OfType<Step.Send>()
        where send.To == trusted.Name
        from handler in trusted.Handlers
        let door = ((Step.Receive)handler.Steps[0]).Alternatives[0]
        where door.Pattern.MayBe(send.Message)
        from register in handler.AllSteps().OfType<Step.Register>()
        select register.Key.Substitute(Meaning(door.Pattern, send.Message).GetValueOrDefault)).Distinct();

    /// <summary>What the trusted party says and the role reads, of keys that are none of the role's own.</summary>
    private static int Read(Role.Trusted trusted, Role.Party role)
    {
        var own = Asked(trusted, role).ToHashSet();
        return role.Script.AllSteps().OfType<Step.Receive>().SelectMany(receive => receive.Alternatives)
            .SelectMany(alternative => alternative.Checks.Select(check => check.Pattern).Prepend(alternative.Pattern))
            .SelectMany(term => Words(trusted, term)).Distinct().Count(word => !About(trusted, word).All(own.Contains));
    }

    /// <summary>What the trusted party says in evidence against the holder, of keys that the holder has not signed.</summary>
    private int Shown(Role.Trusted trusted)
    {
        var accused = protocol.Party(wanted.Holder);
        return protocol.ItemOf(protocol.Counterpart(accused)).Forms
            .SelectMany(form => Words(trusted, form)).Distinct().Count(word => !About(trusted, word).All(key => IsSigned(word, key)));

        bool IsSigned(Term word, Term key) => word.SelfAndParts().OfType<Term.Signature>()
            .Any(signature => signature.SelfAndParts().Contains(key) && Pinned.Covers(signature, accused));
    }

    private static IEnumerable<Term> Words(Role.Trusted trusted, Term term) =>
        term.SelfAndParts().OfType<Term.Signature>().Where(signature => signature.Signer == trusted.Name);

    /// <summary>The keys of which the word may speak, in its own terms; what it does not say of them keeps the handler's names.</summary>
    private static IEnumerable<Term> About(Role.Trusted trusted, Term word) =>
        from handler in trusted.Handlers
        from register in handler.AllSteps().OfType<Step.Register>()
        from send in handler.AllSteps().OfType<Step.Send>()
        from said in Words(trusted, send.Message)
        where said.MayBe(word)
        select register.Key.Substitute(variable =>
            Meaning(said, word).GetValueOrDefault(variable) ?? new Term.Variable($"? {variable.Symbol}", variable.Sort));

    /// <summary>What the pattern's variables stand for where it reads the other term.</summary>
    private static Dictionary<Term.Variable, Term> Meaning(Term pattern, Term other)
    {
        var stands = new Dictionary<Term.Variable, Term>();
        Meet(pattern, other);
        return stands;

        void Meet(Term one, Term two)
        {
            if (one is Term.Variable variable)
            {
                stands.TryAdd(variable, two);
            }
            else if (one.GetType() == two.GetType() && one.Parts().Length == two.Parts().Length)
            {
                foreach (var (part, counterpart) in one.Parts().Zip(two.Parts()))
                {
                    Meet(part, counterpart);
                }
            }
        }
    }
}

/// <summary>
/// What a session of an honest party signed together with a value of its own making: nobody else made such a signature, and that session
/// made one. So two messages that hold it agree in all that it covers, and two sessions' never do, whatever values of the adversary's are
/// made one.
/// </summary>
internal static class Pinned
{
    /// <summary>Whether such a signature of the role's in the term covers all that others choose in it.</summary>
    public static bool Covers(Term term, Role.Party role) =>
        term.SelfAndParts().Any(part => IsPinned(part, role) && term.Variables().All(part.Variables().Contains));

    /// <summary>What such signatures in the term cover.</summary>
    public static IEnumerable<Term.Variable> In(Term term, Role.Party role) =>
        term.SelfAndParts().Where(part => IsPinned(part, role)).SelectMany(signature => signature.Variables());

    private static bool IsPinned(Term term, Role.Party role)
    {
        if (term is not Term.Signature signature || signature.Signer != role.Name)
        {
            return false;
        }

        var made = role.Script.Computed().ToDictionary(let => let.Variable, let => let.Value);
        return signature.Substitute(made.GetValueOrDefault).Variables().Any(role.Script.Fresh().Contains)
            && role.Script.AllSteps().OfType<Step.Send>().SelectMany(send => send.Message.SelfAndParts()).OfType<Term.Signature>()
                .Where(sent => sent.Signer == role.Name && sent.MayBe(signature)).Distinct().Count() == 1;
    }
}
