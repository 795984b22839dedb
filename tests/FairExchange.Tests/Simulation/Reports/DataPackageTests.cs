using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FairExchange.Experiments.Costs;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Studies;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation.Reports;
using FairExchange.Tests.Experiments.Studies;

namespace FairExchange.Tests.Simulation.Reports;

/// <summary>
/// The data dictionary: of the form that the standard's own schema wants, and true of the tables that it speaks of.
/// </summary>
public class DataPackageTests
{
    private static readonly Json.Schema.JsonSchema Standard = Json.Schema.JsonSchema.FromText(Text("datapackage-2.0.json"));

    public static TheoryData<string> Ids => [.. AllExperiments.List.Select(experiment => experiment.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Tables_of_an_experiment_are_what_their_dictionary_says(string id)
    {
        var experiment = AllExperiments.List.Single(experiment => experiment.Id == id);
        var book = Study.Book(AnyProtocolsTests.Little);
        var cells = ExperimentRun.Rows(experiment, new RunPlan(book, 2, 1), 2, new Study.NoParts(), null, CancellationToken.None);

        AssertFits(ExperimentRun.Files(
            ResultFiles.Empty.With(ParameterBook.Table, book.Rows()).With(WorkRow.Table, WorkRow.Of(book)), experiment, cells));
    }

    [Fact]
    public void Tables_of_the_other_commands_are_what_their_dictionary_says()
    {
        VerdictRow[] verdicts =
        [
            new("fair-cem", "fairness", "alice", 1, "proved", 2, null, true), new("fair-cem", "optimism", "", 1, "attacked", 3, 5, null),
        ];

        AssertFits(ResultFiles.Empty.With(VerdictsCsv.Table, verdicts).With(CampaignTables.Outcomes, []).With(CampaignTables.Exchanges, [])
            .With(LoadRow.Table, []).With(CostRow.Table, []).With(CutoffFrontier.Table, []).With(ImpossibilityRow.Table, [])
            .Describing("traces", "What was found.", "json", ["traces/one.json", "traces/two.json"]));
    }

    /// <summary>A schema that takes everything would be none.</summary>
    [Theory]
    [InlineData("\"name\": \"verdicts\",", "")]
    [InlineData("\"path\": \"verdicts.csv\",", "")]
    [InlineData("\"path\": \"verdicts.csv\"", "\"path\": \"../verdicts.csv\"")]
    [InlineData("\"type\": \"integer\"", "\"type\": \"whole\"")]
    [InlineData("\"minimum\": 0", "\"minimum\": true")]
    [InlineData("\"required\": true", "\"required\": \"yes\"")]
    [InlineData("\"licenses\": [", "\"licenses\": [ 1,")]
    public void What_is_no_data_package_is_refused(string right, string wrong)
    {
        var text = Dictionary(ResultFiles.Empty.With(VerdictsCsv.Table, []));

        Assert.True(IsValid(text));
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.False(IsValid(text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("vtp_bytes", "bytes")]
    [InlineData("wait_p99_ms_mean", "ms")]
    [InlineData("total_usd_ci95_low", "USD")]
    [InlineData("wait_p99", null)]
    [InlineData("servers_mean", null)]
    [InlineData("cheating_rate", "fraction")]
    public void The_unit_is_the_one_that_the_name_says(string name, string? unit) =>
        Assert.Equal(unit, new Column(name, "number", "").Unit);

    private static void AssertFits(ResultFiles files)
    {
        var dictionary = Dictionary(files);
        Assert.True(IsValid(dictionary), dictionary);
        var resources = JsonNode.Parse(dictionary)!["resources"]!.AsArray();
        Assert.Equal(resources.Count, resources.Select(resource => resource!["name"]!.GetValue<string>()).Distinct().Count());
        foreach (var resource in resources.Where(resource => resource!["schema"] is not null))
        {
            var fields = resource!["schema"]!["fields"]!.AsArray().Select(field => field!).ToList();
            var rows = CsvRows.Read(files.Files[resource["path"]!.GetValue<string>()], [.. fields.Select(Name)]).Rows;
            Assert.All(rows, row => Assert.All(fields, field => AssertTakes(field, row[Name(field)])));
            if (resource["schema"]!["primaryKey"]?.AsArray().Select(name => name!.GetValue<string>()).ToList() is { } key)
            {
                Assert.Equal(rows.Length, rows.Select(row => string.Join('\n', key.Select(column => row[column]))).Distinct().Count());
            }
        }
    }

    private static string Name(JsonNode field) => field["name"]!.GetValue<string>();

    private static void AssertTakes(JsonNode field, string cell)
    {
        var (constraints, name) = (field["constraints"], Name(field));
        if (cell.Length == 0 && field["missingValues"] is null)
        {
            Assert.False(constraints?["required"]?.GetValue<bool>() ?? false, $"{name} is required");
            return;
        }

        Assert.True(constraints?["enum"]?.AsArray().Any(word => word!.GetValue<string>() == cell) ?? true, $"{name}: {cell}");
        if (field["type"]!.GetValue<string>() is "integer" or "number")
        {
            Assert.True(double.Parse(cell, CultureInfo.InvariantCulture)
                >= (constraints?["minimum"]?.GetValue<double>() ?? double.NegativeInfinity), $"{name}: {cell}");
        }
    }

    private static string Dictionary(ResultFiles files) => files.Complete(Provenance.Of(
        [], ImmutableSortedDictionary<string, string>.Empty, TimeProvider.System, TimeSpan.Zero)).Files["datapackage.json"];

    private static bool IsValid(string text) => Standard.Evaluate(JsonDocument.Parse(text).RootElement).IsValid;

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(DataPackageTests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
