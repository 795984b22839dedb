using System.Collections.Immutable;
using FairExchange.Runtime.Uses;

namespace FairExchange.Cli.Demonstrating;

/// <summary>What the judge says of a typed message, in lines.</summary>
internal static class Judgement
{
    public static IEnumerable<string> Of((VerifiedDelivery? Delivery, string? Refused) judged) => judged.Delivery is { } delivery
        ? Dispute.Settle(delivery).Select(Of).Prepend($"accepted: {delivery.Statement}")
        : [$"refused: {judged.Refused}"];

    /// <summary>Whether the evidence answers all that can be said against it.</summary>
    public static bool IsClear(ImmutableArray<Ruling> rulings) => !rulings.Any(ruling => ruling.Stands);

    public static string Of(Ruling ruling) => $"  \"{ruling.Words}\"? {(ruling.Stands ? "Not refuted" : "No")}: {ruling.Reason}";
}
