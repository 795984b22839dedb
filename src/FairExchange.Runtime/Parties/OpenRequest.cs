namespace FairExchange.Runtime.Parties;

/// <summary>A request that a trusted party has taken and that waits for more.</summary>
/// <param name="Position">Where its handler stands.</param>
/// <param name="Share">Whose share of the table it takes; see <see cref="Requester.Share"/>.</param>
/// <param name="ExpiresMs">The last millisecond in which it may be answered.</param>
public sealed record OpenRequest(Position Position, string Share, long ExpiresMs);
