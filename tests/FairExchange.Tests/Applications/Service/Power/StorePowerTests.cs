using System.Security.Cryptography;
using FairExchange.Applications.Service;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service.Power;

/// <summary>
/// The power of a trusted party's machine fails at every moment, in the midst of what SQLite itself writes, and of what was not flushed
/// anything may be there. What was answered before is answered again and charged once; and the store can be opened.
/// </summary>
public class StorePowerTests
{
    private const string Store = "store.db";

    private const long AtCost = 5;

    private static readonly World World = World.Of("p256");

    public static TheoryData<string> Ids => ["fair-cem-signed-request", "fair-cem-cutoff-named", "cem0-signed-request"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_was_answered_is_answered_again_and_charged_once_wherever_the_power_fails(string id)
    {
        var played = Play(id);
        Assert.InRange(played.Record.Flushes, 10, 100);
        Assert.Equal(id == "fair-cem-cutoff-named" ? 0 : 3, played.Asked.Count(asked => asked.Taken.Charged is not null));
        var failures = played.Failures(played.Record, Enum.GetValues<PowerRecord.Fate>());
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    /// <summary>As with synchronous=OFF, or a system that says of a file that it is on the disk when it is not.</summary>
    [Theory]
    [InlineData(Store)]
    [InlineData($"{Store}-wal")]
    public void Where_a_file_is_never_flushed_it_is_seen(string file)
    {
        var played = Play("fair-cem-signed-request");
        Assert.NotEmpty(played.Failures(played.Record.WithoutFlushesOf(file), PowerRecord.Fate.Lost, PowerRecord.Fate.OneLost));
    }

    /// <param name="Asked">Each request, how much had been written when it was asked, and when its answers left.</param>
    private sealed record Played(string Id, PowerRecord Record, List<(byte[] Request, int Begun, int Answered, Taken Taken)> Asked)
    {
        public List<string> Failures(PowerRecord record, params PowerRecord.Fate[] fates)
        {
            var (failures, seen) = (new List<string>(), new HashSet<string>());
            for (var at = 0; at <= Record.Count; at++)
            {
                foreach (var fate in fates)
                {
                    var found = record.After(at, fate, new Chance((ulong)at, $"{fate}"));
                    if (seen.Add(Fingerprint(found, at)) && Failure(found, at) is { } failure)
                    {
                        failures.Add($"{Id}, power lost after {at} acts, the rest {fate}: {failure}");
                    }
                }
            }

            return failures;
        }

        /// <summary>Of what is found, and of what has been answered by then.</summary>
        private string Fingerprint(IReadOnlyDictionary<string, byte[]> found, int at) => string.Join(
            ' ', found.OrderBy(file => file.Key, StringComparer.Ordinal)
                .Select(file => $"{file.Key}:{Convert.ToHexString(SHA256.HashData(file.Value))}")
                .Append($"{Asked.Count(asked => asked.Answered <= at)} of {Asked.Count(asked => asked.Begun < at)}"));

        private string? Failure(IReadOnlyDictionary<string, byte[]> found, int at)
        {
            using var folder = new TemporaryFolder();
            foreach (var (name, content) in found)
            {
                File.WriteAllBytes(folder[name], content);
            }

            try
            {
                var scratch = new PowerRecord();
                using var watch = RecordingVfs.Watch(Path.GetDirectoryName(folder[Store])!, scratch);
                using var store = StoreOpening.Open(new RecordedDisk(scratch), folder[Store], "test", acceptOlder: false);
                var answered = Asked.Where(asked => asked.Answered <= at).ToList();
                var service = Serve(Id, store);
                var charged = answered.Count(asked => asked.Taken.Charged is not null);
                if (Charges(store) < charged)
                {
                    return $"{charged} charged for, and the ledger has {store.Ledger().Count}";
                }

                foreach (var asked in Asked)
                {
                    var again = service.Take(asked.Request, Life.Now);
                    if (asked.Answered <= at && !Same(again, asked.Taken))
                    {
                        return $"answered otherwise: {again}";
                    }

                    foreach (var answer in again.Answers)
                    {
                        service.Sent(answer);
                    }
                }

                var charges = Asked.Count(asked => asked.Taken.Charged is not null);
                return Charges(store) == charges ? null : $"{charges} to be charged for, and the ledger has {store.Ledger().Count}";
            }
            catch (StoreException problem)
            {
                return problem.Message;
            }
        }

        private static int Charges(SqliteStore store) => store.Ledger().Count(entry => entry is { Name.Length: > 0, Amount: AtCost });

        /// <summary>Letters in person have been handed over by then, and what the deal came to later has been added.</summary>
        private bool Same(Taken again, Taken before) =>
            again.Charged is null && again.Rejection?.GetType() == before.Rejection?.GetType() && !Said(before).Except(Said(again)).Any()
            && !Said(again).Except(Asked.SelectMany(asked => Said(asked.Taken))).Any();

        private static IEnumerable<string> Said(Taken taken) => taken.Answers.Where(answer => !answer.IsInPerson)
            .Select(answer => $"{answer.Label} {answer.To} {Convert.ToHexString(answer.Message.Span)}");
    }

    /// <summary>A store is begun, serves two exchanges, is closed, and opened again for a third, which ends with the process.</summary>
    private static Played Play(string id)
    {
        using var folder = new TemporaryFolder();
        var (record, asked) = (new PowerRecord(), new List<(byte[], int, int, Taken)>());
        using var watch = RecordingVfs.Watch(Path.GetDirectoryName(folder[Store])!, record);
        Live(2);
        Live(1);
        return new Played(id, record, asked);

        void Live(int exchanges)
        {
            using var store = StoreOpening.Open(new RecordedDisk(record), folder[Store], "test", acceptOlder: false);
            var service = Serve(id, store);
            for (; exchanges > 0; exchanges--)
            {
                var lost = World.Entry(id).TrustedParties[0].IsStateless ? new[] { "A2" } : [];
                var mail = new Value.Message(new Bytes(new[] { (byte)asked.Count }));
                foreach (var (_, request) in Pump.Run(World, World.Entry(id), mail, lost).Requests)
                {
                    var begun = record.Count;
                    var taken = service.Take(request, Life.Now);
                    Assert.Null(taken.Rejection);
                    asked.Add((request, begun, record.Count, taken));
                    foreach (var answer in taken.Answers)
                    {
                        service.Sent(answer);
                    }
                }
            }
        }
    }

    private static TrustedService Serve(string id, IStore store)
    {
        var protocol = World.Entry(id);
        var policy = new Policy.Open(RequestForm.ShowWhoAsks(protocol, protocol.TrustedParties[0]) ? AtCost : 0);
        return new TrustedService(World.Trusted(protocol).Execution, store, policy);
    }
}
