using System.Diagnostics;

namespace FairExchange.Tests.Cli;

/// <summary>Standard input, output and errors that are closed, full, or open for something else, in a process of its own.</summary>
public class StandardStreamTests
{
    private const string Serve = "serve --protocol fair-cem-signed-request --store :none: --insecure-seed 1";

    /// <summary>Their numbers are those of the runtime's own pipes by then, which are never at an end.</summary>
    [Theory]
    [InlineData("list", "<&-", "standard input is closed")]
    [InlineData(Serve, "<&-", "standard input is closed")]
    [InlineData("list", ">&-", "standard output is closed")]
    [InlineData(Serve, "</dev/null >&-", "standard output is closed")]
    [InlineData("list", "2>&-", "standard error is closed")]
    [InlineData("list", "<&- 2>&-", "standard input and standard error are closed")]
    [InlineData("list", "<&- >&- 2>&-", null)]
    public void What_is_closed_is_said_where_something_can_be_said(string command, string redirections, string? said)
    {
        var (code, lines) = Run(command, redirections);
        Assert.Equal((2, said is null ? "" : $"fairexchange: {said}: give /dev/null in that place\n"), (code, lines));
    }

    [Theory]
    [InlineData("list", ">/dev/full", "standard output cannot be written: ")]
    [InlineData("list", "1</dev/null", "standard output cannot be written: ")]
    [InlineData("serve --protocol fair-cem-signed-request --store $1/s.db --insecure-seed 1", "</dev/null 1</dev/null",
        "standard output cannot be written: ")]
    [InlineData("serve --protocol fair-cem-signed-request --store $1/s.db --insecure-seed 1", "0>$1/in >$1/out",
        "standard input cannot be read: ")]
    public void What_cannot_be_read_or_written_is_named(string command, string redirections, string said)
    {
        var (code, lines) = Run(command, redirections);
        Assert.StartsWith($"fairexchange: {said}", lines, StringComparison.Ordinal);
        Assert.Equal((2, 1), (code, lines.Count(letter => letter == '\n')));
    }

    /// <summary>What somebody else has left open under another number is no sign of anything.</summary>
    [Fact]
    public void Streams_that_are_open_are_no_hindrance()
    {
        var (code, lines) = Run("list", "5<>$1/pipe <&5 5>&1");
        Assert.Equal(0, code);
        Assert.Contains("fair-cem", lines, StringComparison.Ordinal);
    }

    private static (int Code, string Lines) Run(string command, string redirections)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The devices are Linux's.");
        }

        using var folder = new TemporaryFolder();
        using var process = Process.Start(new ProcessStartInfo(
            "sh", ["-c", $"exec dotnet \"$0\" {command.Replace(":none:", "$1/none.db", StringComparison.Ordinal)} {redirections}",
                Path.Combine(AppContext.BaseDirectory, "fairexchange.dll"), folder["."]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("It hangs.");
        }

        Assert.False(File.Exists(folder["none.db"]));
        return (process.ExitCode, output.Result + error.Result);
    }
}
