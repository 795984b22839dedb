using System.Collections.Immutable;
using FairExchange.Experiments.Protocols;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Parameters;

/// <summary>How long something that trusted parties do takes, measured on one core.</summary>
/// <param name="Operation">The id of a protocol: all that its trusted party does for one exchange; or one operation of
/// <see cref="Simulation.Engine.Operation"/>.</param>
/// <param name="MessageBytes">Length of the message exchanged, or of what the operation works on.</param>
public sealed record ServiceTime(
    string Suite, string Operation, long MessageBytes, long Samples, double MeanUs, double DeviationUs, double MedianUs, double P99Us)
{
    /// <summary>As calibrations call them.</summary>
    public static ImmutableArray<string> Operations { get; } =
        [.. Enum.GetValues<Operation>().Select(operation => operation.ToString().ToLowerInvariant())];

    public static Table<ServiceTime> Table { get; } = new Table<ServiceTime>(
        "calibration", "How long trusted parties work, timed on one core through the reference implementation.")
        .Text("suite", "cryptographic suite", row => row.Suite)
        .Text("operation", "id of a protocol: all that its trusted party does for one exchange; otherwise one operation, and message: "
            + "taking in or sending out a message", row => row.Operation)
        .Whole("message_bytes", "length of the message exchanged, or of what the operation works on", row => row.MessageBytes)
        .Whole("samples", "number of times measured", row => row.Samples)
        .Number("mean_us", "mean time, microseconds", 3, row => row.MeanUs)
        .Number("stddev_us", "standard deviation of the time, microseconds", 3, row => row.DeviationUs)
        .Number("p50_us", "median time, microseconds", 3, row => row.MedianUs)
        .Number("p99_us", "99th percentile of the time, microseconds", 3, row => row.P99Us);
}

/// <summary>What the trusted parties of a protocol do for one exchange, with the time that it takes.</summary>
public sealed record TimedWork(double MeanUs, double DeviationUs, long BytesIn, long BytesOut, long Answers, long KeyOperations);

/// <summary>
/// A calibration: measured service times. Reference results use the one that comes with the program, so they repeat on any machine.
/// </summary>
/// <param name="Csv">The very text, which a run's identity depends on.</param>
public sealed record ServiceTimes(ImmutableArray<ServiceTime> All, string Csv)
{
    private static readonly string[] Columns = [.. ServiceTime.Table.Declared.Select(column => column.Name)];

    public static ServiceTimes Default { get; } = Read(Resource.Text("calibration.csv"));

    /// <summary>Where times come from: whole exchanges of the very protocol were timed, or they are sums over operations.</summary>
    public const string OfExchanges = "exchanges", OfOperations = "operations";

    /// <exception cref="FormatException">In one line, what is wrong and where.</exception>
    public static ServiceTimes Read(string csv)
    {
        var seen = new HashSet<(string, string, long)>();
        var rows = CsvRows.Read(csv, Columns).Rows.Select(row => Row(row) is var time
            && seen.Add((time.Suite, time.Operation, time.MessageBytes)) ? time
            : throw row.Wrong("message_bytes", $"{time.Suite}, {row["operation"]} and this size are there already")).ToImmutableArray();
        return rows.IsEmpty ? throw new FormatException("there is no row in it") : new ServiceTimes(rows, csv);
    }

    /// <summary>
    /// Where the times of a comparison come from: like is compared with like, so exchanges are taken only where those of all were timed.
    /// </summary>
    public string SourceFor(IEnumerable<StudiedProtocol> protocols) =>
        protocols.All(protocol => All.Any(time => time.Operation == protocol.Id)) ? OfExchanges : OfOperations;

    /// <param name="bytes">Length of the message that the protocol exchanges.</param>
    /// <param name="source">What <see cref="SourceFor"/> says.</param>
    /// <exception cref="FormatException">The calibration lacks something of it.</exception>
    public TimedWork Of(string suite, StudiedProtocol protocol, TrustedWork work, double bytes, string source)
    {
        if (source == OfExchanges)
        {
            var whole = Of(suite, protocol.Id, bytes);
            return Timed(whole.MeanUs, whole.DeviationUs);
        }

        // Operations are timed one by one, and their times taken for independent.
        var parts = Parts(suite, work).ToList();
        return Timed(
            parts.Sum(part => part.Count * part.Time.MeanUs),
            Math.Sqrt(parts.Sum(part => part.Count * part.Time.DeviationUs * part.Time.DeviationUs)));

        TimedWork Timed(double meanUs, double deviationUs) =>
            new(meanUs, deviationUs, work.BytesIn, work.BytesOut, work.Answers, work.KeyOperations);
    }

    /// <summary>How long all of this work takes on one core, operation by operation.</summary>
    /// <exception cref="FormatException">The calibration lacks something of it.</exception>
    public double Seconds(string suite, TrustedWork work) => 1e-6 * Parts(suite, work).Sum(part => part.Count * part.Time.MeanUs);

    private IEnumerable<(ServiceTime Time, long Count)> Parts(string suite, TrustedWork work) =>
        work.Steps.Select(step => (Of(suite, step.Key.Operation.ToString().ToLowerInvariant(), step.Key.Bytes), step.Value));

    /// <summary>
    /// For a message of that size: as measured, or between the nearest sizes by straight line; beyond the measured ones in proportion from
    /// the two nearest.
    /// </summary>
    /// <exception cref="FormatException">The calibration has no such suite.</exception>
    public ServiceTime Of(string suite, string operation, double messageBytes)
    {
        var times = All.Where(time => time.Suite == suite && time.Operation == operation).OrderBy(time => time.MessageBytes).ToList();
        if (times.Count == 0)
        {
            throw new FormatException($"the calibration has no {operation} with the suite {suite}: run experiment calibrate");
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
        };
    }

    private static ServiceTime Row(CsvRow row)
    {
        var time = new ServiceTime(
            row["suite"],
            row.OneOf("operation", [.. StudiedProtocol.Usual.Select(protocol => protocol.Id), .. ServiceTime.Operations]),
            row.Whole("message_bytes"),
            row.Whole("samples"),
            row.Number("mean_us"),
            row.Number("stddev_us"),
            row.Number("p50_us"),
            row.Number("p99_us"));
        return time is { MeanUs: > 0 and < 1e9, DeviationUs: >= 0 and < 1e9, MedianUs: >= 0 and < 1e9, P99Us: >= 0 and < 1e9 } ? time
            : throw row.Wrong("mean_us", "mean_us is above 0 and no other time below 0, and all are below 1e9");
    }
}
