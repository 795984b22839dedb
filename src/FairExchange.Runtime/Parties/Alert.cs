namespace FairExchange.Runtime.Parties;

/// <summary>When time runs out for who waits, on its own clock.</summary>
/// <param name="AtMs">In milliseconds since 1970. What has come by the deadline is read, so who waits until it is called one millisecond after.</param>
/// <param name="IsPatient">Not before that, however much patience there is.</param>
public sealed record Alert(long AtMs, bool IsPatient);
