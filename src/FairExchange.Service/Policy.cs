namespace FairExchange.Service;

/// <summary>
/// Whom a trusted party helps, and what that costs who asks (section 1.3); amounts in whole micro-dollars. A subscription is paid for elsewhere: what is
/// charged here is one request, "at cost" or more.
/// </summary>
public abstract record Policy
{
    private Policy()
    {
    }

    /// <summary>Everyone, at cost.</summary>
    public sealed record Open(long AtCost) : Policy;

    /// <summary>Who has subscribed, at cost; "the TP may refuse to help him" who has not.</summary>
    public sealed record SubscribersOnly(long AtCost) : Policy;

    /// <summary>Everyone: who has subscribed at cost, the others at "a much higher fee".</summary>
    public sealed record Surcharge(long AtCost, long Others) : Policy;

    /// <summary>Whether anybody pays anything, so that requests must show who asks.</summary>
    public bool Charges => this is Open { AtCost: > 0 } or SubscribersOnly { AtCost: > 0 } or Surcharge { AtCost: > 0 } or Surcharge { Others: > 0 };

    /// <summary>What a request costs who asks; null where it is refused.</summary>
    public long? Charge(bool hasSubscribed) => this switch
    {
        Open open => open.AtCost,
        SubscribersOnly only => hasSubscribed ? only.AtCost : null,
        Surcharge surcharge => hasSubscribed ? surcharge.AtCost : surcharge.Others,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
