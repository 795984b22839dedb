using System.ComponentModel;
using System.Diagnostics;

namespace FairExchange.Cli.Reporting;

/// <summary>gnuplot, as a program beside this one: a script goes in, what it draws comes out.</summary>
internal static class Gnuplot
{
    private const string Missing =
        "gnuplot is not there: apt-get install gnuplot-nox, dnf install gnuplot-minimal, brew install gnuplot, winget install gnuplot; "
        + "the tables are there as CSV";

    /// <summary>Characters of what gnuplot says that are passed on.</summary>
    private const int Longest = 160;

    /// <param name="folder">Where the script finds its data.</param>
    /// <exception cref="UserError">gnuplot is not there, or refuses.</exception>
    public static string Draw(CommandContext context, string folder, string script)
    {
        // -d: without the user's own settings, which would show in the picture; -: the script comes on standard input.
        var start = new ProcessStartInfo(Find(context.Gnuplot), ["-d", "-"])
        {
            WorkingDirectory = Path.GetFullPath(folder),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var gnuplot = Process.Start(start)!;
            using var stopped = context.Cancellation.Register(() => gnuplot.Kill());
            var (drawn, said) = (gnuplot.StandardOutput.ReadToEndAsync(CancellationToken.None),
                gnuplot.StandardError.ReadToEndAsync(CancellationToken.None));
            gnuplot.StandardInput.Write(script);
            gnuplot.StandardInput.Close();
            gnuplot.WaitForExit();
            context.Cancellation.ThrowIfCancellationRequested();
            return gnuplot.ExitCode == 0 && drawn.Result.Contains("</svg>", StringComparison.Ordinal) ? drawn.Result
                : throw new UserError($"gnuplot does not draw it (version 5.4 or later is wanted): {End(said.Result)}");
        }
        catch (Win32Exception)
        {
            throw new UserError(Missing);
        }
        catch (IOException)
        {
            throw new UserError("gnuplot broke off: see whether 'gnuplot --version' says 5.4 or later");
        }
    }

    /// <summary>
    /// Where PATH has it. The platform, given a name alone, looks into the current folder first, and that may be the one of somebody else's
    /// tables: a program of that name there is that person's.
    /// </summary>
    private static string Find(string program) => Path.GetFileName(program) != program ? program
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
            .FirstOrDefault(File.Exists) ?? throw new UserError(Missing);

    /// <summary>
    /// gnuplot repeats the plot that it does not understand, however long, before it says what is wrong with it: the end is what fits one
    /// line.
    /// </summary>
    private static string End(string said)
    {
        var line = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : $"… {line[^Longest..]}";
    }
}
