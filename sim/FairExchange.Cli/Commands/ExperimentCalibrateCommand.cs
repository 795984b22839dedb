using System.CommandLine;
using System.Globalization;
using FairExchange.Cli.Reporting;
using FairExchange.Cryptography;
using FairExchange.Experiments.Calibration;
using FairExchange.Experiments.Parameters;
using Spectre.Console;
using Progress = FairExchange.Cli.Reporting.Progress;

namespace FairExchange.Cli.Commands;

/// <summary><c>experiment calibrate</c>: times a resolve and a relay on this machine.</summary>
internal sealed class ExperimentCalibrateCommand : Verb
{
    private readonly Option<string?> file = new("--out") { Description = "Where to write the calibration; calibration.csv if left out.", HelpName = "FILE" };

    private readonly Option<long?> samples = CampaignOptions.Exchanges("Exchanges to time, for each suite, operation and size; 1000 if left out.");

    public ExperimentCalibrateCommand(Surroundings around)
        : base(
            "calibrate",
            "Times what a trusted party does for an exchange (a resolve of fair-cem, a relay of cem0), per suite and message size, on this machine. "
            + "experiment run --calibration FILE uses it; the one that comes with the program keeps results alike everywhere.",
            "experiment calibrate --out mine.csv")
    {
        Options.Add(file);
        Options.Add(samples);
        SetAction(parsed => Run(around, parsed));
    }

    private int Run(Surroundings around, ParseResult parsed)
    {
        var path = parsed.GetValue(file) ?? "calibration.csv";
        WholeFile.CheckFolder(Path.GetDirectoryName(Path.GetFullPath(path.Length > 0 ? path : throw new UserError("the name of a file or folder is empty")))!);
        var jobs = (from suite in Suite.All from work in Enum.GetValues<TrustedWork>() from size in Calibrator.Sizes select (suite.Name, Work: work, Size: size)).ToList();
        var calibrator = new Calibrator(around.Clock);
        List<ServiceTime> times = [];
        using (var progress = new Progress(around, jobs.Count))
        {
            foreach (var (suite, work, size) in jobs)
            {
                times.Add(calibrator.Measure(suite, work, size, (int)(parsed.GetValue(samples) ?? 1000), around.Cancellation));
                progress.Step($"{suite} {work}");
            }
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        ServiceTime.Table.Write(text, times);
        WholeFile.Write(path, text.ToString());
        var table = Tables.New("suite", "operation", "message bytes", "mean us", "p50 us", "p99 us", "spread us");
        foreach (var time in times)
        {
            table.AddRow(new[] { time.Suite, Word(time.Work), $"{time.MessageBytes}", Say(time.MeanUs), Say(time.MedianUs), Say(time.P99Us), Say(time.DeviationUs) }.Select(word => Tables.Cell(word)).ToArray());
        }

        Tables.Write(around, table);
        around.Output.WriteLine($"{path} is written.");
        return ExitCode.Done;
    }

    private static string Word(TrustedWork work) => work.ToString().ToLowerInvariant();

    private static string Say(double microseconds) => microseconds.ToString("F1", CultureInfo.InvariantCulture);
}
