using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FairExchange.Cli.Pages;
using FairExchange.Cli.Reporting;
using FairExchange.Cryptography;
using FairExchange.Experiments.Calibration;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Pictures;
using FairExchange.Experiments.Protocols;
using FairExchange.Simulation.Engine;
using Spectre.Console;
using Progress = FairExchange.Cli.Reporting.Progress;

namespace FairExchange.Cli.Commands;

/// <summary><c>experiment plot</c>: pictures and a page of what <c>experiment run</c> left in a folder.</summary>
internal sealed class ExperimentPlotCommand : DocumentedCommand
{
    private readonly Option<string?> folder = CommandOptions.Text("--in", "DIR",
        $"The folder of a run; {ExperimentCommand.Folder} if left out.");

    public ExperimentPlotCommand(CommandContext context)
        : base(
            "plot",
            "Draws each experiment of a run from its summary: DIR/NAME-1.svg and so on, and a page, DIR/index.html, with question, answer, "
            + "pictures, table and parameters.",
            "experiment plot --in results/experiments")
    {
        Takes(folder);
        SetAction(parsed => Run(context, parsed.GetValue(folder) ?? ExperimentCommand.Folder));
    }

    private static int Run(CommandContext context, string folder)
    {
        WholeFile.Named(folder);
        var run = RunFolder.Read(context, folder);
        WholeFile.CheckFolder(folder);
        var page = HtmlPage.Of(
            "Fair exchange: load and cost of trusted parties", ExperimentParts.Introduction, [.. ExperimentParts.Of(run.Sections)]);
        foreach (var (name, text) in run.Pictures.Add("index.html", page))
        {
            WholeFile.Write(Path.Combine(folder, name), text);
        }

        context.Output.WriteLine(
            $"{string.Join(", ", run.Sections.Select(section => section.Experiment.Id))}: open {Path.Combine(folder, "index.html")}.");
        return ExitCode.Done;
    }
}

/// <summary><c>experiment calibrate</c>: times what trusted parties do on this machine.</summary>
internal sealed class ExperimentCalibrateCommand : DocumentedCommand
{
    private const int Rounds = 5;

    private readonly Option<string?> file = CommandOptions.Text("--out", "FILE",
        "Where to write the calibration; calibration.csv if left out.");

    private readonly Option<long?> samples =
        CommandOptions.Exchanges(
            $"How often each is timed in each of {Rounds} rounds, per suite and size; 200 if left out. The quietest round counts.");

    public ExperimentCalibrateCommand(CommandContext context)
        : base(
            "calibrate",
            "Times what a trusted party does for an exchange (of cem0, and of fair-cem), and each operation of which such work consists, "
            + "per suite and message size, on this machine. "
            + "experiment run --calibration FILE uses it; the one that comes with the program keeps results alike everywhere.",
            "experiment calibrate --out mine.csv")
    {
        Takes(file, samples);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var path = parsed.GetValue(file) ?? "calibration.csv";
        WholeFile.CheckPlace(path);
        var (calibrator, count) = (new Calibrator(context.Clock), (int)(parsed.GetValue(samples) ?? 200));
        ImmutableArray<Func<ServiceTime>> jobs =
        [
            .. from suite in Suite.All
               from size in Calibrator.Sizes
               from job in StudiedProtocol.Usual
                   .Select(protocol => (Func<ServiceTime>)(() => calibrator.Measure(suite.Name, protocol, size, count,
                       context.Cancellation)))
                   .Concat(Enum.GetValues<Operation>()
                       .Select(operation => (Func<ServiceTime>)(() => calibrator.Measure(suite.Name, operation, size, count,
                           context.Cancellation))))
               select job,
        ];
        var rounds = new List<(int Job, ServiceTime Time)>();
        using (var progress = new Progress(context, Rounds * jobs.Length))
        {
            // One round of all after another: whoever disturbs now is gone by the next round.
            for (var i = 0; i < Rounds * jobs.Length; i++)
            {
                var time = jobs[i % jobs.Length]();
                rounds.Add((i % jobs.Length, time));
                progress.Step($"{time.Suite} {time.Operation}");
            }
        }

        List<ServiceTime> times = [.. rounds.GroupBy(round => round.Job, round => round.Time).Select(Calibrator.Quietest)];

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        ServiceTime.Table.Write(text, times);
        WholeFile.Write(path, text.ToString());
        var table = Tables.New("suite", "operation", "message bytes", "mean us", "p50 us", "p99 us", "spread us");
        foreach (var time in times)
        {
            string[] words = [time.Suite, time.Operation, $"{time.MessageBytes}", Say(time.MeanUs), Say(time.MedianUs), Say(time.P99Us),
                Say(time.DeviationUs)];
            table.AddRow([.. words.Select(word => Tables.Cell(word))]);
        }

        Tables.Write(context, table);
        context.Output.WriteLine($"{path} is written.");
        return ExitCode.Done;
    }

    private static string Say(double microseconds) => microseconds.ToString("F1", CultureInfo.InvariantCulture);
}
