using FairExchange.Cli;

namespace FairExchange.Tests.Cli;

public class WholeFileTests
{
    [Fact]
    public void A_file_appears_under_its_name_alone_and_replaces_an_older_one()
    {
        using var folder = new TemporaryFolder();
        WholeFile.Write(folder["a.txt"], "old");
        WholeFile.Write(folder["a.txt"], "new");
        Assert.Equal(["a.txt"], folder.Names);
        Assert.Equal("new"u8.ToArray(), File.ReadAllBytes(folder["a.txt"]));
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["a.txt"]);
        Assert.Contains(
            "cannot be written", Assert.Throws<UserError>(() => WholeFile.Write(folder["a.txt"], "new")).Message, StringComparison.Ordinal);
        Assert.Equal(["a.txt"], folder.Names);
    }

    [Fact]
    public void Too_large_a_file_is_not_read()
    {
        using var folder = new TemporaryFolder();
        WholeFile.Write(folder["a.txt"], "four");
        Assert.Equal("four"u8.ToArray(), WholeFile.Read(folder["a.txt"], 4));
        Assert.Contains(
            "larger than 3 bytes", Assert.Throws<UserError>(() => WholeFile.Read(folder["a.txt"], 3)).Message, StringComparison.Ordinal);
    }
}
