using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// The events that could happen if no choice excluded another: an over-approximation that only serves to leave the rest out.
/// </summary>
internal sealed class Saturation
{
    private readonly World world;
    private readonly HashSet<Term> seen;
    private readonly HashSet<(Term.Constant To, Term Message)> delivered = [];
    private readonly HashSet<RegisterEntry> entered = [];
    private Dictionary<Term, bool> derivable = [];

    private Saturation(Ground ground)
    {
        world = ground.World;
        seen = [.. ground.Domains.Public, .. ground.Domains.Adversarial];
    }

    public static HashSet<Event> Of(Ground ground)
    {
        var saturation = new Saturation(ground);
        var possible = new HashSet<Event>();
        var open = ground.Events.ToList();
        while (true)
        {
            var next = open.FindAll(candidate => (candidate.Parent is null || possible.Contains(candidate.Parent))
                && saturation.CanRead(candidate));
            if (next.Count == 0)
            {
                return possible;
            }

            possible.UnionWith(next);
            open.RemoveAll(possible.Contains);
            next.ForEach(saturation.Happen);
        }
    }

    private bool CanRead(Event candidate)
    {
        if (candidate.Finds is { } standing && !entered.Contains(standing))
        {
            return false;
        }

        if (candidate.Input is not { } input || delivered.Contains((candidate.At.Actor, input)))
        {
            return true;
        }

        return world.HasAdversary && (Derivable(input) || (!candidate.HandedOver.IsEmpty && DerivableWith(candidate.HandedOver, input)));
    }

    private void Happen(Event happened)
    {
        foreach (var sending in happened.Sends)
        {
            delivered.Add((sending.To, sending.Message));
            if (world.AdversaryReads(sending))
            {
                Learn(sending.Message);
            }
        }

        foreach (var sending in happened.HandedOver)
        {
            Learn(sending.Message);
        }

        if (happened.Enters is { } entry)
        {
            entered.Add(entry);
        }

        derivable = [];
    }

    private void Learn(Term message) => seen.UnionWith(Deduction.Closure(message, OwnsKey));

    private bool OwnsKey(Term name) => world.Corrupted.Contains(name);

    private bool Derivable(Term term)
    {
        if (!derivable.TryGetValue(term, out var known))
        {
            known = seen.Contains(term) || (Deduction.Ingredients(term, OwnsKey)?.All(Derivable) ?? false)
                || Deduction.Holding(term, seen).Any(sealing => Derivable(sealing.Key));
            derivable[term] = known;
        }

        return known;
    }

    private bool DerivableWith(IEnumerable<Sending> given, Term term)
    {
        var extra = given.SelectMany(sending => Deduction.Closure(sending.Message, OwnsKey)).ToHashSet();
        return Known(term);
        bool Known(Term part) => extra.Contains(part) || Derivable(part) || (Deduction.Ingredients(part, OwnsKey)?.All(Known) ?? false)
            || Deduction.Holding(part, seen.Concat(extra)).Any(sealing => Known(sealing.Key));
    }
}

/// <summary>
/// What seeing a term teaches, and what a term can be made of, for somebody who owns the keys of some names. No key of a name leaks in a
/// run, so taking apart depends on the term alone, and putting together goes to smaller terms only. A symmetric encryption is opened by
/// whoever comes to know its key, before or after; that is no static matter, so whoever asks what is known asks also for
/// <see cref="Holding"/>.
/// </summary>
internal static class Deduction
{
    /// <summary>
    /// The term and all that its reader gets out of it: parts of tuples, what signatures sign, what is encrypted to its own keys and with
    /// which coins.
    /// </summary>
    public static IEnumerable<Term> Closure(Term term, Func<Term, bool> ownsKey) => (term switch
    {
        Term.Tuple tuple => tuple.Items,
        Term.Signature signature => [signature.Body],
        Term.Encryption encryption when ownsKey(encryption.Recipient) => [encryption.Plaintext, encryption.Coins],
        Term.Variable or Term.Constant or Term.Tag or Term.Parties or Term.Encryption or Term.SymmetricEncryption or Term.Hash =>
            (IEnumerable<Term>)[],
        _ => throw new System.Diagnostics.UnreachableException(),
    }).SelectMany(part => Closure(part, ownsKey)).Prepend(term);

    /// <summary>The terms and all their parts, the hidden ones too.</summary>
    public static HashSet<Term> Within(IEnumerable<Term> terms)
    {
        var within = new HashSet<Term>();
        foreach (var term in terms)
        {
            Add(term);
        }

        return within;

        void Add(Term term)
        {
            if (within.Add(term))
            {
                foreach (var part in term.Parts())
                {
                    Add(part);
                }
            }
        }
    }

    /// <summary>
    /// The symmetric encryptions, among those that were seen, that hold the term: it is known to whoever knows the key of one. They hold
    /// messages, which are in nobody's key, so that asking for the key never comes back to the term.
    /// </summary>
    public static IEnumerable<Term.SymmetricEncryption> Holding(Term term, IEnumerable<Term> seen) =>
        term is Term.Constant { Sort: Sort.Message }
            ? seen.OfType<Term.SymmetricEncryption>().Where(encryption => encryption.Plaintext.Equals(term)) : [];

    /// <summary>What suffices to make the term, or null where only its owner makes it. Names and public keys are public.</summary>
    public static IEnumerable<Term>? Ingredients(Term term, Func<Term, bool> ownsKey) => term switch
    {
        Term.Tag or Term.Tuple or Term.Parties or Term.Hash or Term.SymmetricEncryption => term.Parts(),
        Term.Signature signature when ownsKey(signature.Signer) => [signature.Body],
        Term.Encryption encryption => [encryption.Plaintext, encryption.Coins],
        Term.Variable or Term.Constant or Term.Signature => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>
/// What honest and trusted parties may sign at all, by the form of what their scripts send. A message with another signature of theirs in
/// it is never there, and nothing that would follow from it need be looked at.
/// </summary>
internal sealed class Signable
{
    private readonly ILookup<Term, Term> forms;
    private readonly World world;

    public Signable(World world)
    {
        this.world = world;
        var trusted = world.Protocol.TrustedParties.ToDictionary(party => party.Name, Term (party) => World.TrustedName(party));
        forms = world.Sessions.SelectMany(session => FormsOf(session.Role, Known(session)))
            .Concat(world.Protocol.TrustedParties.SelectMany(party => FormsOf(party, trusted)))
            .Distinct().ToLookup(form => form.Signer, Term (form) => form);

        Dictionary<Term.Variable, Term> Known(GroundSession session)
        {
            var known = new Dictionary<Term.Variable, Term>(trusted) { [session.Role.Name] = session.Player };
            foreach (var variable in session.Role.Script.Fresh())
            {
                known[variable] = Domains.Fresh(variable, session);
            }

            foreach (var let in session.Role.Script.Computed())
            {
                known[let.Variable] = let.Value.Substitute(known.GetValueOrDefault);
            }

            return known;
        }
    }

    public bool Allows(Term term) => term switch
    {
        Term.Signature signature when !world.Corrupted.Contains(signature.Signer)
            && !forms[signature.Signer].Any(form => form.MayBe(term)) => false,
        _ => term.Parts().All(Allows),
    };

    private static IEnumerable<Term.Signature> FormsOf(Role role, Dictionary<Term.Variable, Term> known) =>
        role.Scripts.SelectMany(script => script.AllSteps()).OfType<Step.Send>()
            .Select(send => send.Message.Substitute(known.GetValueOrDefault)).SelectMany(message => message.SelfAndParts())
            .OfType<Term.Signature>().Where(signature => signature.Signer.Equals(known[role.Name]));
}
