using FairExchange.Runtime.Values;

namespace FairExchange.Service;

/// <summary>
/// What was taken, and what was charged for it: there is no message in it, and no secret. Whoever asks for the same again is answered as on that day, and charged nothing.
/// </summary>
/// <param name="Request">See <see cref="RequestDigest"/>.</param>
/// <param name="Name">Who asked, and pays; empty where the request does not show who asks, and nobody pays.</param>
/// <param name="Amount">In micro-dollars.</param>
/// <param name="At">When it was taken, to the millisecond.</param>
/// <param name="Exact">The SHA-256 digest of the bytes in which it came: those were verified then, and are not again.</param>
public sealed record LedgerEntry(Bytes Request, string Name, long Amount, DateTimeOffset At, Bytes Exact);
