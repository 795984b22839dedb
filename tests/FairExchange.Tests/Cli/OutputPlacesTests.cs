namespace FairExchange.Tests.Cli;

/// <summary>Two outputs of one command, and options that would be passed over in silence.</summary>
public sealed class OutputPlacesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("v.csv", "v.csv")]
    [InlineData("v.csv", "./v.csv")]
    [InlineData("v.csv", "in/../v.csv")]
    [InlineData("v.csv", "file-link")]
    [InlineData("file-link", "second-link")]
    [InlineData("in/v.csv", "folder-link/v.csv")]
    [InlineData("in/v.csv", "folder-link/../in/v.csv")]
    [InlineData("pipe", "pipe")]
    public void Two_outputs_in_one_file_are_refused_before_the_work(string one, string other)
    {
        Directory.CreateDirectory(folder["in"]);
        folder.Link("file-link", "v.csv");
        folder.Link("second-link", "file-link");
        folder.Link("folder-link", "in");
        folder.Pipe("pipe");
        Shell.Run("verify", "fair-cem", "--sessions", "1", "--out", folder[one], "--junit", folder[other])
            .AssertMisused("are one file: give each output its own");
        Assert.Equal(["file-link", "folder-link", "in", "pipe", "second-link"], folder.Names);
    }

    [Theory]
    [InlineData("save/fair-cem.fairness.bob.1.trace.json", "save")]
    [InlineData("save/x.mmd", "link")]
    [InlineData("link/x.smt2", "save/.")]
    public void An_output_among_the_files_of_another_is_refused(string file, string saved)
    {
        Directory.CreateDirectory(folder["save"]);
        folder.Link("link", "save");
        Shell.Run("verify", "fair-cem", "--sessions", "1", "--out", folder[file], "--save", folder[saved])
            .AssertMisused("could be one of the files that go to");
        Shell.Run("verify", "fair-cem", "--sessions", "1", "--junit", folder[file], "--save", folder[saved])
            .AssertMisused("could be one of the files that go to");
    }

    [Fact]
    public void Outputs_of_their_own_are_written_also_into_one_device()
    {
        Assert.Equal(0, Shell.Run("verify", "fair-cem-named", "--property", "timeliness", "--sessions", "1", "--out", folder["a.csv"],
            "--junit", folder["b.xml"]).Code);
        Assert.StartsWith("protocol,", File.ReadAllText(folder["a.csv"]), StringComparison.Ordinal);
        Assert.StartsWith("<?xml", File.ReadAllText(folder["b.xml"]), StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run(
            "verify", "fair-cem-named", "--property", "timeliness", "--sessions", "1", "--out", "/dev/null", "--junit", "/dev/null").Code);
    }

    [Fact]
    public void A_demonstration_whose_files_are_linked_to_each_other_writes_none()
    {
        Directory.CreateDirectory(folder["demo"]);
        folder.Link("demo/late.evidence", "served.evidence");
        Shell.Run("demo", "notice", "--out", folder["demo"]).AssertMisused("are one file");
        Assert.Equal(["late.evidence"], Directory.GetFileSystemEntries(folder["demo"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Goods_for_evidence_that_speaks_of_none_are_refused()
    {
        Assert.Equal(0, Shell.Run("demo", "check", "--out", folder["demo"]).Code);
        File.WriteAllText(folder["goods"], "goods");
        Shell.Run("judge", folder["demo/check.evidence"], "--goods", folder["goods"])
            .AssertMisused("--goods goes with evidence that speaks of goods");
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void A_due_time_that_is_none_is_blamed_itself(string due) =>
        Shell.Run("demo", "notice", "--due", due, "--out", folder["demo"]).AssertMisused("--due is ");

    [Theory]
    [InlineData("--protocol", "fair-cem")]
    [InlineData("--subscriber", "Bob=2030-01-01")]
    [InlineData("--accept-older")]
    [InlineData("--insecure-seed", "1")]
    public void A_backup_passes_over_no_option(params string[] option) =>
        Shell.Run(["serve", "--store", folder["s.db"], "--backup", folder["b.db"], .. option])
            .AssertMisused($"{option[0]} does not go with --backup");
}
