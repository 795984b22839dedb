namespace FairExchange.Tests.Cli;

/// <summary>What <c>serve --store</c> and <c>--backup</c> take for a file.</summary>
public class ServeStoreTests
{
    /// <summary>SQLite takes some of these for a store in memory, and keeps nothing.</summary>
    [Theory]
    [InlineData(":memory:")]
    [InlineData("file:x.db?mode=memory")]
    [InlineData("file:y.db")]
    [InlineData("|DataDirectory|z.db")]
    [InlineData(" space .db ")]
    public void A_store_is_a_file_of_exactly_the_name_given(string name)
    {
        using var folder = new TemporaryFolder();
        // A name of SQLite's own is one only without a folder before it: so here.
        var path = Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(name));
        try
        {
            Assert.Equal(0, Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", path).Code);
            Assert.True(new FileInfo(Path.GetFullPath(name)).Length > 0);
            Assert.Equal(0, Shell.Run("serve", "--store", path, "--backup", folder["copy"]).Code);
            Assert.Equal(FairExchange.Runtime.Files.Disk.Secret, FairExchange.Runtime.Files.FileStatus.Of(Path.GetFullPath(name)).Mode);
        }
        finally
        {
            File.Delete(Path.GetFullPath(name));
            File.Delete(Path.GetFullPath($"{name}.head"));
        }
    }

    [Fact]
    public void Where_no_file_can_be_there_is_no_store()
    {
        using var folder = new TemporaryFolder();
        Refused("", "the name of a store is empty");
        Refused("zero\0byte", "Null character");
        Refused(folder.Pipe("pipe"), "cannot be used as a store: it is a pipe");
        Refused(folder.Link("device", "/dev/zero"), "cannot be used as a store: it is a device");
        Refused(folder.Link("circle", folder["circle"]), "cannot be used as a store: ");
        Refused(Path.GetDirectoryName(folder["x"])!, "cannot be used as a store: it is a folder");
        Refused(folder.Text("text", "no database, but long enough to look like one to whoever reads no further than its size"),
            "cannot be used as a store: ");
        Assert.Equal(["circle", "device", "pipe", "text"], folder.Names);

        folder.Link("link", folder["target.db"]);
        Assert.Equal(0, Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["link"]).Code);
        Assert.Equal(["circle", "device", "link", "pipe", "target.db", "target.db.head", "text"], folder.Names);
        Assert.Equal(FairExchange.Runtime.Files.Disk.Secret, FairExchange.Runtime.Files.FileStatus.Of(folder["target.db"]).Mode);

        static void Refused(string path, string said)
        {
            Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", path).AssertMisused(said);
            Shell.Run("serve", "--store", path, "--backup", "x").AssertMisused("");
        }
    }

    [Fact]
    public void A_backup_of_a_store_in_use_is_made_by_another_process_and_served_in_its_place()
    {
        using var folder = new TemporaryFolder();
        using (var serving = new Applications.Service.ServeProcess(
            new Applications.Service.Fuse(int.MaxValue), "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["po.db"]))
        {
            var run = Shell.Run("serve", "--store", folder["po.db"], "--backup", folder["copy.db"]);
            Assert.Equal((0, $"{folder["copy.db"]}: a copy of {folder["po.db"]}, with 0 charges\n"), (run.Code, run.Output));
        }

        Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["copy.db"])
            .AssertMisused("copy.db.head is not there to say");
        Assert.Equal(0, Shell.Run(
            "serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["copy.db"], "--accept-older").Code);
        Shell.Run("serve", "--store", folder["none.db"], "--backup", folder["x.db"]).AssertMisused("none.db is not there");
        Shell.Run("serve", "--store", folder["po.db"]).AssertMisused("'--protocol' is required");
    }
}
