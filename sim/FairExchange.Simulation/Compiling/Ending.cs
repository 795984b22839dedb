using System.Collections.Immutable;
using FairExchange.Simulation.Campaigns;

namespace FairExchange.Simulation.Compiling;

/// <summary>How an exchange may come out.</summary>
/// <param name="Played">Result, outcome and meter; its number and its time say nothing.</param>
/// <param name="Contradictions">What it contradicts, as for any exchange.</param>
/// <param name="Way">Decisions that lead to it, the first found; played again, on terms or on bytes, they lead to it again.</param>
public sealed record Ending(Played Played, ImmutableArray<Contradiction> Contradictions, ImmutableArray<int> Way);
