namespace FairExchange.Experiments.Costs;

/// <summary>What one exchange costs a trusted party, in US dollars, by component.</summary>
/// <param name="Compute">Processor time, machines in reserve, operations in a key module.</param>
/// <param name="Traffic">Bytes and messages sent.</param>
/// <param name="Archive">Keeping proof for the time of retention, and carrying it to the other places where copies are.</param>
/// <param name="Staff">People on duty.</param>
/// <param name="Handling">People who look at a resolve.</param>
/// <param name="Liability">The premium against losses.</param>
public sealed record CostPerExchange(double Compute, double Traffic, double Archive, double Staff, double Handling, double Liability)
{
    public double Total => Compute + Traffic + Archive + Staff + Handling + Liability;
}
