using FairExchange.Runtime.Parties;

namespace FairExchange.Cli.Serving;

/// <summary>What is served, and for how long.</summary>
/// <param name="Execution">With the trusted party's keys.</param>
/// <param name="Owner">Whose store it is.</param>
/// <param name="Problem">Why it cannot be served any more at a time, in words: its own certificate has ended. Null while it can.</param>
internal sealed record ServedParty(Execution Execution, string Owner, Func<DateTimeOffset, string?> Problem);
