using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Simulation.Exchanges;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Simulation;

/// <summary>Each property has a run that satisfies it and one that breaks it, and Z3 says the same of both.</summary>
public class ObservationTests
{
    public static TheoryData<string, bool> Cases => new()
    {
        { "fairness for A", true }, { "fairness for A", false },
        { "fairness for B", true }, { "fairness for B", false },
        { "effectiveness", true }, { "effectiveness", false },
        { "optimism", true }, { "optimism", false },
        { "timeliness for B", true }, { "timeliness for B", false },
        { "cut-off for B", true }, { "cut-off for B", false },
        { "receipt", true }, { "receipt", false },
        { "origin", true }, { "origin", false },
        { "transparency", true }, { "transparency", false },
        { "statelessness", true }, { "statelessness", false },
        { "confidentiality", true }, { "confidentiality", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_property_is_satisfied_by_one_run_and_broken_by_another_and_Z3_agrees(string name, bool holds)
    {
        var (property, party, run) = Case(name, holds);

        Assert.Equal(holds, run.Satisfies(property, party));
        using var solver = new Z3Solver();
        Assert.True(run.SolverAgrees(property, party, solver));
        using var wrong = new ScriptedSolver(holds ? ScriptedSolver.No : ScriptedSolver.Yes);
        Assert.False(run.SolverAgrees(property, party, wrong));
    }

    [Fact]
    public void Both_is_said_only_where_both_hold_their_items_of_one_deal()
    {
        Assert.True(Play(FairCem.Protocol, "honest", "honest").Both);
        Assert.False(Play(FairCem.Protocol, "honest", "silent").Both);
        Assert.False(Play(FairCem.Protocol, "misnamed-sender", "honest").Both);
        Assert.Equal("11 1", Play(FairCem.Protocol, "honest", "direct").Signature);
        Assert.Equal("11 0", Play(FairCem.Protocol, "honest", "honest").Signature);
    }

    /// <summary>Nothing said is no deal, and no deal is fair, and effective too: there was nothing to be effective about.</summary>
    [Fact]
    public void A_run_in_which_nobody_said_anything_has_no_outcome_to_judge()
    {
        var run = Play(FairCem.Protocol, "silent", "honest");

        Assert.Empty(run.Outcome.Deals);
        Assert.Equal(" 0", run.Signature);
        Assert.False(run.Both);
    }

    [Fact]
    public void A_lost_letter_is_a_deal_that_Alice_entered_and_nobody_has_anything_of()
    {
        var run = Runs.Play(HonestCem.Protocol, "honest", "honest", "loss", count: 50).Select(result => result.Observation)
            .First(observation => observation.Signature == "00 0v");

        Assert.True(run.Satisfies(Property.Fairness, HonestCem.Protocol.First.Name));
        Assert.False(run.Satisfies(Property.Effectiveness, null));
    }

    private static (Property Property, Term.Variable? Party, Observation Run) Case(string name, bool holds)
    {
        var (first, second) = (FairCem.Protocol.First.Name, FairCem.Protocol.Second.Name);
        return (name, holds) switch
        {
            ("fairness for A", true) => (Property.Fairness, first, Play(FairCem.Protocol, "honest", "direct")),
            ("fairness for A", false) => (Property.Fairness, first, Play(BrokenFairCem.KeepsReceipt, "honest", "direct")),
            ("fairness for B", true) => (Property.Fairness, second, Play(FairCemNamed.Protocol, "misnamed-sender", "honest")),
            ("fairness for B", false) => (Property.Fairness, second, Play(FairCem.Protocol, "misnamed-sender", "honest")),
            ("effectiveness", true) => (Property.Effectiveness, null, Play(FairCem.Protocol, "honest", "honest")),
            ("effectiveness", false) =>
                (Property.Effectiveness, null,
                    Runs.Play(HonestCem.Protocol, "honest", "honest", "loss", count: 50).First(run => !run.Observation.Both).Observation),
            ("optimism", true) => (Property.Optimism, null, Play(FairCem.Protocol, "honest", "honest")),
            ("optimism", false) => (Property.Optimism, null, Play(Cem0.Protocol, "honest", "honest")),
            ("timeliness for B", true) => (Property.Timeliness, second, Play(FairCem.Protocol, "stops-after-receipt", "honest")),
            // The post office says nothing to a Z that it cannot open.
            ("timeliness for B", false) => (Property.Timeliness, second, Play(FairCem.Protocol, "garbled-z", "honest")),
            ("cut-off for B", true) => (Property.CutOff, second, Play(FairCem.Protocol, "stops-after-receipt", "honest")),
            ("cut-off for B", false) => (Property.CutOff, second, Play(FairCem.Protocol, "garbled-z", "honest")),
            ("receipt", true) => (Property.NonRepudiationOfReceipt, null, Play(FairCem.Protocol, "honest", "honest")),
            ("receipt", false) =>
                (Property.NonRepudiationOfReceipt, null,
                    Runs.Play(HonestCem.Protocol, "honest", "honest", "loss", count: 50).First(run => !run.Observation.Both).Observation),
            ("origin", true) => (Property.NonRepudiationOfOrigin, null, Play(HonestEcs.Protocol, "honest", "honest")),
            ("origin", false) => (Property.NonRepudiationOfOrigin, null, Play(FairCem.Protocol, "honest", "honest")),
            ("transparency", true) => (Property.Transparency, null, Resolved(FairCemNamed.Protocol)),
            ("transparency", false) => (Property.Transparency, null, Resolved(AffidavitFairCem.Protocol, messages: 5)),
            ("statelessness", true) => (Property.Statelessness, null, Resolved(FairCem.Protocol)),
            ("statelessness", false) => (Property.Statelessness, null, Play(Ecs0.Protocol, "honest", "honest")),
            ("confidentiality", true) => (Property.Confidentiality, null, Play(FairCem.Protocol, "honest", "honest")),
            ("confidentiality", false) => (Property.Confidentiality, null, Resolved(FairCem.Protocol)),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    /// <summary>
    /// Both honest; B1 is lost, and both have their items by way of the post office. Who has an affidavit says no more: five messages and
    /// not six.
    /// </summary>
    private static Observation Resolved(Protocol protocol, int messages = 6) => Runs.Play(protocol, "honest", "honest", "loss", count: 200)
        .First(run => run.Meter.Trusted.Requests == 1 && run.Meter.Messages == messages && run.Observation.Both).Observation;

    private static Observation Play(Protocol protocol, string alice, string bob) =>
        Runs.Play(protocol, alice, bob, count: 1)[0].Observation;
}
