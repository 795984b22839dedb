using FairExchange.Cli;
using FairExchange.Runtime.Files;

namespace FairExchange.Tests.Cli;

/// <summary>What a file is written over: pipes and links stay what they are, a file keeps its owner and mode.</summary>
public class OutputPathTests
{
    [Fact]
    public async Task A_pipe_is_written_into_and_stays_a_pipe()
    {
        using var folder = new TemporaryFolder();
        var pipe = folder.Pipe("pipe");
        var reading = Task.Run(() => File.ReadAllText(pipe));
        WholeFile.Write(pipe, "through");
        Assert.Equal("through", await reading);
        Assert.Equal(FileKind.Pipe, FileStatus.Of(pipe).Kind);
        Assert.Equal(["pipe"], folder.Names);
    }

    [Fact]
    public void A_link_is_followed_and_stays_a_link()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["far"]);
        var (target, link) = (folder.Text("far/target", "old"), folder.Link("link", "far/target"));
        folder.Link("second", "link");
        WholeFile.Write(folder["second"], "new");
        Assert.Equal(("new", "far/target", "link"),
            (File.ReadAllText(target), new FileInfo(link).LinkTarget, new FileInfo(folder["second"]).LinkTarget));

        File.Delete(target);
        WholeFile.Write(link, "made");
        Assert.Equal(("made", "far/target"), (File.ReadAllText(target), new FileInfo(link).LinkTarget));
        Assert.Equal(["target"], Directory.GetFiles(folder["far"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        foreach (var mode in new[] { Disk.Secret,
            Disk.Secret | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.UserExecute })
        {
            File.SetUnixFileMode(folder.Text("file", "old"), mode);
            WholeFile.Write(folder["file"], "new");
            Assert.Equal(("new", mode), (File.ReadAllText(folder["file"]), File.GetUnixFileMode(folder["file"])));
        }
    }

    [Theory]
    [InlineData("", "the name of a file or folder is empty")]
    [InlineData("zero\0byte", "has a zero byte in it")]
    [InlineData("not\uFFFDutf8", "is not UTF-8")]
    [InlineData("within", "cannot be written: it is a folder")]
    [InlineData("new/", "cannot be written: it is the name of a folder")]
    [InlineData("circle", "cannot be written: Too many levels of symbolic links")]
    [InlineData("file/x", "cannot be written: ")]
    public void What_can_be_no_file_is_refused_in_one_line_and_nothing_is_made(string name, string said)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["within"]);
        folder.Link("circle", "circle");
        folder.Text("file", "old");
        var path = name.Length == 0 ? "" : folder[name];

        Assert.Contains(said, Assert.Throws<UserError>(() => WholeFile.Write(path, "new")).Message, StringComparison.Ordinal);
        Shell.Run("experiment", "calibrate", "--exchanges", "1", "--out", path).AssertMisused(name == "file/x" ? "is a file" : said);
        Assert.Equal(["circle", "file", "within"], folder.Names);
    }

    /// <summary>What the shell has opened as <c>&gt; file</c> has no name here that could be given to another.</summary>
    [Fact]
    public void A_file_that_is_open_already_is_not_replaced_by_another()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using var open = File.OpenHandle(folder.Text("file", "old"), FileMode.Open, FileAccess.ReadWrite);
        var link = folder.Link("link", $"/proc/self/fd/{open.DangerousGetHandle()}");
        Assert.Contains("open already", Assert.Throws<UserError>(() => WholeFile.Write(link, "new")).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder["file"]));
    }

    [Fact]
    public void One_signal_ends_the_wait_for_who_reads_a_pipe()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        folder.Pipe("check.evidence");
        var run = Shell.Run(context => context with { Cancellation = stop.Token }, "demo", "check", "--out", folder["."]);
        Assert.Equal((130, "fairexchange: interrupted\n"), (run.Code, run.Error));
    }
}
