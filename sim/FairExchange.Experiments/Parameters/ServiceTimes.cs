using System.Collections.Immutable;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Parameters;

/// <summary>What a trusted party does for an exchange that comes to it.</summary>
public enum TrustedWork
{
    /// <summary>A virtual one resolves (fair-cem).</summary>
    Resolve,

    /// <summary>A visible one relays: takes the message, hands it over, takes the receipt, forwards it (cem0).</summary>
    Relay,
}

/// <summary>How long a trusted party worked for one exchange, measured on one core, and what went in and out.</summary>
/// <param name="BytesIn">Bytes that the trusted party received.</param>
/// <param name="BytesOut">Bytes that it sent.</param>
public sealed record ServiceTime(
    string Suite, TrustedWork Work, long MessageBytes, long Samples, double MeanUs, double DeviationUs, double MedianUs, double P99Us,
    long BytesIn, long BytesOut)
{
    public static Table<ServiceTime> Table { get; } = new Table<ServiceTime>(
        "calibration", "How long a trusted party works for one exchange, timed on one core through the reference implementation.")
        .Text("suite", "cryptographic suite", row => row.Suite)
        .Text("operation", "resolve: a virtual trusted party, fair-cem; relay: a visible one, cem0, both of its requests together",
            row => row.Work.ToString().ToLowerInvariant())
        .Whole("message_bytes", "length of the message exchanged", row => row.MessageBytes)
        .Whole("samples", "number of exchanges timed", row => row.Samples)
        .Number("mean_us", "mean time, microseconds", 2, row => row.MeanUs)
        .Number("stddev_us", "standard deviation of one exchange's time, microseconds", 2, row => row.DeviationUs)
        .Number("p50_us", "median time, microseconds", 2, row => row.MedianUs)
        .Number("p99_us", "99th percentile of the time, microseconds", 2, row => row.P99Us)
        .Whole("bytes_in", "bytes that the trusted party received for the exchange", row => row.BytesIn)
        .Whole("bytes_out", "bytes that the trusted party sent for the exchange", row => row.BytesOut);
}

/// <summary>
/// A calibration: measured service times. Reference results use the one that comes with the program, so they repeat on any machine.
/// </summary>
/// <param name="Csv">The very text, which a run's identity depends on.</param>
public sealed record ServiceTimes(ImmutableArray<ServiceTime> All, string Csv)
{
    private static readonly string[] Columns = [.. ServiceTime.Table.Columns.Select(column => column.Name)];

    public static ServiceTimes Default { get; } = Read(Resource.Text("calibration.csv"));

    /// <exception cref="FormatException">In one line, what is wrong and where.</exception>
    public static ServiceTimes Read(string csv)
    {
        var seen = new HashSet<(string, TrustedWork, long)>();
        var rows = CsvRows.Read(csv, Columns).Rows.Select(row => Row(row) is var time
            && seen.Add((time.Suite, time.Work, time.MessageBytes)) ? time
            : throw row.Wrong("message_bytes", $"{time.Suite}, {row["operation"]} and this size are there already")).ToImmutableArray();
        return rows.IsEmpty ? throw new FormatException("there is no row in it") : new ServiceTimes(rows, csv);
    }

    /// <summary>The measured sizes of a suite, ascending.</summary>
    public ImmutableArray<long> Sizes(string suite) =>
        [.. All.Where(time => time.Suite == suite).Select(time => time.MessageBytes).Distinct().Order()];

    /// <summary>
    /// For a message of that size: as measured, or between the nearest sizes by straight line; beyond the measured ones in proportion from
    /// the two nearest.
    /// </summary>
    /// <exception cref="FormatException">The calibration has no such suite.</exception>
    public ServiceTime Of(string suite, TrustedWork work, double messageBytes)
    {
        var times = All.Where(time => time.Suite == suite && time.Work == work).OrderBy(time => time.MessageBytes).ToList();
        if (times.Count == 0)
        {
            throw new FormatException(
                $"the calibration has no {work.ToString().ToLowerInvariant()} with the suite {suite}: run experiment calibrate");
        }

        if (times.Count == 1 || times[0].MessageBytes >= messageBytes)
        {
            return times[0];
        }

        var above = Math.Max(1, times.FindIndex(time => time.MessageBytes >= messageBytes));
        above = times[^1].MessageBytes < messageBytes ? times.Count - 1 : above;
        var (low, high) = (times[above - 1], times[above]);
        var share = (messageBytes - low.MessageBytes) / (high.MessageBytes - low.MessageBytes);
        double Between(double one, double other) => one + (share * (other - one));
        return high with
        {
            MessageBytes = (long)messageBytes,
            MeanUs = Between(low.MeanUs, high.MeanUs),
            DeviationUs = Math.Max(0, Between(low.DeviationUs, high.DeviationUs)),
            MedianUs = Between(low.MedianUs, high.MedianUs),
            P99Us = Between(low.P99Us, high.P99Us),
            BytesIn = (long)Between(low.BytesIn, high.BytesIn),
            BytesOut = (long)Between(low.BytesOut, high.BytesOut),
        };
    }

    private static ServiceTime Row(CsvRow row)
    {
        var time = new ServiceTime(
            row["suite"],
            row.OneOf("operation", "resolve", "relay") == "resolve" ? TrustedWork.Resolve : TrustedWork.Relay,
            row.Whole("message_bytes"),
            row.Whole("samples"),
            row.Number("mean_us"),
            row.Number("stddev_us"),
            row.Number("p50_us"),
            row.Number("p99_us"),
            row.Whole("bytes_in"),
            row.Whole("bytes_out"));
        return time is { MeanUs: > 0 and < 1e9, DeviationUs: >= 0 and < 1e9, MedianUs: >= 0 and < 1e9, P99Us: >= 0 and < 1e9 } ? time
            : throw row.Wrong("mean_us", "mean_us is above 0 and no other time below 0, and all are below 1e9");
    }
}
