using System.CommandLine;
using System.Globalization;
using FairExchange.Cli.Reporting;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using Spectre.Console;
using Progress = FairExchange.Cli.Reporting.Progress;

namespace FairExchange.Cli.Commands;

/// <summary><c>bulk</c>: what a resolve moves and costs the post office, for goods of some sizes.</summary>
internal sealed class BulkCommand : DocumentedCommand
{
    private static readonly (string Unit, long Bytes)[] Units = [("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30)];

    private readonly Argument<string[]> sizes = new("SIZE")
    {
        Description = "Bytes of goods, as 1KB, 64MB or 1GB; 1KB and 64MB if left out.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> suite = new("--suite")
    {
        Description = "p256 or curve25519; p256 if left out.",
        HelpName = "SUITE",
        DefaultValueFactory = _ => "p256",
    };

    public BulkCommand(CommandContext context)
        : base(
            "bulk",
            "Certifies generated goods from file to file by fair-cem-bulk-bound, with a sender who falls silent after the receipt, and "
            + "says what the post office moved and did. Exit code 0: the same for all sizes; 1: not.",
            "bulk",
            "bulk 1KB 1GB --suite curve25519")
    {
        Takes(sizes, suite);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var protocol = FairCemBulkBound.Protocol;
        var name = parsed.GetValue(suite)!;
        if (name == Principals.SymbolicName || !Principals.SuiteNames.Contains(name))
        {
            throw Choices.None("suite with bytes", name, [.. Principals.SuiteNames.Where(known => known != Principals.SymbolicName)]);
        }

        var principals = Principals.Of(name, 1, ["Alice", "Bob", protocol.TrustedParties.Single().Name.Symbol]);
        string[] words = parsed.GetValue(sizes) is { Length: > 0 } given ? given : ["1KB", "64MB"];
        var rows = new List<BulkResolve>();
        using (var progress = new Progress(context, words.Length))
        {
            foreach (var size in words.Select(Bytes).ToList())
            {
                context.Cancellation.ThrowIfCancellationRequested();
                progress.Reach(rows.Count, $"goods of {size} bytes");
                rows.Add(BulkResolve.Play(protocol, principals, size, 1));
            }
        }

        var table = Tables.New("goods", "under a key", "request", "answers", "operations");
        foreach (var row in rows)
        {
            table.AddRow([.. new[] { row.Goods, row.Sealed, row.Request, row.Answers,
                row.Operations }.Select(figure => Tables.Cell(figure.ToString("N0", CultureInfo.InvariantCulture)))]);
        }

        Tables.Write(context, table);
        context.Output.WriteLine();
        var isSame = rows.Select(row => row with { Goods = 0, Sealed = 0 }).Distinct().Count() == 1;
        context.Output.WriteLine(
            $"Bytes; goods under a key go from Alice to Bob, request and answers to and from the post office, which works so many "
            + $"public-key operations: {(isSame ? "the same for all." : "NOT the same for all.")}");
        return isSame ? ExitCode.Done : ExitCode.Unexpected;
    }

    /// <exception cref="UserError">No size.</exception>
    private static long Bytes(string word)
    {
        var (suffix, factor) = Units.FirstOrDefault(unit => word.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        return suffix is not null && int.TryParse(word[..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= 1024
            ? number * factor
            : throw new UserError($"SIZE is '{word}': a number from 1 to 1024 with KB, MB or GB is wanted, as 64MB");
    }
}
