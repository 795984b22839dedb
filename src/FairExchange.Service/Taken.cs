using System.Collections.Immutable;
using FairExchange.Runtime.Parties;

namespace FairExchange.Service;

/// <summary>What became of a request.</summary>
/// <param name="Answers">To be sent in this order.</param>
/// <param name="Rejection">Why it was not taken; null where it was, now or before.</param>
/// <param name="Charged">Written into the ledger just now; null where nothing was.</param>
public sealed record Taken(ImmutableArray<Answer> Answers, Rejection? Rejection, LedgerEntry? Charged);
