using System.Collections.Immutable;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FsCheck;
using FsCheck.Fluent;

namespace FairExchange.Tests.Runtime.Parties;

/// <summary>Whatever comes, to whomever, at whatever point of whichever protocol: an effect, never an exception.</summary>
public class HostileMessageTests
{
    private static readonly ImmutableArray<Pump> Runs =
        [.. Entries.All.SelectMany(protocol =>
            new string[][] { [], ["A2"], ["A2", "VPO1"], ["m2"], ["m3"] }
                .Select(lost => Pump.Run(World.Of("p256"), protocol, null, lost)))];

    /// <summary>Every state of every role that waits, with what it waits for, and the ends.</summary>
    internal static IReadOnlyList<(Session Session, byte[] Honest)> WaitingPoints { get; } =
        [.. Runs.SelectMany(run => run.Readings)
            .DistinctBy(reading => (reading.At.Execution.Protocol.Id, reading.At.Role.Name, reading.At.Position.Waiting))
            .Concat(Runs.SelectMany(run => new[] { (run.Alice, new byte[1]), (run.Bob, new byte[1]) })
                .DistinctBy(end => (end.Item1.Execution.Protocol.Id, end.Item1.Role.Name)))];

    private static IReadOnlyList<(TrustedParty Party, byte[] Honest)> Doors { get; } =
        [.. Runs.SelectMany(run => run.Requests).DistinctBy(request => (request.At.Execution.Protocol.Id, request.At.Open.Count))];

    [Fact]
    public void Every_receive_of_every_role_is_among_the_waiting_points()
    {
        // Where the trusted party dies before its second answer, somebody waits for what nobody sends.
        var receives = Entries.All.SelectMany(protocol =>
            protocol.Parties.SelectMany(party => party.Script.AllSteps().OfType<Step.Receive>().Where(receive =>
            protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Send>()
                .Any(send => send.To == party.Name && receive.Alternatives.Any(alternative => alternative.Label == send.Label))))).ToList();
        Assert.InRange(receives.Count, Entries.All.Length * 2, int.MaxValue);

        Assert.All(receives, receive => Assert.Contains(WaitingPoints, point => ReferenceEquals(point.Session.Position.Waiting, receive)));
        Assert.All(Entries.All.Where(protocol => !protocol.TrustedParties.IsEmpty),
            protocol => Assert.Contains(Doors, door => door.Party.Execution.Protocol == protocol));
    }

    [Fact]
    public void Garbage_is_refused_at_every_receive_by_name() =>
        Assert.All(WaitingPoints.Where(point => !point.Session.IsFinished), point =>
    {
        Assert.IsType<Rejection.Malformed>(Refusal(point.Session, new byte[] { 0x82, 0x01 }));
        Assert.IsType<Rejection.WrongShape>(Refusal(point.Session, Wire.Encode(new Value.Digest(World.Coins(1).Bytes))));
        Assert.IsType<Rejection.WrongShape>(Refusal(
            point.Session, Wire.Encode(new Value.Tuple([World.Bob, World.Bob, World.Bob, World.Bob, World.Bob]))));
    });

    [Fact]
    public void A_signature_with_another_proof_is_refused_at_every_receive_by_name()
    {
        var signed = WaitingPoints.Where(point => !point.Session.IsFinished && IsSigned(point.Honest)).ToList();
        Assert.Contains(signed, point => point.Session.Execution.Protocol.Id == "fair-cem");
        Assert.Contains(signed, point => point.Session.Execution.Protocol.Id == "ecs0");
        Assert.All(signed, point => Assert.IsType<Rejection.BadSignature>(Refusal(point.Session, Spoil(Wire.TryDecode(point.Honest)!))));
        Assert.All(Doors.Where(door => IsSigned(door.Honest)), door =>
            Assert.IsType<Rejection.BadSignature>(Refusal(door.Party.Receive(Spoil(Wire.TryDecode(door.Honest)!), World.NowMs).Effects)));
    }

    [Fact]
    public void What_another_has_signed_is_refused_at_every_receive_by_name()
    {
        foreach (var (session, honest) in WaitingPoints.Where(point => !point.Session.IsFinished
            && Wire.TryDecode(point.Honest) is Value.Signature))
        {
            var body = ((Value.Signature)Wire.TryDecode(honest)!).Body;
            var forged = World.Of("p256").As("Trudy", session.Execution.Protocol).Sign(body);

            Assert.IsType<Rejection.BadSignature>(Refusal(session, Wire.Encode(forged)));
            // Trudy's proof under the name of whom the session waits for.
            Assert.IsType<Rejection.BadSignature>(Refusal(
                session, Wire.Encode(forged with { Signer = ((Value.Signature)Wire.TryDecode(honest)!).Signer })));
        }
    }

    [Theory]
    [InlineData("fair-cem")]
    [InlineData("fair-cem-named")]
    [InlineData("fair-cem-cutoff")]
    [InlineData("fair-cem-cutoff-named")]
    public void What_does_not_open_Z_is_refused_by_name(string id)
    {
        foreach (var (session, honest) in WaitingPoints.Where(point => !point.Session.IsFinished
            && point.Session.Execution.Protocol.Id == id && Wire.TryDecode(point.Honest) is Value.Tuple { Items: [.., Value.Coins] }))
        {
            var opening = (Value.Tuple)Wire.TryDecode(honest)!;
            foreach (var (old, other) in new (Value, Value)[] { (World.Mail, new Value.Message(new Bytes(new byte[1]))),
                (opening.Items[^1], World.Coins(9)), (World.Alice, World.Trudy) })
            {
                if (opening.Items.IndexOf(old) is >= 0 and var place)
                {
                    Assert.IsType<Rejection.DoesNotOpen>(Refusal(
                        session, Wire.Encode(new Value.Tuple(opening.Items.SetItem(place, other)))));
                }
            }
        }
    }

    /// <summary>Arbitrary bytes, and what is awaited with arbitrary bytes over its beginning or its end.</summary>
    [Fact]
    public void No_bytes_make_a_party_or_a_trusted_party_throw() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        foreach (var (session, honest) in WaitingPoints)
        {
            Assert.All(Variants(bytes, honest), variant => Assert.NotEmpty(session.Receive(variant, World.NowMs).Effects));
        }

        // A first half that is taken has no effect yet.
        foreach (var (party, honest) in Doors)
        {
            Assert.All(Variants(bytes, honest),
                variant => Assert.True(variant.AsSpan().SequenceEqual(honest) || !party.Receive(variant, World.NowMs).Effects.IsEmpty));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    /// <summary>Well-formed values of every kind and nesting, which get past the decoder.</summary>
    [Fact]
    public void No_value_makes_a_party_or_a_trusted_party_throw()
    {
        var chance = new Chance(5, "hostile");
        for (var i = 0; i < 300; i++)
        {
            var value = Values.RandomValues.Next(chance, chance.Below(8));
            var bytes = Wire.Encode(value);
            Assert.All(WaitingPoints, point => Assert.NotEmpty(point.Session.Receive(bytes, World.NowMs).Effects));
            Assert.All(Doors, door => Assert.NotEmpty(door.Party.Receive(bytes, World.NowMs).Effects));
        }
    }

    /// <summary>Parts of honest messages in each other's places: right kinds, wrong order, other exchanges.</summary>
    [Fact]
    public void No_honest_message_of_another_step_or_protocol_makes_anybody_throw()
    {
        var messages = WaitingPoints.Select(point => point.Honest).Concat(Doors.Select(door => door.Honest)).ToList();

        Assert.All(WaitingPoints,
            point => Assert.All(messages, message => Assert.NotEmpty(point.Session.Receive(message, World.NowMs).Effects)));
        Assert.All(Doors, door => Assert.All(messages, message => door.Party.Receive(message, World.NowMs)));
    }

    private static IEnumerable<byte[]> Variants(byte[] bytes, byte[] honest)
    {
        var overlap = Math.Min(bytes.Length, honest.Length);
        return [bytes, [.. bytes[..overlap], .. honest[overlap..]], [.. honest[overlap..], .. bytes[..overlap]],
            [.. honest[..^overlap], .. bytes[..overlap]]];
    }

    private static Rejection Refusal(Session session, byte[] message) => Refusal(session.Receive(message, World.NowMs).Effects);

    private static Rejection Refusal(ImmutableArray<Effect> effects) => Assert.IsType<Effect.Rejected>(effects[0]).Reason;

    private static bool IsSigned(byte[] message) =>
        Wire.TryDecode(message) is Value.Signature or Value.Tuple { Items: [.., Value.Signature] };

    private static byte[] Spoil(Value value)
    {
        return Wire.Encode(Spoiled(value));

        static Value Spoiled(Value value) => value switch
        {
            Value.Signature signature => signature with
            {
                Proof = new Bytes((byte[])[.. signature.Proof.Span[..^1], (byte)(signature.Proof.Span[^1] ^ 1)]),
            },
            Value.Tuple tuple => new Value.Tuple([.. tuple.Items.Select(Spoiled)]),
            _ => value,
        };
    }
}
