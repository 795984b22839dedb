using System.Collections.Immutable;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Uses;

/// <summary>
/// The uses' disputes (section 4), decided from what one side shows: whatever can be said against a typed message, and what the receipt
/// answers.
/// </summary>
public static class Dispute
{
    /// <summary>Every claim that there can be about the message, with the judge's answer.</summary>
    public static ImmutableArray<Ruling> Settle(VerifiedDelivery delivery) =>
        [.. Claims(delivery.Message).Select(claim => Settle(delivery, claim))];

    /// <exception cref="ArgumentException">The claim is not about a message of this type.</exception>
    public static Ruling Settle(VerifiedDelivery delivery, Objection claim) => (claim, delivery.Message) switch
    {
        (Objection.NeverGot, _) => new(claim, false, $"{delivery.Recipient} signed for it"),
        (Objection.NeverDrawn, Check check) => new(claim, false, $"the check is signed by {check.Drawer}"),
        (Objection.OtherAmount, Check check) =>
            new(claim, false, $"{check.Drawer} signed {check.Amount}, and {check.Payee} signed for that very check"),
        (Objection.NeverOrdered, Good { Order: var order }) => new(claim, false, $"{order} is signed by {order.Buyer}"),
        (Objection.OtherGood, Good good) => good.IsAsOrdered
            ? new(claim, false, $"its SHA-256 is the one that {delivery.Recipient} ordered")
            : new(claim, true, $"its SHA-256 is not the one that {delivery.Recipient} ordered"),
        (Objection.TooLate, Notice notice) => TooLate(claim, notice, delivery.CutOff!, delivery.WaitMs),
        _ => throw new ArgumentException($"Nobody can say {claim} about a {delivery.Message.Kind}.", nameof(claim)),
    };

    /// <summary>What is received by T may be on its way a little longer: the post office answers up to T on its own clock.</summary>
    private static Ruling TooLate(Objection claim, Notice notice, Value.Time cutOff, long waitMs) => cutOff.Ms + waitMs <= notice.Due.Ms
        ? new(claim, false, $"{notice.Recipient} signed for it with the cut-off time {cutOff}, after which it takes {Say(waitMs)} at "
            + $"most, and it was due by {notice.Due}")
        : new(claim, true, $"the receipt is for the cut-off time {cutOff}, after which it may take {Say(waitMs)}, and it was due by "
            + $"{notice.Due}");

    private static ImmutableArray<Objection> Claims(TypedMessage message) => message switch
    {
        Check => [Objection.NeverGot, Objection.NeverDrawn, Objection.OtherAmount],
        Notice => [Objection.NeverGot, Objection.TooLate],
        Good => [Objection.NeverGot, Objection.NeverOrdered, Objection.OtherGood],
        SaleOrder => [Objection.NeverGot],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Say(long ms) => $"{ms / 60_000} minutes";
}

/// <summary>What one of the two says against a receipt.</summary>
public enum Objection
{
    /// <summary>The recipient: "I never got it".</summary>
    NeverGot,

    /// <summary>The drawer of a check: "I never drew it".</summary>
    NeverDrawn,

    /// <summary>Drawer or payee: "it was for another amount".</summary>
    OtherAmount,

    /// <summary>The recipient of a notice: "it came too late".</summary>
    TooLate,

    /// <summary>A buyer: "I never asked for it".</summary>
    NeverOrdered,

    /// <summary>A buyer: "it is not what I ordered".</summary>
    OtherGood,
}

/// <summary>The judge's answer to a claim.</summary>
/// <param name="Claim">What was said.</param>
/// <param name="Stands">Whether the evidence leaves it standing.</param>
/// <param name="Reason">Why, in words that follow "no, " or "yes, ".</param>
public sealed record Ruling(Objection Claim, bool Stands, string Reason)
{
    /// <summary>The claim as it is said.</summary>
    public string Words => Claim switch
    {
        Objection.NeverGot => "I never got it",
        Objection.NeverDrawn => "I never drew it",
        Objection.OtherAmount => "it was for another amount",
        Objection.TooLate => "it came too late",
        Objection.NeverOrdered => "I never asked for it",
        Objection.OtherGood => "it is not what I ordered",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
