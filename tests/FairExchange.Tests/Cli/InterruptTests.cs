using System.Diagnostics;

namespace FairExchange.Tests.Cli;

/// <summary>Ctrl-C on the program as people start it, and the signal by which a system stops it.</summary>
public class InterruptTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void The_main_job_ends_within_seconds_and_leaves_nothing(string signal) => Interrupted(
        signal,
        folder => ["--out", folder["out"]],
        (process, _) => process.StandardOutput.ReadLine());

    [Fact]
    public void A_campaign_in_the_midst_of_writing_leaves_no_half_of_a_file() => Interrupted(
        "TERM",
        folder => ["simulate", "honest-cem", "--suite", "symbolic", "--exchanges", "100000000", "--detail", "--out", folder["out"]],
        (process, folder) =>
        {
            // The file under its other name, with something in it.
            for (var tries = 0; tries < 3_000 && !process.HasExited
                && !(File.Exists(folder["out/exchanges.csv.unfinished"])
                    && new FileInfo(folder["out/exchanges.csv.unfinished"]).Length > 0); tries++)
            {
                process.WaitForExit(20);
            }
        });

    private static void Interrupted(string signal, Func<TemporaryFolder, string[]> args, Action<Process, TemporaryFolder> midst)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        // Whoever started the tests may have made the signal one to ignore, and children inherit that.
        using var process = Process.Start(new ProcessStartInfo(
            "env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "fairexchange.dll"), .. args(folder)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            midst(process, folder);
            var watch = Stopwatch.StartNew();
            Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));

            Assert.Equal((130, "fairexchange: interrupted\n"), (process.ExitCode, process.StandardError.ReadToEnd()));
            // On an idle machine it is well under a second.
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
            Assert.Empty(Directory.Exists(folder["out"]) ? Directory.GetFileSystemEntries(folder["out"]) : []);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
