namespace FairExchange.Applications.Service;

/// <summary>
/// The time that counts for a trusted party: the latest that it has ever seen, and what its clock shows where that is later. Deadlines and
/// certificates are held to it.
/// </summary>
public sealed class LatestTime
{
    public DateTimeOffset Latest { get; internal set; } = DateTimeOffset.MinValue;
}
