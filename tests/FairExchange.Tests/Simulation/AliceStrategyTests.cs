using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Exchanges;
using FairExchange.Tests.Variants;
using static FairExchange.Simulation.Campaigns.Result;

namespace FairExchange.Tests.Simulation;

/// <summary>Each strategy of the first party does what its name says.</summary>
public class AliceStrategyTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public void Stops_after_receipt_takes_the_receipt_and_says_no_more()
    {
        var run = Runs.Play(FairCem.Protocol, "stops-after-receipt", "honest")[0];

        Assert.Equal([Both], Runs.Results(FairCem.Protocol, "stops-after-receipt", "honest"));
        // A1, B1, no A2; B2 and its two answers.
        Assert.Equal((5, 1), (run.Meter.Messages, run.Meter.Trusted.Requests));
        Assert.Equal([UnfairToBob], Runs.Results(BrokenFairCem.NeverResolves, "stops-after-receipt", "honest"));
    }

    [Fact]
    public void Late_sends_the_opening_a_day_later()
    {
        var run = Runs.Play(FairCem.Protocol, "late", "honest")[0];

        Assert.Equal([Both], Runs.Results(FairCem.Protocol, "late", "honest"));
        Assert.Equal((6, 1), (run.Meter.Messages, run.Meter.Trusted.Requests));
        Assert.InRange(run.EndMs, 24 * Hour, 25 * Hour);
        Assert.Equal([Both], Runs.Results(BrokenFairCem.NeverResolves, "late", "honest"));
    }

    [Fact]
    public void Garbled_z_is_a_receipt_for_nothing() => Assert.All(Runs.Play(FairCem.Protocol, "garbled-z", "honest"), run =>
    {
        Assert.Contains(run.First.Holdings.Values, value => value is Value.Signature { Signer.Text: "Bob" });
        Assert.Empty(Shows(run, run.First));
        Assert.DoesNotContain(run.Second.Holdings.Values, value => value is Value.Message);
        Assert.Equal(1, run.Meter.Trusted.Requests);
        Assert.True(run.Observation.Satisfies(Property.Fairness, FairCem.Protocol.Second.Name));
        Assert.Equal([Neither], Runs.Results(FairCem.Protocol, "garbled-z", "honest"));
    });

    /// <summary>
    /// The post office cannot see that Bob will not open it: it answers both, Bob has nothing, and Alice has a signature that no judge
    /// takes for a receipt.
    /// </summary>
    [Theory]
    [InlineData("symbolic")]
    [InlineData("p256")]
    public void Closed_inside_is_a_receipt_for_nothing_though_the_post_office_hands_it_over(string suite)
    {
        Assert.All(Runs.Play(FairCemPrivateNamed.Protocol, "closed-inside", "honest", suite: suite, count: 6), run =>
        {
            Assert.Contains(run.First.Holdings.Values, value => value is Value.Signature { Signer.Text: "Bob" });
            Assert.Empty(Shows(run, run.First));
            Assert.DoesNotContain(run.Second.Holdings.Values, value => value is Value.Message);
            Assert.Equal(1, run.Meter.Trusted.Requests);
        });
        Assert.Equal([Neither], Runs.Results(FairCemPrivateNamed.Protocol, "closed-inside", "honest"));
        Assert.Equal([Neither], Runs.Results(FairCemPrivate.Protocol, "closed-inside", "honest"));
    }

    [Theory]
    [InlineData("other-message")]
    [InlineData("other-opening")]
    public void Another_message_or_opening_deceives_only_who_does_not_compare(string strategy)
    {
        Assert.All(Runs.Play(FairCem.Protocol, strategy, "honest"), run =>
        {
            // The one in Z, and from the post office.
            Assert.Equal(
                run.First.Sessions[^1].Position.Environment[Symbols.M], Assert.Single(run.Second.Holdings.Values.OfType<Value.Message>()));
            Assert.Equal(1, run.Meter.Trusted.Requests);
        });
        Assert.Equal([Both], Runs.Results(FairCem.Protocol, strategy, "honest"));
        Assert.Equal([UnfairToBob], Runs.Results(BrokenFairCem.AcceptsAnyMessage, strategy, "honest"));
    }

    [Fact]
    public void Old_z_plays_an_honest_exchange_first_and_sends_its_z_again() =>
        Assert.All(Runs.Play(FairCem.Protocol, "old-z", "honest"), run =>
    {
        Assert.Equal(2, run.Second.Sessions.Length);
        Assert.Single(run.Second.Sessions.Select(session => session.Position.Environment[Symbols.Z]).Distinct());
        // A1, B1 and A2 of the second exchange; what the first cost is not counted.
        Assert.Equal(3, run.Meter.Messages);
        Assert.Equal([Both], Runs.Results(FairCem.Protocol, "old-z", "honest"));
    });

    [Fact]
    public void Foreign_z_names_an_accomplice_as_the_recipient_and_yields_nothing_against_Bob()
    {
        Assert.All(Runs.Play(FairCem.Protocol, "foreign-z", "honest"), run => Assert.Contains(
            run.First.Holdings.Held.Entries, held =>
                held.Value?.Parts[1] is Value.Tuple { Items: [Value.Name { Text: "Alice" }, Value.Name { Text: "Trudy" }, _] }));
        Assert.Equal([Neither], Runs.Results(FairCem.Protocol, "foreign-z", "honest"));
        Assert.Equal([Neither], Runs.Results(FairCemNamed.Protocol, "foreign-z", "honest"));
    }

    [Fact]
    public void Misnamed_sender_wrongs_Bob_on_fair_cem_and_is_harmless_where_the_post_office_believes_z()
    {
        Assert.Equal([UnfairToBob], Runs.Results(FairCem.Protocol, "misnamed-sender", "honest"));
        Assert.Equal([Both], Runs.Results(FairCemNamed.Protocol, "misnamed-sender", "honest"));
        Assert.All(Runs.Play(FairCem.Protocol, "misnamed-sender", "honest", suite: "p256", count: 2), run =>
            Assert.Equal(new Value.Name("Trudy"), Assert.Single(Shows(run, run.First))[Symbols.A]));
    }

    /// <summary>Hundredths of a second around the deadline of whoever decides: fair either way.</summary>
    [Fact]
    public void Cheaters_who_play_for_time_come_just_in_time_or_just_too_late()
    {
        Assert.Equal([Both, Neither], Runs.Results(FairCemCutoffNamed.Protocol, "honest", "last-moment", count: 40));
        Assert.Equal([Both, Neither], Runs.Results(FairCemCutoffNamed.Protocol, "opens-late", "honest", count: 40));
        Assert.Contains(Runs.Play(FairCemCutoffNamed.Protocol, "opens-late", "honest", count: 40), run => run.Meter.Trusted.Requests == 1);
        Assert.Contains(Runs.Play(FairCemCutoffNamed.Protocol, "opens-late", "honest", count: 40), run => run is { Meter.Messages: 1 });
    }

    private static IReadOnlyList<FairExchange.Runtime.Parties.Environment> Shows(ExchangeResult run, Side side) =>
        side.Holdings.Fill(side.Sessions[0].Execution.Protocol.ItemOf(side.Role).Term, FairExchange.Runtime.Parties.Environment.Empty);
}
