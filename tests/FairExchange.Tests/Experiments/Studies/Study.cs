using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using FairExchange.Experiments.Workload;
using FairExchange.Model.Language;

namespace FairExchange.Tests.Experiments.Studies;

/// <summary>An experiment run at quick scale under a few parameters of a test's own.</summary>
internal static class Study
{
    public static ParameterBook Book(string yaml) =>
        ParameterBook.Default(Scale.Quick) is var book && yaml.Length == 0 ? book : book.Over(yaml, "test");

    public static Summary Run(IExperiment experiment, string yaml, int replications = 3, ulong seed = 1) => ExperimentRun.Summarise(
        experiment,
        ExperimentRun.Rows(experiment, new RunPlan(Book(yaml), replications, seed), 2, new NoParts(), null, CancellationToken.None));

    /// <summary>The same about protocols of a test's own choice.</summary>
    public static Summary Run(IExperiment experiment, string yaml, int replications, params ImmutableArray<Protocol> protocols) =>
        ExperimentRun.Summarise(experiment, ExperimentRun.Rows(
            experiment, new RunPlan(Book(yaml) with { Protocols = [.. protocols.Select(protocol => new StudiedProtocol(protocol))] },
                replications, 1), 2, new NoParts(), null, CancellationToken.None));

    /// <summary>What the usual protocols' trusted parties do with mail.</summary>
    public static ServiceMix Mix(string yaml, string protocol) => ServiceMix.Of(
        Book(yaml), "p256", "mail", StudiedProtocol.Usual.Single(usual => usual.Id == protocol), new ResolveRates(1, 0, 0, 0));

    /// <summary>The cell of the one row in which these columns have these values.</summary>
    public static double Number(this Summary summary, string column, params (string Column, string Value)[] where) =>
        summary.Number(Assert.Single(summary.Where(where)), column);

    internal sealed class NoParts : IParts
    {
        public string? Find(string name) => null;

        public void Keep(string name, string text)
        {
        }
    }
}
