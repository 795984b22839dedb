using FairExchange.Cli;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Tests.Cli;

namespace FairExchange.Tests.Fuzzing;

/// <summary>Whatever stands on the command line. Work is called off before it begins: what is tried here is what is said of it.</summary>
public class ArgumentsTests
{
    private static readonly string[] Commands =
        ["list", "show", "verify", "replay", "simulate", "judge", "demo", "check", "notice", "sale", "cutoff", "bulk", "certificate",
            "issue", "choose", "serve", "experiment", "run", "plot", "calibrate", "help", "nix"];

    private static readonly string[] Options =
    [
        "--help", "--version", "--json", "--property", "--party", "--sessions", "--save", "--baseline", "--out", "--junit", "--latex",
        "--suite", "--on", "--seed", "--messages", "--evidence", "--alice", "--bob", "--exchanges",
        "--threads", "--detail", "--key", "--root", "--at", "--goods", "--paid", "--skew", "--delay", "--margin",
        "--recognises", "--for", "--only", "--trusted-party", "--protocol", "--role",
        "--store", "--policy", "--at-cost", "--others", "--subscriber", "--params", "--calibration", "--replications", "--scale",
        "--resume", "--in", "--page", "--format", "--amount", "--number", "--date",
        "--from", "--to", "--stops", "--certified", "--price", "--subject", "--text", "--item", "-h", "-x", "--", "@file",
    ];

    private static readonly string[] Values =
    [
        "", " ", "-", "-1", "0", "1", "8", "9", "1e3", "1.5", "NaN", "9223372036854775807", "9223372036854775808", "99999999999999999999",
        "all", "fair-cem", "FAIR-CEM", "cem0", "fairness", "bob", "alice",
        "p256", "symbolic", "compiled", "honest", "honest,honest", ",", "honest,,", "trace", "=", "a=", "=a", "Bob=", "Bob=2030-12-31",
        "Bob=0000-00-00", "wait=1", "wait=-1", "wait==", "certified-mail=VPO",
        "certified-mail=", "2026-01-31T12:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2026-02-30",
        "250.00 EUR", "-1 EUR", "1e9 EUR", "999999999999999999.99 EUR", "EUR",
        "1KB", "1024GB", "KB", "E1", "e6", "quick", "paper", "text", "smt2", "mermaid", "open", "surcharge", "subscribers", "nobody",
        "sender", "Bob\u3164", "\u202eboB", "\ud800", "Rene\u0301", "a\nb", "no/such/file",
        ".", "..", "/", "*", "~", "%s", "{0}", "\\", "|", "\"", "con", new string('x', 300),
    ];

    [Fact]
    public void No_command_line_makes_the_program_fail()
    {
        using var folder = new TemporaryFolder();
        var (here, chance, findings) = (folder["nothing"], new Chance(1, "arguments"), new SortedSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < 3000; i++)
        {
            string[] args = [.. Enumerable.Range(0, 1 + chance.Below(6))
                .Select(at => at < 2 && chance.Below(5) > 0 ? One(Commands) : One(chance.Below(2) == 0 ? Options : Values))];
            // Whatever is written is written below a folder that is gone afterwards: nothing is asked for that names another place.
            if (args.Any(word => word is "--out" or "--evidence" or "--save" or "--page" or "--junit" or "--latex" or "--store" or "issue"
                or "calibrate" or "demo" or "plot" or "run"))
            {
                args = [.. args.Select(word => Values.Contains(word) && word.Length > 0 && !word.Contains('=', StringComparison.Ordinal)
                    ? Path.Combine(here, "in", "it") : word)];
            }

            var shell = Try(args);
            if (shell is null || shell.Code is not (0 or 1 or 2 or 3 or 130)
                || (shell.Code == 2 && (shell.Error.IndexOf('\n', StringComparison.Ordinal) != shell.Error.Length - 1
                    || !shell.Error.TrimEnd('\n').EnumerateRunes().All(Legible.IsSeen))))
            {
                findings.Add($"{string.Join(' ', args.Select(word => $"'{word}'"))}: {shell?.Code} {shell?.Error}");
            }
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings.Take(40)));

        string One(string[] words) => words[chance.Below(words.Length)];
    }

    private static Shell? Try(string[] args)
    {
        try
        {
            return Shell.Run(context =>
                context with { Cancellation = new CancellationToken(canceled: true), Threads = 1 }, args);
        }
        catch (Exception escaped) when (escaped is not Xunit.Sdk.XunitException)
        {
            return new Shell(ExitCode.Broken, "", $"escaped: {escaped.Message}");
        }
    }
}
