using FairExchange.Runtime.Values;

namespace FairExchange.Service;

/// <summary>What was charged: all that a virtual trusted party ever writes down of an exchange. There is no message in it, and no secret.</summary>
/// <param name="Request">See <see cref="RequestDigest"/>.</param>
/// <param name="Name">Who asked, and pays.</param>
/// <param name="Amount">In micro-dollars.</param>
/// <param name="At">To the millisecond.</param>
public sealed record LedgerEntry(Bytes Request, string Name, long Amount, DateTimeOffset At);
