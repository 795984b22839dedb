using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Tests.Runtime.Parties;

/// <summary>One party's session between the messages: what stays, what is kept, what is named.</summary>
public class SessionTests
{
    private static readonly World World = World.Of("p256");
    private static readonly Protocol FairCem = World.Entry("fair-cem");

    /// <summary>Bob before A1; then waiting for A2; then for VPO1.</summary>
    private readonly Pump run = Pump.Run(World, FairCem, null, "A2");

    [Fact]
    public void What_is_not_a_value_leaves_a_waiting_session_untouched()
    {
        var (alice, _) = World.Start(FairCem, FairCem.First);
        var (after, effects) = alice.Receive(new byte[] { 1, 2, 3 });

        Assert.Same(alice, after);
        Assert.Equal(["refuses: Malformed"], effects.Select(Pump.Describe));
    }

    [Fact]
    public void What_does_not_fit_leaves_a_waiting_session_as_it_was_but_for_the_mailbox()
    {
        var (alice, _) = World.Start(FairCem, FairCem.First);
        var (after, effects) = alice.Receive(World.Mail);

        Assert.Equal("refuses: WrongShape", Pump.Describe(Assert.Single(effects)));
        Assert.Same(alice.Position, after.Position);
        Assert.Same(alice.Read, after.Read);
        Assert.Equal([World.Mail], after.Mailbox);
    }

    [Fact]
    public void Where_there_is_another_way_what_does_not_fit_is_as_good_as_a_time_out()
    {
        var waiting = run.Readings.First(reading => reading.At.Role == FairCem.Second);
        var (bob, _) = waiting.At.Receive(waiting.Bytes);
        Assert.True(bob.HasTimer);

        Assert.Equal(["refuses: WrongShape", "sends B2 to VPO"], bob.Receive(World.Mail).Effects.Select(Pump.Describe));
        Assert.Equal(["refuses: Malformed", "sends B2 to VPO"], bob.Receive(new byte[1]).Effects.Select(Pump.Describe));
        Assert.Equal(["sends B2 to VPO"], bob.TimeOut().Effects.Select(Pump.Describe));
    }

    [Fact]
    public void A_copy_of_what_was_read_is_named_and_costs_no_patience()
    {
        var first = run.Readings.First(reading => reading.At.Role == FairCem.Second);
        var (bob, _) = first.At.Receive(first.Bytes);
        var (after, effects) = bob.Receive(first.Bytes);

        Assert.Same(bob, after);
        Assert.Equal(["refuses: Duplicate"], effects.Select(Pump.Describe));
    }

    [Fact]
    public void After_the_end_everything_is_too_late_and_nothing_is_kept()
    {
        var (after, effects) = run.Bob.Receive(World.Mail);

        Assert.Same(run.Bob, after);
        Assert.Equal(["refuses: TooLate"], effects.Select(Pump.Describe));
    }

    [Fact]
    public void A_message_that_comes_early_is_read_when_it_is_awaited()
    {
        var (bob, _) = World.Start(FairCem, FairCem.Second);
        var (early, refused) = bob.Receive(Wire.Encode(run.Message("A2").Message));
        var (done, effects) = early.Receive(Wire.Encode(run.Message("A1").Message));

        Assert.Equal(["refuses: WrongShape"], refused.Select(Pump.Describe));
        Assert.Equal(["sends B1 to Alice", "waits for A2", "has the message", "is done"], effects.Select(Pump.Describe));
        Assert.Empty(done.Mailbox);
        Assert.Equal(2, done.Read.Count);
    }

    [Fact]
    public void Of_many_messages_that_do_not_fit_the_newest_sixteen_are_kept()
    {
        var (alice, _) = World.Start(FairCem, FairCem.First);
        var junk = Enumerable.Range(0, 40).Select(i => (Value)World.Coins((byte)i)).ToList();

        Assert.Equal(junk[^16..], junk.Aggregate(alice, (session, value) => session.Receive(value).Session).Mailbox);
    }

    /// <summary>Sixteen messages of the greatest size would be half a gigabyte for one session.</summary>
    [Fact]
    public void Of_long_messages_that_do_not_fit_one_of_the_greatest_size_is_kept()
    {
        var (alice, _) = World.Start(FairCem, FairCem.First);
        var third = new Bytes(new byte[Wire.MaximumEncoding / 3]);
        var (greatest, small) = (new Value.Ciphertext(new Bytes(new byte[Wire.MaximumEncoding - 8])), World.Mail);
        var thirds = Enumerable.Range(0, 5).Aggregate(alice, (session, _) => session.Receive(new Value.Ciphertext(third)).Session);
        Assert.Equal(3, thirds.Mailbox.Count);

        Assert.Equal([greatest], thirds.Receive(greatest).Session.Mailbox);
        Assert.Equal([small], thirds.Receive(greatest).Session.Receive(small).Session.Mailbox);
    }

    [Fact]
    public void Junk_that_comes_before_and_between_does_not_keep_what_is_due_from_being_read()
    {
        var (bob, _) = World.Start(FairCem, FairCem.Second);
        for (var i = 0; i < 10; i++)
        {
            (bob, _) = bob.Receive(World.Coins((byte)i));
        }

        (bob, _) = bob.Receive(run.Message("A2").Message);
        (bob, _) = bob.Receive(run.Message("A1").Message);
        Assert.True(bob.IsFinished);
    }

    [Fact]
    public void Time_takes_a_session_further_exactly_where_the_definition_says_how()
    {
        foreach (var (session, _) in HostileMessageTests.WaitingPoints)
        {
            var (after, effects) = session.TimeOut(Math.Max(World.NowMs, session.Alarm?.AtMs ?? 0));
            Assert.Equal(session.Position.Waiting?.Otherwise is not null, session.HasTimer);
            Assert.Equal(session.HasTimer, !ReferenceEquals(session, after));
            Assert.Equal(session.HasTimer, effects.Length > 0);
        }
    }

    [Theory]
    [InlineData("B")]
    [InlineData("M")]
    public void A_session_does_not_start_without_what_its_role_needs(string missing)
    {
        var execution = new Execution(FairCem, FairCem.First, World.As("Alice", FairCem), new SystemCoins());
        var given = World.Given(FairCem, FairCem.First, World.Mail);

        Assert.Throws<ArgumentException>(() =>
            Session.Start(execution, given.Remove(given.Keys.Single(variable => variable.Symbol == missing))));
    }

    public static TheoryData<string, Value> Unfit => new()
    {
        { "B", World.Mail },
        { "B", new Value.Name("") },
        { "B", new Value.Name("Bob\nrefused") },
        { "B", new Value.Name("\ud800") },
        { "M", World.Contract },
        { "M", new Value.Message(new Bytes(new byte[Wire.MaximumMessage + 1])) },
        { "r", new Value.Coins(new Bytes(new byte[31])) },
        { "Z", World.Mail },
        { "A", World.Trudy },
        { "VPO", World.Trudy },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void A_session_does_not_start_with_what_cannot_be_that_or_cannot_be_sent(string symbol, Value value)
    {
        var variable = new[] { A, B, M, r, Z, VPO }.Single(known => known.Symbol == symbol);

        Assert.Throws<ArgumentException>(() => World.Start(FairCem, FairCem.First, null, (variable, value)));
    }

    [Fact]
    public void Coins_are_drawn_where_they_are_not_given()
    {
        var (one, other) = (World.Start(FairCem, FairCem.First).Session, World.Start(FairCem, FairCem.First).Session);
        var given = World.Start(FairCem, FairCem.First, null, (r, World.Coins(7))).Session;

        Assert.NotEqual(one.Position.Environment[r], other.Position.Environment[r]);
        Assert.NotEqual(one.Position.Environment[Z], other.Position.Environment[Z]);
        Assert.Equal(World.Coins(7), given.Position.Environment[r]);
    }
}
