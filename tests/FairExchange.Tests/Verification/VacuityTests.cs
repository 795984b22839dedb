using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Simulation;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;

namespace FairExchange.Tests.Verification;

/// <summary>That nothing bad happens where nothing happens is no proof.</summary>
public class VacuityTests
{
    private readonly Verifier verifier = new(() => new Z3Solver());

    [Fact]
    public void Where_nothing_happens_every_property_is_vacuous_but_for_Bob_who_says_something_and_waits_for_ever()
    {
        var all = Claim.Of(Fruitless.NothingHappens, 1)
            .Select(claim => (
                claim.Property, claim.Party, verifier.Decide(Fruitless.NothingHappens, claim.Property, claim.Party, 1).Verdict)).ToList();

        Assert.Equal([(Timeliness, B), (CutOff, B)],
            all.Where(line => line.Verdict is Verdict.Attacked).Select(line => (line.Property, line.Party)));
        Assert.All(all.Where(line => line.Verdict is not Verdict.Attacked), line => Assert.IsType<Verdict.Vacuous>(line.Verdict));
    }

    [Fact]
    public void A_trusted_party_that_nobody_asks_keeps_learns_and_replaces_nothing_vacuously()
    {
        Assert.All([Statelessness, Confidentiality, Transparency],
            property => Assert.IsType<Verdict.Vacuous>(verifier.Decide(Fruitless.NobodyAsks, property, null, 1).Verdict));
        Assert.All([Effectiveness, Optimism],
            property => Assert.IsType<Verdict.Proved>(verifier.Decide(Fruitless.NobodyAsks, property, null, 1).Verdict));
    }

    [Fact]
    public void No_entry_may_expect_it_and_whatever_is_expected_the_exit_code_is_1()
    {
        var hopeful = Fruitless.NobodyAsks with { Expectations = [new Expectation(Statelessness, null, null)] };
        Assert.False(verifier.Decide(hopeful, Statelessness, null, 1).AsExpected);
        Assert.False(verifier.Decide(Fruitless.NobodyAsks, Statelessness, null, 1).AsExpected);

        var run = Shell.RunOn(hopeful, "verify", "--property", "statelessness", "--sessions", "1");
        Assert.Equal(1, run.Code);
        Assert.Contains("vacuous", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("proved", run.Output, StringComparison.Ordinal);
        var json = Shell.RunOn(hopeful, "verify", "--property", "statelessness", "--sessions", "1", "--json");
        Assert.Equal(1, json.Code);
        Assert.Contains("\"vacuous\"", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_simulated_run_of_which_a_property_speaks_contradicts_that_there_is_none()
    {
        var protocol = SilentFairEcs.SameMessage;
        var book = new VerdictBook([new Decision(
            new Claim(protocol, Effectiveness, null, 1), new Verdict.Vacuous("no honest run completes"), TimeSpan.Zero)]);
        var row = Runs.Campaign([new Matchup(protocol, "honest", "honest", Runs.Reliable, "symbolic")], book)[0];

        Assert.Contains("effectiveness is said to be vacuous and this run is one that it speaks of",
            row.Contradictions.Select(contradiction => contradiction.What));
    }

    [Fact]
    public void Each_property_says_why_it_would_be_vacuous() =>
        Assert.All(Property.All, property => Assert.NotEmpty(Goals.Emptiness(property)));
}
