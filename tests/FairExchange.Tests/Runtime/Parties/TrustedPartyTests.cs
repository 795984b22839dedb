using System.Collections.Immutable;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Runtime.Parties;

public class TrustedPartyTests
{
    private static readonly World World = World.Of("p256");
    private static readonly Protocol FairCem = World.Entry("fair-cem");

    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void A_resolve_sent_twice_is_answered_twice_alike_and_leaves_nothing_behind(string suite)
    {
        foreach (var id in new[] { "fair-cem", "fair-cem-named" })
        {
            var run = Pump.Run(World.Of(suite), World.Entry(id), null, "A2");
            var (office, request) = Assert.Single(run.Requests);
            var (again, first) = office.Receive(request);
            var (still, second) = again.Receive(request);

            Assert.Equal(["sends VPO1 to Alice", "sends VPO1 to Bob"], first.Select(Pump.Describe));
            Assert.Equal(Bytes(first), Bytes(second));
            Assert.True(again.Role.IsStateless && again.Open.IsEmpty && again.Mailbox.IsEmpty);
            Assert.True(still.Open.IsEmpty && still.Mailbox.IsEmpty);
        }
    }

    /// <summary>Equal requests have equal answers, whatever came between: the answer depends on the request alone.</summary>
    [Fact]
    public void A_stateless_party_keeps_nothing_of_what_is_sent_to_it()
    {
        var run = Pump.Run(World, FairCem, null, "A2");
        var (office, request) = Assert.Single(run.Requests);
        var expected = Bytes(office.Receive(request).Effects);
        foreach (var junk in run.Sent.Select(send => Wire.Encode(send.Message)).Append([]).Append([0x82]).Append(Wire.Encode(World.Mail)))
        {
            (office, _) = office.Receive(junk);
            Assert.Empty(office.Open);
            Assert.Empty(office.Mailbox);
        }

        Assert.Equal(expected, Bytes(office.Receive(request).Effects));
    }

    /// <summary>What a resolve must not do: each line is a request that differs from the honest one in one thing.</summary>
    [Fact]
    public void The_post_office_refuses_what_is_not_due_and_says_why()
    {
        var run = Pump.Run(World, FairCem, null, "A2");
        var office = World.Trusted(FairCem);
        var (bob, trudy, other) = (World.As("Bob", FairCem), World.As("Trudy", FairCem), World.Entry("fair-cem-named"));
        var z = (Value.Ciphertext)run.Alice.Position.Environment[Symbols.Z]!;
        Value Garbled() => new Value.Ciphertext(new Bytes((byte[])[.. z.Bytes.Span[..^1], (byte)(z.Bytes.Span[^1] ^ 1)]));
        Value Seal(Value plaintext, Protocol? protocol = null, string to = "VPO") =>
            World.As("Alice", protocol ?? FairCem).Encrypt(new Value.Name(to), plaintext, World.Coins(3))!;
        var right = new Value.Tuple([World.Alice, World.Bob, World.Mail]);

        Accepted(World.Alice, World.Bob, z, bob.Sign(z));
        Accepted(World.Alice, World.Bob, Seal(right), bob.Sign(Seal(right)));
        Refused<Rejection.WrongValue>(World.Trudy, World.Bob, z, bob.Sign(z));
        Refused<Rejection.WrongValue>(World.Alice, World.Trudy, z, trudy.Sign(z));
        Refused<Rejection.BadSignature>(World.Alice, World.Trudy, z, bob.Sign(z));
        Refused<Rejection.BadSignature>(World.Alice, World.Bob, z, trudy.Sign(z));
        Refused<Rejection.BadSignature>(World.Alice, World.Bob, z, trudy.Sign(z) with { Signer = World.Bob });
        Refused<Rejection.BadSignature>(World.Alice, World.Bob, z, World.As("Bob", other).Sign(z));
        Refused<Rejection.WrongValue>(World.Alice, World.Bob, z, bob.Sign(Garbled()));
        Refused<Rejection.WrongShape>(World.Alice, World.Bob, z, z);
        Refused<Rejection.WrongShape>(World.Alice, World.Bob, World.Mail, bob.Sign(World.Mail));
        Refused<Rejection.DoesNotOpen>(World.Alice, World.Bob, Garbled(), bob.Sign(Garbled()));
        Refused<Rejection.DoesNotOpen>(World.Alice, World.Bob, Seal(right, other), bob.Sign(Seal(right, other)));
        Refused<Rejection.DoesNotOpen>(World.Alice, World.Bob, Seal(right, to: "Trudy"), bob.Sign(Seal(right, to: "Trudy")));
        Refused<Rejection.WrongShape>(World.Alice, World.Bob, Seal(World.Mail), bob.Sign(Seal(World.Mail)));
        Refused<Rejection.WrongShape>(World.Alice, World.Bob, Seal(new Value.Tuple([World.Alice, World.Bob, World.Contract])),
            bob.Sign(Seal(new Value.Tuple([World.Alice, World.Bob, World.Contract]))));

        void Accepted(params Value[] request) =>
            Assert.Equal(2, office.Receive(Wire.Encode(new Value.Tuple([.. request]))).Effects.Count(effect => effect is Effect.Send));
        void Refused<T>(params Value[] request)
            where T : Rejection
        {
            var effects = office.Receive(Wire.Encode(new Value.Tuple([.. request]))).Effects;
            Assert.IsType<T>(Assert.IsType<Effect.Rejected>(Assert.Single(effects)).Reason);
        }
    }

    [Theory]
    [InlineData("ecs0", false)]
    [InlineData("ecs0", true)]
    [InlineData("ecs0-parties", false)]
    [InlineData("ecs0-parties", true)]
    [InlineData("ecs0-unnamed", true)]
    public void Two_halves_are_answered_in_whichever_order_they_come(string id, bool bobFirst)
    {
        var run = Pump.Run(World, World.Entry(id));
        var (first, second) = (run.Requests[0].Bytes, run.Requests[1].Bytes);
        var (waiting, early) = run.Requests[0].At.Receive(bobFirst ? second : first);
        var (done, effects) = waiting.Receive(bobFirst ? first : second);

        Assert.DoesNotContain(early, effect => effect is Effect.Send);
        Assert.Equal(["sends TP1 to Bob", "sends TP1 to Alice"], effects.Select(Pump.Describe));
        Assert.True(done.Open.IsEmpty && done.Mailbox.IsEmpty);
    }

    [Fact]
    public void Equal_requests_that_wait_are_kept_once()
    {
        var run = Pump.Run(World, World.Entry("ecs0"));
        var party = run.Requests[0].At;
        // Signed again: other bytes, the same signature.
        var again = World.Start(run.Alice.Execution.Protocol, run.Alice.Role).Effects.OfType<Effect.Send>().Single().Message;
        Assert.NotEqual(Wire.Encode(again), run.Requests[0].Bytes);

        (party, _) = party.Receive(run.Requests[0].Bytes);
        (party, _) = party.Receive(run.Requests[0].Bytes);
        (party, _) = party.Receive(again);
        Assert.Single(party.Open);
        Assert.Empty(party.Mailbox);
    }

    [Fact]
    public void One_half_does_not_stand_for_both_and_halves_of_two_contracts_do_not_meet()
    {
        var protocol = World.Entry("ecs0");
        var run = Pump.Run(World, protocol);
        var other = World.Start(protocol, protocol.Second, null, (Symbols.C, new Value.Contract(default))).Effects.OfType<Effect.Send>()
            .Single().Message;
        var party = run.Requests[0].At;
        foreach (var message in new[] { run.Requests[0].Bytes, run.Requests[0].Bytes, Wire.Encode(other) })
        {
            (party, var effects) = party.Receive(message);
            Assert.DoesNotContain(effects, effect => effect is Effect.Send);
        }
    }

    [Fact]
    public void A_waiting_party_keeps_64_messages_that_do_not_fit_yet_and_no_more_than_four_of_the_greatest_size()
    {
        var party = World.Trusted(World.Entry("ecs0"));
        var small = Enumerable.Range(0, 100).Aggregate(party, (next, i) => next.Receive(World.Coins((byte)i)).Party);
        var greatest = new Value.Ciphertext(new Bytes(new byte[Wire.MaximumEncoding - 8]));
        var large = Enumerable.Range(0, 6).Aggregate(small, (next, _) => next.Receive(greatest).Party);

        Assert.Equal(64, small.Mailbox.Count);
        Assert.Equal(World.Coins(99), small.Mailbox[^1].Message);
        Assert.Equal(World.Coins(36), small.Mailbox[0].Message);
        Assert.Equal(4, large.Mailbox.Count(early => early.Message == greatest));
    }

    private static List<string> Bytes(ImmutableArray<Effect> effects) =>
        [.. effects.Cast<Effect.Send>().Select(send => Convert.ToHexString(Wire.Encode(send.Message)))];

    /// <summary>Anybody can post: what was taken is owed an answer, so it is the new request that is refused, and by name.</summary>
    [Fact]
    public void One_that_waits_for_more_takes_no_more_requests_than_it_can_keep()
    {
        var (world, protocol) = (World.Of("p256"), World.Entry("cem0"));
        var party = world.Trusted(protocol);
        var effects = System.Collections.Immutable.ImmutableArray<Effect>.Empty;
        for (var i = 0; i <= TrustedParty.OpenSize; i++)
        {
            (party, effects) = party.Receive(new Value.Tuple([World.Alice, World.Bob,
                new Value.Message(new Bytes(BitConverter.GetBytes(i)))]));
        }

        Assert.IsType<Rejection.Busy>(Assert.IsType<Effect.Rejected>(Assert.Single(effects)).Reason);
        Assert.Equal(TrustedParty.OpenSize, party.Open.Count);
        var first = new Value.Message(new Bytes(BitConverter.GetBytes(0)));
        var operations = world.As("Bob", protocol);
        Assert.Contains(party.Receive(operations.Sign(first)).Effects, effect => effect is Effect.Send { Label: "PO2" });
    }
}
