namespace FairExchange.Tests.Cli;

public class CutoffTests
{
    [Fact]
    public void The_frontier_is_the_same_by_proof_and_by_play_and_the_file_the_same_for_the_same_seed()
    {
        using var folder = new TemporaryFolder();
        var (one, other) = (folder["one"], folder["other"]);

        var shell = Shell.Run("cutoff", "--skew", "3", "--delay", "10", "--out", one);
        Assert.Equal(0, shell.Code);
        Assert.Equal(0, Shell.Run(around => around with { Threads = 1 }, "cutoff", "--skew", "3", "--delay", "10", "--out", other).Code);

        var csv = File.ReadAllText(Path.Combine(one, "cutoff_frontier.csv"));
        Assert.Equal(csv, File.ReadAllText(Path.Combine(other, "cutoff_frontier.csv")));
        var rows = csv.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(["resolve", "sign", "wait"], rows.Select(row => row[0]).Distinct().Order());
        Assert.All(rows, row => Assert.Equal(long.Parse(row[3]) >= long.Parse(row[4]) ? ("proved", "true") : ("broken", "false"), (row[5], row[9])));
        Assert.Contains("\"cutoff_frontier.csv\"", File.ReadAllText(Path.Combine(one, "datapackage.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_without_a_file_is_refused() => Shell.Run("cutoff", "--seed", "3").AssertMisused("--out DIR");

    [Fact]
    public void A_margin_that_is_not_there_is_refused() => Shell.Run("cutoff", "--margin", "patience=3").AssertMisused("NAME being one of");
}
