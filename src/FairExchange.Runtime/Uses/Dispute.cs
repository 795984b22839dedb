using System.Collections.Immutable;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Uses;

/// <summary>The uses' disputes (section 4), decided from what one side shows: whatever can be said against a typed message, and what the receipt answers.</summary>
public static class Dispute
{
    /// <summary>Every claim that there can be about the message, with the judge's answer.</summary>
    public static ImmutableArray<Ruling> Settle(VerifiedDelivery delivery) => [.. Claims(delivery.Message).Select(claim => Settle(delivery, claim))];

    /// <exception cref="ArgumentException">The claim is not about a message of this type.</exception>
    public static Ruling Settle(VerifiedDelivery delivery, Claim claim) => (claim, delivery.Message) switch
    {
        (Claim.NeverGot, _) => new(claim, false, $"{delivery.Recipient} signed for it"),
        (Claim.NeverDrawn, Check check) => new(claim, false, $"the check is signed by {check.Drawer}"),
        (Claim.OtherAmount, Check check) => new(claim, false, $"{check.Drawer} signed {check.Amount}, and {check.Payee} signed for that very check"),
        (Claim.NeverOrdered, Good { Order: var order }) => new(claim, false, $"{order} is signed by {order.Buyer}"),
        (Claim.OtherGood, Good good) => good.IsAsOrdered
            ? new(claim, false, $"its SHA-256 is the one that {delivery.Recipient} ordered")
            : new(claim, true, $"its SHA-256 is not the one that {delivery.Recipient} ordered"),
        (Claim.TooLate, Notice notice) => TooLate(claim, notice, delivery.CutOff!, delivery.WaitMs),
        _ => throw new ArgumentException($"Nobody can say {claim} about a {delivery.Message.Kind}.", nameof(claim)),
    };

    /// <summary>What is received by T may be on its way a little longer: the post office answers up to T on its own clock.</summary>
    private static Ruling TooLate(Claim claim, Notice notice, Value.Time cutOff, long waitMs) => cutOff.Ms + waitMs <= notice.Due.Ms
        ? new(claim, false, $"{notice.Recipient} signed for it with the cut-off time {cutOff}, after which it takes {Say(waitMs)} at most, and it was due by {notice.Due}")
        : new(claim, true, $"the receipt is for the cut-off time {cutOff}, after which it may take {Say(waitMs)}, and it was due by {notice.Due}");

    private static ImmutableArray<Claim> Claims(TypedMessage message) => message switch
    {
        Check => [Claim.NeverGot, Claim.NeverDrawn, Claim.OtherAmount],
        Notice => [Claim.NeverGot, Claim.TooLate],
        Good => [Claim.NeverGot, Claim.NeverOrdered, Claim.OtherGood],
        SaleOrder => [Claim.NeverGot],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Say(long ms) => $"{ms / 60_000} minutes";
}
