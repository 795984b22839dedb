using System.CommandLine;
using FairExchange.Cli;

namespace FairExchange.Tests.Cli;

/// <summary>Every option and argument that takes a path, with everything that a path may lead to beside what is wanted.</summary>
public class SpecialPathTests(PathFixture fixture) : IClassFixture<PathFixture>
{
    // What takes words takes a path, unless its help says that these are wanted.
    private static readonly string[] NoPaths =
    [
        "ID", "ID,…", "NAME", "NAME,…", "S", "S,…", "SUITE", "N", "K", "P", "MS", "TIME", "YYYY-MM-DD", "AMOUNT", "TEXT", "WHO", "TYPE",
        "SIZE", "PROPERTY", "TYPE=NAME,…", "NAME=MS", "NAME=YYYY-MM-DD", "NAME=FINGERPRINT", "alice|bob", "quick|paper",
        "text|mermaid|smt2",
    ];

    public static TheoryData<string> Readers => [.. Names(PathKind.FileToRead)];

    public static TheoryData<string> FolderReaders => [.. Names(PathKind.FolderToRead)];

    public static TheoryData<string> Writers => [.. Names(PathKind.FileToWrite)];

    public static TheoryData<string> FolderWriters => [.. Names(PathKind.FolderToWrite)];

    /// <summary>From the commands themselves, so that a new one must be tried too.</summary>
    [Fact]
    public void The_table_has_all_that_take_a_path()
    {
        var root = CommandLine.Root(new CommandContext(TextWriter.Null, TextWriter.Null));
        Assert.Equal(Taking(root, "").Order(), PathRow.All.Select(row => row.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void What_is_no_file_is_not_read(string name)
    {
        using var folder = new TemporaryFolder();
        Prepare(folder);
        foreach (var (path, said) in new[]
        {
            // Its length is 0, as a check by size sees it.
            (folder.Link("endless", "/dev/zero"), "cannot be read: it is a device, and a file or a pipe is wanted"),
            ("", "the name of a file or folder is empty"),
            (folder["missing"], "Could not find file"),
            (":memory:", "Could not find file"),
            ("file:missing?mode=memory", "Could not find file"),
            (folder["dangling"], "cannot be read: "),
            (folder["circle"], "Too many levels of symbolic links"),
            (folder["within"], "cannot be read: it is a folder"),
            (folder["file/x"], "cannot be read: "),
            (folder["zero\0byte"], "has a zero byte in it"),
            (folder["not\uFFFDutf8"], "is not UTF-8"),
        })
        {
            Refused(name, path, said, folder);
        }
    }

    /// <summary>Nobody ever opens the pipe's other end.</summary>
    [Theory]
    [MemberData(nameof(Readers))]
    public void One_signal_ends_the_wait_for_a_pipe(string name)
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var run = Run(name, folder.Pipe("pipe"), stop.Token);
        Assert.Equal((130, "", "fairexchange: interrupted\n"), (run.Code, run.Output, run.Error));
    }

    [Theory]
    [MemberData(nameof(FolderReaders))]
    public void What_is_no_folder_is_not_looked_through(string name)
    {
        using var folder = new TemporaryFolder();
        Prepare(folder);
        string[] within = ["missing", "dangling", "circle", "file", "file/x", "zero", "pipe", "zero\0byte", "not\uFFFDutf8"];
        foreach (var path in within.Select(leaf => folder[leaf]).Prepend(":memory:").Prepend("file:missing?mode=memory").Prepend(""))
        {
            Refused(name, path, "", folder);
        }
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void What_can_be_no_file_is_not_written(string name)
    {
        using var folder = new TemporaryFolder();
        Prepare(folder);
        string[] within = ["within", "new/", "circle", "file/x", "zero\0byte", "not\uFFFDutf8"];
        foreach (var path in within.Select(leaf => folder[leaf]).Prepend(""))
        {
            Refused(name, path, "", folder);
        }

        // There is no room in it; what was said before it was known stays said.
        var (before, run) = (Everything(folder), Run(name, folder["full"], default));
        Assert.True(run.Code == 2 && IsLine(run.Error), $"{name} to /dev/full: {run.Code} {run.Error}");
        Assert.Equal(before, Everything(folder));
    }

    [Theory]
    [MemberData(nameof(FolderWriters))]
    public void What_can_be_no_folder_is_not_written_into(string name)
    {
        using var folder = new TemporaryFolder();
        Prepare(folder);
        string[] within = ["file", "file/x", "circle", "zero", "full", "pipe", "zero\0byte", "not\uFFFDutf8"];
        foreach (var path in within.Select(leaf => folder[leaf]).Prepend(""))
        {
            Refused(name, path, "", folder);
        }
    }

    private static void Prepare(TemporaryFolder folder)
    {
        folder.Text("file", "old");
        Directory.CreateDirectory(folder["within"]);
        folder.Link("circle", folder["circle"]);
        folder.Link("dangling", folder["missing"]);
        folder.Link("zero", "/dev/zero");
        folder.Link("full", "/dev/full");
        folder.Pipe("pipe");
    }

    /// <summary>In one line, with exit code 2, and nothing has been made or changed.</summary>
    private void Refused(string name, string path, string said, TemporaryFolder folder)
    {
        var before = Everything(folder);
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var run = Run(name, path, tooLong.Token);
        Assert.True(
            run.Code == 2 && run.Output.Length == 0 && IsLine(run.Error) && run.Error.Contains(said, StringComparison.Ordinal),
            $"{name} with '{path}': {run.Code} {run.Output} {run.Error}");
        Assert.Equal(before, Everything(folder));
        Assert.Equal("old", File.ReadAllText(folder["file"]));
    }

    private static bool IsLine(string error) =>
        error.StartsWith("fairexchange: ", StringComparison.Ordinal) && error.IndexOf('\n', StringComparison.Ordinal) == error.Length - 1;

    private Shell Run(string name, string path, CancellationToken stop) =>
        Shell.Run(context => context with { Cancellation = stop, Incoming = new MemoryStream() }, PathRow.Of(name).Words(fixture, path));

    private List<string> Everything(TemporaryFolder folder) => [.. folder.Names, .. fixture.Names];

    private static IEnumerable<string> Names(PathKind kind) => PathRow.All.Where(row => row.Kind == kind).Select(row => row.Name);

    private static IEnumerable<string> Taking(Command command, string name)
    {
        var options = command.Options.Where(option => TakesWords(option.ValueType) && !NoPaths.Contains(option.HelpName))
            .Select(option => option.Name);
        var arguments = command.Arguments.Where(argument => TakesWords(argument.ValueType))
            .Select(argument => argument.HelpName ?? argument.Name)
            .Where(argument => !NoPaths.Contains(argument));
        return options.Concat(arguments).Select(taking => $"{name} {taking}".TrimStart())
            .Concat(command.Subcommands.SelectMany(under => Taking(under, $"{name} {under.Name}".TrimStart())));
    }

    private static bool TakesWords(Type type) => type == typeof(string) || type == typeof(string[]);
}
