
namespace FairExchange.Model.Language;

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
