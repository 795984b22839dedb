using System.Globalization;
using FairExchange.Applications.Service;
using FairExchange.Cli.Serving;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Tests.Cli;

namespace FairExchange.Tests.Applications.Service;

/// <summary>A real process, really killed: at once after each request, and after each answer.</summary>
public class KillTests
{
    [Theory]
    [InlineData("cem0", "PO")]
    [InlineData("ecs0", "TP")]
    [InlineData("fair-cem-named", "VPO")]
    [InlineData("fair-cem-cutoff-named", "VPO")]
    [InlineData("fair-cem-signed-request", "VPO", 7)]
    [InlineData("cem0-signed-request", "PO", 7)]
    public void A_killed_process_goes_on_where_it_was(string id, string role, long cost = 0)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        var principals = Principals.Of("p256", 1, [.. Exchange.Names, role]);
        var owner = "";
        for (var at = 0; ; at++)
        {
            using var folder = new TemporaryFolder();
            var fuse = new Fuse(at);
            var exchange = CrashingExchange.Play(
                protocol, principals, () => new ServeProcess(
                    fuse, "--protocol", id, "--role", role, "--store", folder["store.db"], "--insecure-seed", "1", "--at-cost",
                    cost.ToString(CultureInfo.InvariantCulture)),
                "A2");
            owner = $"{role} of {id}, p256, key {principals.Directory.Fingerprint(role)}, definition {protocol.Digest}";
            var observed = exchange.Observe();

            Assert.Equal(fuse.HasBlown ? 1 : 0, exchange.Crashes);
            Assert.True(observed.Both, $"{id}, killed at point {at}");
            Assert.All(protocol.Parties, party => Assert.True(observed.Satisfies(Property.Fairness, party.Name)));
            using var store = SqliteStore.Open(folder["store.db"], owner);
            Assert.Equal(cost, Assert.Single(store.Ledger()).Amount);
            Assert.Equal(protocol.TrustedParties[0].IsStateless ? 0 : 2, store.Archive().Count);
            if (!fuse.HasBlown)
            {
                break;
            }
        }
    }

    /// <summary>What nobody reads has not been sent.</summary>
    [Fact]
    public void Answers_that_nobody_reads_are_still_to_be_sent()
    {
        Assert.True(Entries.TryFind("ecs0", out var protocol));
        var principals = Principals.Of("p256", 1, [.. Exchange.Names, "TP"]);
        using var folder = new TemporaryFolder();
        var exchange = CrashingExchange.Play(
            protocol, principals, () => new Life(principals, protocol, folder["other.db"], new Fuse(int.MaxValue)));
        using (var process = new ServeProcess(
            new Fuse(int.MaxValue), "--protocol", "ecs0", "--insecure-seed", "1", "--store", folder["store.db"]))
        {
            // Its first word about the first request finds nobody.
            var (code, error) = process.Abandon(exchange.Requests.Take(1));
            Assert.Equal(2, code);
            Assert.StartsWith("fairexchange: standard output cannot be written", error, StringComparison.Ordinal);
        }

        using var again = new ServeProcess(
            new Fuse(int.MaxValue), "--protocol", "ecs0", "--insecure-seed", "1", "--store", folder["store.db"]);
        Assert.Equal(2, again.Ask(exchange.Requests.Last()).Count());
    }

    [Fact]
    public void Hostile_bytes_are_rejected_by_name_and_the_process_lives_on()
    {
        using var folder = new TemporaryFolder();
        using var process = new ServeProcess(
            new Fuse(int.MaxValue), "--protocol", "ecs0", "--insecure-seed", "1", "--store", folder["store.db"]);
        foreach (var junk in new byte[][] { [], [0xff], [0x82, 0x00], Enumerable.Repeat((byte)0x85, 10_000).ToArray() })
        {
            Assert.Empty(process.Ask(junk));
            Assert.Equal("Malformed", Assert.IsType<Reply.Rejected>(process.Last).Name);
        }

        // Longer than any frame may be: read past, and not kept.
        process.Write([0x04, 0x00, 0x00, 0x00]);
        for (var sent = 0; sent < 0x04000000; sent += 1 << 20)
        {
            process.Write(new byte[1 << 20]);
        }

        Assert.Equal("Malformed", Assert.IsType<Reply.Rejected>(process.Next()).Name);
        Assert.Empty(process.Ask(Wire.Encode(CrashingExchange.Mail)));
        Assert.Equal("WrongShape", Assert.IsType<Reply.Rejected>(process.Last).Name);
    }
}
