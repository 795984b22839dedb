using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Runtime.Parties;

/// <summary>Sessions and trusted parties driven by hand, byte by byte, through whole exchanges.</summary>
public class HonestRunTests
{
    [Theory]
    [MemberData(nameof(World.EntriesAndSuites), MemberType = typeof(World))]
    public void Where_both_are_honest_both_end_with_their_items(string id, string suite)
    {
        var (world, protocol) = (World.Of(suite), World.Entry(id));
        var run = Pump.Run(world, protocol);

        Assert.True(run.Alice.IsFinished && run.Bob.IsFinished);
        Assert.Empty(run.Alice.Mailbox);
        Assert.Empty(run.Bob.Mailbox);
        foreach (var (name, session) in new[] { ("Alice", run.Alice), ("Bob", run.Bob) })
        {
            var item = protocol.ItemOf(session.Role);
            Assert.Single(run.Log, line => line == $"{name} has the {item.Name}");
            var filling = Assert.Single(session.Holdings.Fill(item.Term, World.DealOf(session)));
            Assert.All(filling.Values.Entries, pair => Assert.Equal(session.Position.Environment[pair.Key], pair.Value));
            if (item.IsEvidence)
            {
                var evidence = Assert.Single(Evidence.From(protocol, item, session.Holdings, filling, world.Judge(protocol)));
                Assert.NotNull(VerifiedEvidence.TryVerify(evidence, world.Judge(protocol), out _));
            }
        }
    }

    /// <summary>What is expected of optimism decides it, so that neither a silent trusted party nor a needless resolve passes.</summary>
    [Theory]
    [MemberData(nameof(World.EntriesAndSuites), MemberType = typeof(World))]
    public void A_trusted_party_takes_part_exactly_where_the_entry_is_not_optimistic(string id, string suite)
    {
        var protocol = World.Entry(id);
        var isOptimistic = !protocol.Expectations.Single(expectation => expectation.Property == Property.Optimism).IsAttackedAt(1);

        Assert.Equal(isOptimistic, Pump.Run(World.Of(suite), protocol).Requests.Count == 0);
    }

    [Fact]
    public void Fair_cem_takes_three_messages() => Assert.Equal(
        [
            "Alice sends A1 to Bob",
            "Bob sends B1 to Alice", "Bob waits for A2",
            "Alice has the receipt", "Alice sends A2 to Bob", "Alice is done",
            "Bob has the message", "Bob is done",
        ],
        Pump.Run(World.Of("p256"), World.Entry("fair-cem")).Log);

    [Theory]
    [InlineData("fair-cem")]
    [InlineData("fair-cem-named")]
    public void Where_the_opening_is_lost_the_post_office_sends_both_what_they_lack(string id) => Assert.Equal(
        [
            "Alice sends A1 to Bob",
            "Bob sends B1 to Alice", "Bob waits for A2",
            "Alice has the receipt", "Alice sends A2 to Bob", "Alice is done",
            "Bob sends B2 to VPO",
            "VPO sends VPO1 to Alice", "VPO sends VPO1 to Bob",
            "Alice refuses: Duplicate",
            "Bob has the message", "Bob is done",
        ],
        Pump.Run(World.Of("p256"), World.Entry(id), null, "A2").Log);

    [Theory]
    [InlineData("fair-cem")]
    [InlineData("fair-cem-named")]
    public void Where_the_receipt_is_lost_Alice_gets_it_from_the_post_office(string id)
    {
        var log = Pump.Run(World.Of("p256"), World.Entry(id), null, "B1").Log;

        Assert.Equal(["Alice has the receipt", "Alice sends A2 to Bob", "Alice is done"],
            log.Where(line => line.StartsWith("Alice", StringComparison.Ordinal)).Skip(1));
        Assert.Contains("Bob has the message", log);
    }

    [Fact]
    public void Where_the_first_message_is_lost_nobody_has_anything_and_nobody_asks()
    {
        var run = Pump.Run(World.Of("p256"), World.Entry("fair-cem-named"), null, "A1");

        Assert.Equal(["Alice sends A1 to Bob"], run.Log);
        Assert.False(run.Alice.IsFinished || run.Bob.IsFinished);
    }

    [Fact]
    public void Cem0_hands_over_against_the_receipt() => Assert.Equal(
        [
            "Alice sends A1 to PO",
            "PO sends PO1 to Bob",
            "Bob has the message", "Bob sends B1 to PO", "Bob is done",
            "PO sends PO2 to Alice",
            "Alice has the receipt", "Alice is done",
        ],
        Pump.Run(World.Of("p256"), World.Entry("cem0")).Log);

    /// <summary>A resolve gives the very receipt that Alice would have got from Bob (transparency).</summary>
    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void What_Bob_signs_in_B1_is_what_he_shows_in_B2_and_what_Alice_gets(string suite)
    {
        var run = Pump.Run(World.Of(suite), World.Entry("fair-cem-named"), null, "A2");
        var (signed, request) = (Wire.Encode(run.Message("B1").Message), (Value.Tuple)run.Message("B2").Message);

        Assert.Equal(signed, Wire.Encode(request.Items[^1]));
        Assert.Equal(signed, Wire.Encode(run.Sent.Single(send => send is { Label: "VPO1", To.Text: "Alice" }).Message));
    }

    /// <summary>The receipt for it is a file that can still be written, read and judged.</summary>
    [Theory]
    [InlineData("p256", 0)]
    [InlineData("p256", 1)]
    [InlineData("p256", Wire.MaximumMessage)]
    [InlineData("curve25519", 0)]
    [InlineData("curve25519", 1)]
    [InlineData("curve25519", Wire.MaximumMessage)]
    public void Messages_of_any_size_pass_through_a_resolve_and_before_the_judge(string suite, int size)
    {
        var (world, protocol) = (World.Of(suite), World.Entry("fair-cem"));
        var mail = new byte[size];
        mail.AsSpan().Fill(0x5a);
        var run = Pump.Run(world, protocol, new Value.Message(new Bytes(mail)), "A2");

        Assert.True(run.Bob.IsFinished);
        Assert.Single(run.Requests);
        Assert.Equal(new Value.Message(new Bytes(mail)), run.Bob.Position.Environment[protocol.Subject]);
        var item = protocol.ItemOf(run.Alice.Role);
        var evidence = Assert.Single(Evidence.From(
            protocol, item, run.Alice.Holdings, FairExchange.Runtime.Parties.Environment.Empty, world.Judge(protocol)));
        var file = EvidenceFile.TryRead(EvidenceFile.Of(world.Suite, evidence, world.Directory).Write(), _ => protocol, out var problem);
        Assert.Null(problem);
        Assert.NotNull(VerifiedEvidence.TryVerify(file!.Evidence, world.Judge(protocol, file.Keys), out _));
    }
}
