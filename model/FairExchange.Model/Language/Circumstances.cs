namespace FairExchange.Model.Language;

/// <summary>Who plays, and what the channels do, in the runs that a property speaks of.</summary>
public enum Circumstances
{
    /// <summary>One party is honest, in one or more sessions; the other is the adversary, who owns several identities and the channels as far as the protocol leaves them to it.</summary>
    AgainstCheater,

    /// <summary>Both are honest, and every message arrives.</summary>
    Undisturbed,

    /// <summary>Both are honest; what is not sent over a resilient channel may be lost, whatever is sent may come twice, and patience may run out at any time.</summary>
    Disturbed,
}
