using FairExchange.Applications.Service;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service;

/// <summary>What somebody who is nobody here can cost others: nothing.</summary>
public sealed class StrangerTests : IDisposable
{
    private static readonly World World = World.Of("p256");
    private readonly TemporaryFolder folder = new();
    private readonly SqliteStore store;

    public StrangerTests() => store = SqliteStore.Open(folder["store.db"], "test");

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    /// <summary>Whoever overheard A1 and B1 has all of the paper's request. That alone must not cost Bob anything.</summary>
    [Fact]
    public void Who_overheard_an_exchange_has_nobody_charged()
    {
        var run = Pump.Run(World, World.Entry("fair-cem-signed-request"), null, "A2");
        var items = ((Value.Tuple)Wire.TryDecode(Assert.Single(run.Requests).Bytes)!).Items;
        var service = Serve("fair-cem-signed-request", new Policy.Open(5));

        // B, Z and SIG_B(Z) were on the wire; the last item never was, so a stranger signs it or takes another signature of Bob's for it.
        var stranger = World.As("Trudy", World.Entry("fair-cem-signed-request"));
        var forged = stranger.Sign(((Value.Signature)items[3]).Body);
        foreach (var last in new[] { items[2], forged, forged with { Signer = World.Bob } })
        {
            Assert.NotNull(service.Take(Wire.Encode(new Value.Tuple(items.SetItem(3, last))), Life.Now).Rejection);
        }

        Assert.Empty(service.Take(Wire.Encode(new Value.Tuple(items[..3])), Life.Now).Answers);
        Assert.Empty(store.Ledger());
        Assert.Equal("Bob", service.Take(Wire.Encode(new Value.Tuple(items)), Life.Now).Charged!.Name);
    }

    [Theory]
    [InlineData("cem0")]
    [InlineData("ecs0")]
    [InlineData("fair-cem")]
    [InlineData("fair-cem-named")]
    [InlineData("fair-cem-subscribed")]
    [InlineData("fair-cem-cutoff")]
    public void Nobody_is_charged_where_a_request_does_not_show_who_asks(string id)
    {
        foreach (var policy in new Policy[] { new Policy.Open(1), new Policy.SubscribersOnly(1), new Policy.Surcharge(1, 1),
            new Policy.Surcharge(0, 1) })
        {
            Assert.Contains(
                "does not show who asks", Assert.Throws<ArgumentException>(() => Serve(id, policy)).Message, StringComparison.Ordinal);
        }

        Assert.NotNull(Serve(id, new Policy.SubscribersOnly(0)));
    }

    [Theory]
    [InlineData("fair-cem-signed-request", "B", "SIG_B(n, U, Z)")]
    [InlineData("cem0-signed-request", "A", "SIG_A(PO, B, M, T)")]
    [InlineData("fair-cem-cutoff-named", "B", null)]
    [InlineData("fair-cem-named", "B", null)]
    [InlineData("cem0", "A", null)]
    public void The_signature_that_shows_who_asks_is_one_that_nobody_else_is_sent(string id, string asker, string? signature)
    {
        var protocol = World.Entry(id);
        var form = Assert.Single(RequestForm.Of(protocol, protocol.TrustedParties.Single()));
        Assert.Equal((asker, signature), (form.Asker!.Symbol, form.Signature?.ToString()));
        Assert.Equal(signature is not null, RequestForm.ShowWhoAsks(protocol, protocol.TrustedParties.Single()));
    }

    /// <summary>What README says of it.</summary>
    [Fact]
    public void A_signed_request_costs_one_verification_and_some_bytes_beside_what_is_signed()
    {
        var (plain, signed) = (Resolve("fair-cem-named"), Resolve("fair-cem-signed-request"));
        Assert.Equal(plain.Operations + 1, signed.Operations);
        Assert.InRange(signed.Bytes - plain.Bytes - signed.Z, 100, 130);

        static (long Bytes, long Z, long Operations) Resolve(string id)
        {
            var run = Pump.Run(World, World.Entry(id), null, "A2");
            var request = Assert.Single(run.Requests).Bytes;
            return (request.Length, Wire.Encode(((Value.Tuple)Wire.TryDecode(request)!).Items[1]).Length,
                run.Trusted!.Execution.Operations.PublicKeyOperations);
        }
    }

    /// <summary>A request that was held back is not charged to who has long given it up.</summary>
    [Fact]
    public void A_request_is_charged_up_to_the_time_that_is_signed_with_it()
    {
        var run = Pump.Run(World, World.Entry("fair-cem-signed-request"), null, "A2");
        var request = Assert.Single(run.Requests).Bytes;
        var service = Serve("fair-cem-signed-request", new Policy.Open(5));
        var end = DateTimeOffset.FromUnixTimeMilliseconds(World.CutOff.Ms);

        Assert.Equal(5, service.Take(request, end).Charged!.Amount);
        // Known by then, it is answered whenever it comes.
        Assert.Equal(2, service.Take(request, end.AddDays(100)).Answers.Length);
        Assert.Single(store.Ledger());

        var other = Assert.Single(Pump.Run(World, World.Entry("fair-cem-signed-request"), null, "A2").Requests).Bytes;
        Assert.IsType<Rejection.TooLate>(service.Take(other, end.AddMilliseconds(1)).Rejection);
        Assert.Single(store.Ledger());
    }

    /// <summary>256 letters once filled the table for everybody, for ever.</summary>
    [Theory]
    [InlineData("Alice", "Bob")]
    [InlineData("Nobody of that name", "Alice")]
    public void Who_fills_the_table_is_refused_and_nobody_else(string filler, string other)
    {
        var service = Serve("cem0");
        for (var i = 0; i < 300; i++)
        {
            var taken = service.Take(Letter(filler, i), Life.Now);
            Assert.Equal(i < TrustedParty.OpenSize ? null : new Rejection.Busy(filler == "Alice" ? "Alice" : ""), taken.Rejection);
        }

        Assert.Null(service.Take(Letter(other, 0), Life.Now).Rejection);
        Assert.IsType<Rejection.Busy>(service.Take(Letter(filler, 1000), Life.Now.AddDays(30)).Rejection);
        // What nobody has answered by the time that everybody is told has ended.
        Assert.Null(service.Take(Letter(filler, 1000), Life.Now.AddDays(30).AddMilliseconds(1)).Rejection);
        Assert.Equal((1, 0), service.Unfinished);
        Assert.Single(store.Archive());
        Assert.Single(store.Pending());
    }

    /// <summary>Names that nobody vouches for cost nothing to make up: together they are one requester.</summary>
    [Fact]
    public void A_thousand_made_up_names_have_one_share()
    {
        var service = Serve("cem0");
        var taken = Enumerable.Range(0, 1000).Count(i => service.Take(Letter($"Somebody {i}", i), Life.Now).Rejection is null);
        Assert.Equal(TrustedParty.OpenSize, taken);
        Assert.Null(service.Take(Letter("Alice", 0), Life.Now).Rejection);
    }

    [Fact]
    public void The_bytes_of_what_is_open_are_bounded_by_requester()
    {
        var party = World.Trusted(World.Entry("cem0"));
        var greatest = new byte[Wire.MaximumMessage];
        var taken = 0;
        for (var i = 0; i < 8; i++)
        {
            greatest[0] = (byte)i;
            (party, var effects) = party.Receive(new Value.Tuple([World.Alice, World.Bob,
                new Value.Message(new Bytes((byte[])greatest.Clone()))]), World.NowMs);
            taken += effects.Any(effect => effect is Effect.Rejected) ? 0 : 1;
        }

        // Twice 32 MiB and a little: four mails of 16 MiB.
        Assert.Equal(4, taken);
        Assert.DoesNotContain(
            party.Receive(new Value.Tuple([World.Bob, World.Alice, World.Mail]), World.NowMs).Effects, effect => effect is Effect.Rejected);
    }

    [Fact]
    public void A_letter_ends_at_the_time_that_its_sender_said_and_is_not_begun_after_it()
    {
        var run = Pump.Run(World, World.Entry("cem0-signed-request"));
        var (posted, receipt) = (run.Requests[0].Bytes, run.Requests[1].Bytes);
        var end = DateTimeOffset.FromUnixTimeMilliseconds(World.CutOff.Ms);
        var service = Serve("cem0-signed-request", new Policy.Open(5));

        Assert.Equal("Alice", service.Take(posted, Life.Now).Charged!.Name);
        service.See(end);
        Assert.Equal(1, service.Unfinished.Open);
        service.See(end.AddMilliseconds(1));
        Assert.Equal(0, service.Unfinished.Open);
        Assert.Empty(store.Pending());
        Assert.Empty(service.Take(receipt, end.AddMilliseconds(1)).Answers);
        Assert.IsType<Rejection.TooLate>(service.Take(posted, end.AddMilliseconds(1)).Rejection);
        Assert.Equal(5, Assert.Single(store.Ledger()).Amount);
    }

    [Fact]
    public void Nobody_posts_a_signed_letter_in_anothers_name()
    {
        var service = Serve("cem0-signed-request", new Policy.Open(5));
        var stranger = World.As("Trudy", World.Entry("cem0-signed-request"));
        for (var i = 0; i < 300; i++)
        {
            var forged = stranger.Sign(new Value.Tuple([World.Bob, new Value.Message(new Bytes(BitConverter.GetBytes(i))), World.CutOff]));
            Assert.IsType<Rejection.BadSignature>(service.Take(Wire.Encode(new Value.Tuple([World.Alice, forged])), Life.Now).Rejection);
            Assert.IsType<Rejection.BadSignature>(service.Take(Wire.Encode(new Value.Tuple([World.Alice,
                forged with { Signer = World.Alice }])), Life.Now).Rejection);
        }

        Assert.Empty(store.Ledger());
        Assert.Equal(0, service.Unfinished.Open);
        Assert.Null(service.Take(Pump.Run(World, World.Entry("cem0-signed-request")).Requests[0].Bytes, Life.Now).Rejection);
    }

    /// <summary>Bob's half comes before Alice's and waits. A stranger pours in what fits nothing.</summary>
    [Fact]
    public void Junk_in_the_mailbox_drives_out_nobody_elses_message()
    {
        var run = Pump.Run(World, World.Entry("ecs0"));
        var service = Serve("ecs0");
        Assert.IsType<Rejection.BadSignature>(service.Take(run.Requests[1].Bytes, Life.Now).Rejection);
        for (var i = 0; i < 200; i++)
        {
            service.Take(Wire.Encode(new Value.Message(new Bytes(BitConverter.GetBytes(i)))), Life.Now);
        }

        for (var i = 0; i < 5; i++)
        {
            service.Take(Wire.Encode(new Value.Message(new Bytes(Enumerable.Repeat((byte)i, Wire.MaximumMessage).ToArray()))), Life.Now);
        }

        Assert.Equal(["Bob", "Alice"], service.Take(run.Requests[0].Bytes, Life.Now).Answers.Select(answer => answer.To));
    }

    /// <summary>A stranger says what Bob says, with a signature that does not hold, and is there first.</summary>
    [Fact]
    public void What_nobody_has_verified_does_not_stand_for_the_same_with_a_true_signature()
    {
        var run = Pump.Run(World, World.Entry("ecs0"));
        var service = Serve("ecs0");
        var items = ((Value.Tuple)Wire.TryDecode(run.Requests[1].Bytes)!).Items;
        var forged = Wire.Encode(new Value.Tuple(items.SetItem(2, ((Value.Signature)items[2]) with { Proof = new Bytes(new byte[64]) })));

        Assert.NotNull(service.Take(forged, Life.Now).Rejection);
        service.Take(run.Requests[1].Bytes, Life.Now);
        Assert.Equal(["Bob", "Alice"], service.Take(run.Requests[0].Bytes, Life.Now).Answers.Select(answer => answer.To));
        // Settled, it is known by what it says, and still only to who can sign it.
        Assert.NotNull(service.Take(Wire.Encode(new Value.Tuple(items.SetItem(
            2, ((Value.Signature)items[2]) with { Proof = new Bytes(new byte[65]) }))), Life.Now).Rejection);
    }

    private static byte[] Letter(string from, int number) =>
        Wire.Encode(new Value.Tuple([new Value.Name(from), World.Bob, new Value.Message(new Bytes(BitConverter.GetBytes(number)))]));

    private TrustedService Serve(string id, Policy? policy = null) =>
        new(World.Trusted(World.Entry(id)).Execution, store, policy ?? new Policy.Open(0));
}
