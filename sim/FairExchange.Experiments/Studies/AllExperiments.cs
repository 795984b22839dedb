using System.Collections.Immutable;

namespace FairExchange.Experiments.Studies;

/// <summary>The experiments, in the order of their ids.</summary>
public static class AllExperiments
{
    public static ImmutableArray<IExperiment> List { get; } = [new LoadExperiment(), new BurstsExperiment(), new OutageExperiment(), new ManyExperiment(), new YearExperiment()];
}
