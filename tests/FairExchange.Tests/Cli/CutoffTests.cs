using System.Text.RegularExpressions;

namespace FairExchange.Tests.Cli;

public class CutoffTests
{
    [Fact]
    public void The_frontier_is_the_same_by_proof_and_by_play()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, Shell.Run("cutoff", "--skew", "3", "--delay", "10", "--out", folder["cutoff"]).Code);

        var rows = File.ReadAllText(Path.Combine(folder["cutoff"], "cutoff_frontier.csv")).TrimEnd('\n').Split('\n').Skip(1)
            .Select(line => line.Split(',')).ToList();
        Assert.Equal(["resolve", "sign", "wait"], rows.Select(row => row[0]).Distinct().Order());
        Assert.All(rows, row =>
            Assert.Equal(Number(row[3]) >= Number(row[4]) ? ("proved", "true") : ("broken", "false"), (row[5], row[9])));
        Assert.Contains(
            "\"cutoff_frontier.csv\"", File.ReadAllText(Path.Combine(folder["cutoff"], "datapackage.json")), StringComparison.Ordinal);

        static long Number(string field) => long.Parse(field, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Without a solver, which takes the time: what is played.</summary>
    [Fact]
    public void The_same_seed_gives_the_same_file_whatever_the_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        string File(int threads, string seed)
        {
            var name = folder[$"{threads}-{seed}"];
            Assert.Equal(3, Shell.Run(context => context with { Threads = threads, NewSolver = () => new Clueless() }, "cutoff", "--skew",
                "3", "--delay", "10", "--seed", seed, "--out", name).Code);
            return System.IO.File.ReadAllText(Path.Combine(name, "cutoff_frontier.csv"));
        }

        Assert.Equal(File(1, "5"), File(4, "5"));
        Assert.NotEqual(File(1, "5"), File(1, "6"));
    }

    /// <summary>Half a millisecond is a schedule's whole one, and then the clocks of the steps are off by twice what was asked.</summary>
    [Fact]
    public void The_clocks_of_a_schedule_are_off_by_no_more_than_is_said()
    {
        var said = Shell.Run("cutoff", "--skew", "1000", "--delay", "1000", "--margin", "wait=2999");

        Assert.Equal(1, said.Code);
        var skew = Regex.Matches(said.Output, "clocks off by (?:at most )?([0-9]+) ms").Select(match => Number(match.Groups[1])).Last();
        var steps = Regex.Matches(said.Output, @"At (-?[0-9]+) ms \((-?[0-9]+) ms on the clock");
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.InRange(Number(step.Groups[2]) - Number(step.Groups[1]), -skew, skew));

        static long Number(Group digits) => long.Parse(digits.Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_seed_without_a_file_is_refused() => Shell.Run("cutoff", "--seed", "3").AssertMisused("--out DIR");

    [Fact]
    public void A_margin_that_is_not_there_is_refused() => Shell.Run("cutoff", "--margin", "patience=3").AssertMisused("NAME being one of");
}
