using System.Collections.Immutable;
using System.Reflection;

namespace FairExchange.Model.Language;

/// <summary>A property by its name in the field; how it is encoded for the solver and watched in a run is Verification's.</summary>
/// <param name="Circumstances">The runs that it speaks of.</param>
public sealed record Property(string Name, Circumstances Circumstances)
{
    /// <summary>
    /// Whatever the other side can show or has learned, the honest party ends with the matching item (strong fairness, section 1).
    /// </summary>
    public static Property Fairness { get; } = new("fairness", Circumstances.AgainstCheater);

    /// <summary>
    /// No false evidence (non-frameability): whatever evidence a judge accepts against an honest party, that party took part in that very
    /// deal, in that role (<see cref="Protocol.Commitments"/>). Says nothing for a party against whom there is no evidence.
    /// </summary>
    public static Property Accountability { get; } = new("accountability", Circumstances.AgainstCheater)
    {
        SaysOf = (protocol, party) => protocol.ItemOf(protocol.Counterpart(party!)).IsEvidence,
    };

    /// <summary>Both get their items.</summary>
    public static Property Effectiveness { get; } = new("effectiveness", Circumstances.Undisturbed);

    /// <summary>No trusted party takes part (section 1.3, the first high-level property).</summary>
    public static Property Optimism { get; } = new("optimism", Circumstances.Undisturbed);

    /// <summary>
    /// An honest party that has said or read anything reaches its end, whatever the other side does: alone, or with the trusted party's
    /// help.
    /// </summary>
    public static Property Timeliness { get; } = new("timeliness", Circumstances.AgainstCheater);

    /// <summary>
    /// At some time an honest party knows for good: it has its item, or the other side never gets its own. That is to reach an end (when,
    /// is a matter of clocks) after which nothing changes to its disadvantage (section 3, last paragraph).
    /// </summary>
    public static Property CutOff { get; } = new("cut-off", Circumstances.AgainstCheater);

    /// <summary>What the first party ends with convinces the judge, offline, that the second received or signed.</summary>
    public static Property NonRepudiationOfReceipt { get; } = new("non-repudiation-of-receipt", Circumstances.Undisturbed);

    /// <summary>What the second party ends with convinces the judge, offline, that the first sent or signed.</summary>
    public static Property NonRepudiationOfOrigin { get; } = new("non-repudiation-of-origin", Circumstances.Undisturbed);

    /// <summary>
    /// What a party ends with is of the same kind with and without the trusted party's help. Says nothing where the definition declares
    /// that nobody gets its item from one.
    /// </summary>
    public static Property Transparency { get; } = new("transparency", Circumstances.Disturbed)
    {
        SaysOf = (protocol, _) => protocol.Scenarios.OfType<Scenario.ItemFromTrustedParty>().Except(protocol.Unreachable).Any(),
    };

    /// <summary>The trusted party keeps nothing from one request to the next (section 1.3, the second high-level property).</summary>
    public static Property Statelessness { get; } = new("statelessness", Circumstances.Disturbed) { SaysOf = HasTrustedParty };

    /// <summary>
    /// Even a resolved exchange shows the trusted party no content: not what is exchanged about (section 3, "total privacy").
    /// </summary>
    public static Property Confidentiality { get; } = new("confidentiality", Circumstances.Disturbed) { SaysOf = HasTrustedParty };

    /// <summary>All that are declared above, in that order.</summary>
    public static ImmutableArray<Property> All { get; } =
    [
        .. typeof(Property).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(each => each.PropertyType == typeof(Property))
            .Select(each => (Property)each.GetValue(null)!),
    ];

    /// <summary>Stated for each of the two parties on its own.</summary>
    public bool PerParty => Circumstances == Circumstances.AgainstCheater;

    /// <summary>Whether it says anything of a protocol, for a party where it is stated per party.</summary>
    private Func<Protocol, Role.Party?, bool> SaysOf { get; init; } = (_, _) => true;

    /// <summary>
    /// For whom the property says something of the protocol: parties, or null for a property of both. Nobody where it says nothing.
    /// </summary>
    public IEnumerable<Term.Variable?> PartiesOf(Protocol protocol)
    {
        IEnumerable<Role.Party?> parties = PerParty ? protocol.Parties : new Role.Party?[] { null };
        return parties.Where(party => SaysOf(protocol, party)).Select(party => party?.Name);
    }

    public override string ToString() => Name;

    private static bool HasTrustedParty(Protocol protocol, Role.Party? party) => !protocol.TrustedParties.IsEmpty;
}

/// <summary>Who plays, and what the channels do, in the runs that a property speaks of.</summary>
public enum Circumstances
{
    /// <summary>
    /// One party is honest, in one or more sessions; the other is the adversary, who owns several identities and the channels as far as the
    /// protocol leaves them to it.
    /// </summary>
    AgainstCheater,

    /// <summary>Both are honest, and every message arrives.</summary>
    Undisturbed,

    /// <summary>
    /// Both are honest; what is not sent over a resilient channel may be lost, whatever is sent may come twice, and patience may run out at
    /// any time.
    /// </summary>
    Disturbed,
}

/// <summary>One line of the property table that a catalogue entry is expected to get.</summary>
/// <param name="AttackedFrom">The number of sessions from which an attack exists; null: proved for every number that is searched.</param>
public sealed record Expectation(Property Property, Term.Variable? Party, int? AttackedFrom)
{
    public bool IsAttackedAt(int sessions) => AttackedFrom is { } from && sessions >= from;
}

/// <summary>
/// Something that must be able to happen, lest a proof be empty: a proof that nothing bad happens is worth nothing where nothing happens.
/// </summary>
public abstract record Scenario
{
    private Scenario()
    {
    }

    /// <summary>Both honest, nothing lost: both end with their items.</summary>
    public sealed record HonestRun : Scenario
    {
        public override string ToString() => "honest run completes";
    }

    /// <summary>The party's item is completed by a message from the other party, and no trusted party takes part.</summary>
    public sealed record ItemFromPeer(Term.Variable Party) : Scenario
    {
        public override string ToString() => $"{Party} gets its item from its peer";
    }

    /// <summary>The party's item is completed by a message from a trusted party.</summary>
    public sealed record ItemFromTrustedParty(Term.Variable Party) : Scenario
    {
        public override string ToString() => $"{Party} gets its item from the trusted party";
    }

    /// <summary>A cheating counterpart can come to hold its item against the honest party: the premise of fairness is not empty.</summary>
    public sealed record EvidenceAgainst(Term.Variable Party) : Scenario
    {
        public override string ToString() => $"{Party} can be shown to have exchanged";
    }

    /// <summary>With a cheating counterpart both can hold their items of one deal.</summary>
    public sealed record BothHold(Term.Variable Party) : Scenario
    {
        public override string ToString() => $"{Party} and a cheating counterpart can both hold their items";
    }
}
