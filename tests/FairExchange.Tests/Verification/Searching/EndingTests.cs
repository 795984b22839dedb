using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification.Searching;

/// <summary>Each condition on the end of a run is needed: without it, a fair protocol is attacked.</summary>
public class EndingTests
{
    private static readonly Func<Timeline, int, IEnumerable<Formula>> TimeHasRunOut = Ending.TimeHasRunOut;
    private static readonly Func<Timeline, int, IEnumerable<Formula>> ResilientArrives = Ending.ResilientArrives;

    [Fact]
    public void With_both_conditions_nobody_is_wronged()
    {
        Assert.IsType<Finding.Exhausted>(Search(Symbols.A, TimeHasRunOut, ResilientArrives));
        Assert.IsType<Finding.Exhausted>(Search(Symbols.B, TimeHasRunOut, ResilientArrives));
    }

    [Fact]
    public void A_Bob_whose_time_never_runs_out_is_wronged() => Assert.IsType<Finding.Found>(Search(Symbols.B, ResilientArrives));

    [Fact]
    public void An_Alice_whom_the_post_office_never_reaches_is_wronged() => Assert.IsType<Finding.Found>(Search(Symbols.A, TimeHasRunOut));

    [Fact]
    public void A_Bob_whom_the_post_office_never_reaches_is_wronged() => Assert.IsType<Finding.Found>(Search(Symbols.B, TimeHasRunOut));

    [Fact]
    public void A_network_that_need_not_deliver_makes_every_protocol_ineffective() => Assert.IsType<Finding.Found>(Search(
        Questions.Violating(World.OfHonest(FairCemNamed.Protocol, 1), Property.Effectiveness, null) with { Ending = Ending.OneWay }));

    private static Finding Search(Term.Variable party, params Func<Timeline, int, IEnumerable<Formula>>[] conditions)
    {
        var protocol = FairCemNamed.Protocol;
        var question = Questions.Violating(
            World.Against(protocol, protocol.Party(party), [protocol.Party(party)]), Property.Fairness, party);
        return Search(question with
        {
            Ending = (timeline, round) => conditions.SelectMany(condition => condition(timeline, round))
            .Concat(Ending.OneWay(timeline, round))
        });
    }

    private static Finding Search(Question question)
    {
        using var solver = new Z3Solver();
        return BoundedSearch.Run(question, solver, SearchLimits.Default, CancellationToken.None);
    }
}
