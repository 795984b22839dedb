using System.Collections.Concurrent;
using System.Collections.Immutable;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using FairExchange.Tests.Experiments.Studies;

namespace FairExchange.Tests.Experiments.Reports;

public class ExperimentRunTests
{
    private static readonly RunPlan Plan = new(
        Study.Book("bursts: { profiles: { value: [flat], unit: name }, patterns: { value: [independent, burst], unit: name }, margins: "
            + "{ value: [2], unit: factor }, exchanges_per_user_year: { value: [9], unit: exchanges } }"), 2, 1);

    [Fact]
    public void Parts_bring_back_both_tables_as_they_were_on_any_number_of_threads()
    {
        var parts = new Memory();
        var made = Run(parts, 1);
        var (kept, again) = (Run(parts, 2), Run(new Memory(), 2));

        Assert.Equal(4, parts.Texts.Count);
        Assert.NotEmpty(made.Bins);
        foreach (var other in new[] { kept, again })
        {
            Assert.Equal(Lines(made.Rows), Lines(other.Rows));
            Assert.Equal(Lines(made.Bins), Lines(other.Bins));
        }
    }

    [Fact]
    public void A_part_whose_bins_are_cut_short_is_refused_by_name()
    {
        var parts = new Memory();
        Run(parts, 1);
        var (name, text) = parts.Texts.First();
        parts.Texts[name] = text[..text.LastIndexOf('\t')] + "\nend\n";

        Assert.Contains(
            $"{name} is not a part of this run", Assert.Throws<FormatException>(() => Run(parts, 1)).Message, StringComparison.Ordinal);
    }

    private static RunCells Run(IParts parts, int threads) =>
        ExperimentRun.Rows(new BurstsExperiment(), Plan, threads, parts, null, CancellationToken.None);

    private static IEnumerable<string> Lines(ImmutableArray<ImmutableArray<string>> rows) => rows.Select(row => string.Join(',', row));

    private sealed class Memory : IParts
    {
        public ConcurrentDictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

        public string? Find(string name) => Texts.GetValueOrDefault(name);

        public void Keep(string name, string text) => Texts[name] = text;
    }
}
