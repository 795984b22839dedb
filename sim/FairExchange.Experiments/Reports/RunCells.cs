using System.Collections.Immutable;

namespace FairExchange.Experiments.Reports;

/// <summary>Rows of an experiment's table, and of its table of bins where it has one, as text.</summary>
public sealed record RunCells(ImmutableArray<ImmutableArray<string>> Rows, ImmutableArray<ImmutableArray<string>> Bins);
