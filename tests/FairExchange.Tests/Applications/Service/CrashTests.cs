using System.Text;
using FairExchange.Applications.Service;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Tests.Cli;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Applications.Service;

/// <summary>The trusted party dies at every point that there is, and is started again over the same file.</summary>
public class CrashTests
{
    private static readonly Principals Principals = Principals.Of("p256", 7, ["Alice", "Bob", "PO", "TP", "VPO"]);

    [Theory]
    [InlineData("cem0", 2)]
    [InlineData("ecs0", 2)]
    [InlineData("fair-cem", 0)]
    [InlineData("fair-cem-named", 0)]
    [InlineData("fair-cem-cutoff-named", 0)]
    [InlineData("fair-cem-signed-request", 0)]
    [InlineData("cem0-signed-request", 2)]
    public void Wherever_it_dies_both_get_what_they_want_and_nothing_is_lost_or_charged_twice(string id, int archived)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        var points = Sweep(protocol, (exchange, file, at) =>
        {
            var said = $"{id}, dead at point {at}";
            var observed = exchange.Observe();
            Assert.True(observed.Both, said);
            Assert.All(protocol.Parties, party => Assert.True(observed.Satisfies(Property.Fairness, party.Name), said));
            AssertItems(protocol, exchange);
            AssertBooks(protocol, exchange, file, archived);
        });

        // Before and after a write or two, and around each of two answers, at the very least.
        Assert.InRange(points, 8, 80);
    }

    /// <summary>
    /// Neither has anything but through the post office. It takes the request 5 ms before T, and the next process begins after T: what was
    /// taken in time is answered, to both.
    /// </summary>
    [Fact]
    public void What_was_taken_in_time_is_answered_by_a_process_that_begins_after_the_cut_off()
    {
        Assert.True(Entries.TryFind("fair-cem-cutoff-named", out var protocol));
        var cutOff = DateTimeOffset.FromUnixTimeMilliseconds(CrashingExchange.CutOff.Ms);
        for (var at = 0; ; at++)
        {
            using var folder = new TemporaryFolder();
            var (fuse, isFirst) = (new Fuse(at), true);
            var exchange = CrashingExchange.Play(
                protocol, Principals,
                () =>
                {
                    var now = isFirst ? cutOff.AddMilliseconds(-5) : cutOff.AddHours(1);
                    isFirst = false;
                    return new Life(Principals, protocol, folder["store.db"], fuse, now);
                },
                "B1", "A2");
            using var store = SqliteStore.Open(folder["store.db"], "test");
            // Who died before anything was written has taken nothing, and is too late then.
            Assert.Equal(store.Ledger().Count > 0, exchange.Observe().Both);
            Assert.All(protocol.Parties,
                party => Assert.True(exchange.Observe().Satisfies(Property.Fairness, party.Name), $"dead at point {at}"));
            Assert.Empty(store.Archive());
            // Asked, and before and after each of charge, archive, time; before the commit.
            Assert.Equal(at > 7, store.Ledger().Count > 0);
            if (!fuse.HasBlown)
            {
                return;
            }
        }
    }

    /// <summary>
    /// The other order of the two answers: there is a point at which Alice is wronged, and the trace of fair-cem-message-first is what
    /// happens there.
    /// </summary>
    [Fact]
    public void Where_the_message_goes_before_the_receipt_dying_between_them_wrongs_Alice()
    {
        var wronged = new List<int>();
        var points = Sweep(MessageFirst, (exchange, _, at) =>
        {
            Assert.Contains(CrashingExchange.Mail, exchange.Bob.Holdings.Values);
            if (!exchange.Observe().Satisfies(Property.Fairness, MessageFirst.First.Name))
            {
                wronged.Add(at);
            }
        });

        // After the first answer has left: before it is noted as sent, and before the second leaves.
        Assert.Equal(2, wronged.Count);
        Assert.Equal(1, wronged[1] - wronged[0]);
        Assert.InRange(wronged[1], 1, points - 2);
    }

    [Fact]
    public void A_virtual_party_writes_no_message_and_no_secret_down()
    {
        Assert.True(Entries.TryFind("fair-cem-signed-request", out var protocol));
        using var folder = new TemporaryFolder();
        var exchange = CrashingExchange.Play(
            protocol, Principals, () => new Life(Principals, protocol, folder["vpo.db"], new Fuse(int.MaxValue)), "A2");
        var written = folder.Names.Select(name => File.ReadAllBytes(folder[name])).ToList();
        var z = (Value.Ciphertext)exchange.Bob.Position.Environment[Z]!;
        var coins = (Value.Coins)exchange.Bob.Position.Environment[r]!;

        Assert.Contains(written, bytes => Has(bytes, Encoding.UTF8.GetBytes("Bob")));
        Assert.DoesNotContain(written, bytes => Has(bytes, CrashingExchange.Mail.Bytes.Span));
        Assert.DoesNotContain(written, bytes => Has(bytes, z.Bytes.Span[..32]));
        Assert.DoesNotContain(written, bytes => Has(bytes, coins.Bytes.Span));
    }

    private static Protocol MessageFirst { get; } = new ProtocolDefinition(
        "fair-cem-message-first", "Fair CEM, message first", section: "3, ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, r)
            .Let(Z, Encrypt(VPO, Tuple(A, B, M), r))
            .Send("A1", B, Tuple(A, Z))
            .Receive("B1", Sign(B, Z)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
            .Receive("VPO1", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r))))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)))
            .Send("VPO1", B, Tuple(M, r))
            .Send("VPO1", A, Sign(B, Z)))
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Build();

    /// <summary>Plays the exchange once for each point, until it passes without a crash.</summary>
    /// <returns>How many points there are.</returns>
    private static int Sweep(Protocol protocol, Action<CrashingExchange, string, int> check)
    {
        for (var at = 0; ; at++)
        {
            using var folder = new TemporaryFolder();
            var fuse = new Fuse(at);
            var exchange = CrashingExchange.Play(
                protocol, Principals, () => new Life(Principals, protocol, folder["store.db"], fuse), "A2");
            Assert.Equal(fuse.HasBlown ? 1 : 0, exchange.Crashes);
            check(exchange, folder["store.db"], at);
            if (!fuse.HasBlown)
            {
                return at;
            }
        }
    }

    private static void AssertItems(Protocol protocol, CrashingExchange exchange)
    {
        if (protocol.Subject.Sort == Sort.Message)
        {
            Assert.Equal(CrashingExchange.Mail, Assert.Single(exchange.Bob.Holdings.Values.OfType<Value.Message>()));
        }

        foreach (var session in new[] { exchange.Alice, exchange.Bob }.Where(session => protocol.ItemOf(session.Role).IsEvidence))
        {
            var deal = session.Position.Environment.Only(protocol.Deal.Where(protocol.ItemOf(session.Role).Term.Variables().Contains));
            var evidence = Assert.Single(Evidence.From(
                protocol, protocol.ItemOf(session.Role), session.Holdings, deal, Principals.Outsider(protocol)));
            Assert.NotNull(VerifiedEvidence.TryVerify(evidence, Principals.Outsider(protocol), out _));
        }
    }

    private static void AssertBooks(Protocol protocol, CrashingExchange exchange, string file, int archived)
    {
        using var store = SqliteStore.Open(file, "test");
        var entry = Assert.Single(store.Ledger());
        // Charged is who has signed the request itself, and nobody where that is not shown.
        var (payer, amount) = protocol.Id switch
        {
            "fair-cem-signed-request" => ("Bob", Life.AtCost),
            "cem0-signed-request" => ("Alice", Life.AtCost),
            _ => ("", 0),
        };
        Assert.Equal((payer, amount, Life.Now), (entry.Name, entry.Amount, entry.At));

        // Alice's request and Bob's, as they sent them, settled; and nothing that is still to leave.
        var kept = store.Archive();
        Assert.Equal(archived, kept.Count);
        Assert.All(kept, request => Assert.Equal(RequestState.Settled, request.State));
        Assert.All(kept, request => Assert.Contains(exchange.Requests, sent => request.Request.Span.SequenceEqual(sent)));
        Assert.Empty(store.Pending());
        Assert.Empty(store.Unsettled());
        Assert.Equal(archived > 0, !protocol.TrustedParties[0].IsStateless);
    }

    private static bool Has(ReadOnlySpan<byte> all, ReadOnlySpan<byte> part) => all.IndexOf(part) >= 0;
}
