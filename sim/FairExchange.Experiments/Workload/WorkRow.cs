using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Workload;

/// <summary>What a protocol's trusted parties do for one exchange that comes to them, as it was played, and how long it takes.</summary>
/// <param name="Bytes">Length of the message or contract exchanged.</param>
public sealed record WorkRow(StudiedProtocol Protocol, string Suite, long Bytes, Contact Contact, TimedWork Timed, string From)
{
    public static Table<WorkRow> Table { get; } = Operations(new Table<WorkRow>(
        "trusted-work",
        "What trusted parties do for one exchange that comes to them: found by playing the definition, timed by the calibration.")
        .Text("protocol", "id of the protocol", row => row.Protocol.Id)
        .Word("trusted_party", "takes part in honest runs or not", [StudiedProtocol.Visible, StudiedProtocol.Virtual],
            row => row.Protocol.Kind)
        .Text("suite", "cryptographic suite", row => row.Suite)
        .Whole("message_bytes", "length of the message or contract exchanged", row => row.Bytes)
        .Word("occasion", "an honest run, or the mishap that brings an exchange to a virtual trusted party",
            [Honest, .. Enum.GetValues<Cause>().Select(Word)], row => row.Contact.Cause is { } cause ? Word(cause) : Honest)
        .Whole("way", "which of several ways in which that mishap can happen, from 0", row => row.Way)
        .Number("needed_share", "share of such exchanges that come to the trusted party", 6,
            row => row.Contact.Cause is { } cause ? row.Protocol.Needed[(int)cause] : 1)
        .Whole("requests", "messages that the trusted party receives", row => row.Contact.Work.Requests)
        .Whole("answers", "messages that it sends", row => row.Contact.Work.Answers)
        .Whole("in_bytes", "bytes that it receives", row => row.Contact.Work.BytesIn)
        .Whole("out_bytes", "bytes that it sends", row => row.Contact.Work.BytesOut)
        .Whole("kept_bytes", "bytes that it must keep beyond its answer", row => row.Contact.Work.KeptBytes))
        .Number("mean_us", "mean time on one core, microseconds", 3, row => row.Timed.MeanUs)
        .Number("stddev_us", "standard deviation of that time, microseconds", 3, row => row.Timed.DeviationUs)
        .Word("work_from", "where the time comes from: exchanges of these very protocols, or operations timed one by one",
            [ServiceTimes.OfExchanges, ServiceTimes.OfOperations], row => row.From)
        .Keyed("protocol", "suite", "message_bytes", "occasion", "way");

    private const string Honest = "honest";

    /// <summary>Of a mishap that can happen in several ways.</summary>
    public required int Way { get; init; }

    /// <summary>For the sizes and suites of the parameters.</summary>
    /// <exception cref="FormatException">The calibration lacks something.</exception>
    public static IEnumerable<WorkRow> Of(ParameterBook book) =>
        from protocol in book.Protocols
        from suite in book.Texts("load.suites")
        from bytes in book.Numbers("message_mix.bytes")
        from ways in protocol.Contacts(suite, (long)bytes).GroupBy(contact => contact.Cause)
        from contact in ways.Select((way, number) => (Way: way, Number: number))
        select new WorkRow(
            protocol, suite, (long)bytes, contact.Way, book.ServiceTimes.Of(suite, protocol, contact.Way.Work, bytes, book.WorkFrom),
            book.WorkFrom)
        {
            Way = contact.Number,
        };

    private static Table<WorkRow> Operations(Table<WorkRow> table) => Enum.GetValues<Operation>()
        .Where(operation => operation != Operation.Message).Aggregate(table, (all, operation) => all.Whole(
            string.Create(CultureInfo.InvariantCulture, $"{operation.ToString().ToLowerInvariant()}_operations"),
            $"how often it does the operation {operation.ToString().ToLowerInvariant()}", row => row.Contact.Work.Count(operation)));

    private static string Word(Cause cause) => cause.ToString().ToLowerInvariant();
}
