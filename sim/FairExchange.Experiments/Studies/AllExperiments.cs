using System.Collections.Immutable;

namespace FairExchange.Experiments.Studies;

/// <summary>The experiments, in the order of their ids.</summary>
public static class AllExperiments
{
    public static ImmutableArray<IExperiment> List { get; } =
    [
        new BreakEvenExperiment(),
        new LoadExperiment(),
        new PatienceExperiment(),
        new BurstsExperiment(),
        new OutageExperiment(),
        new LiabilityExperiment(),
        new SubscriptionExperiment(),
        new ManyExperiment(),
        new YearExperiment(),
    ];
}
