using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Tests.Simulation;

/// <summary>Which strategies there are, and for whom.</summary>
public class StrategyListTests
{
    [Fact]
    public void A_strategy_applies_where_the_role_has_the_step_that_it_corrupts()
    {
        static string Applicable(Protocol protocol, Role.Party role) =>
            string.Join(' ', AllStrategies.Of(protocol, role).Where(strategy => strategy.AppliesTo(protocol, role)));

        Assert.Equal("honest stops-after-receipt late garbled-z other-message other-opening old-z foreign-z misnamed-sender silent random",
            Applicable(FairCem.Protocol, FairCem.Protocol.First));
        Assert.Equal("honest stops-after-receipt late garbled-z other-opening other-goods old-z foreign-z misnamed-sender silent random",
            Applicable(FairCemBulk.Protocol, FairCemBulk.Protocol.First));
        Assert.Equal("honest silent direct bad-signature other-signature resolves-twice last-moment accomplice floods random",
            Applicable(FairCem.Protocol, FairCem.Protocol.Second));
        Assert.Equal("honest stops-after-receipt late garbled-z other-message other-opening old-z foreign-z misnamed-sender opens-late "
            + "silent random", Applicable(FairCemCutoff.Protocol, FairCemCutoff.Protocol.First));
        Assert.Equal("honest stops-after-receipt late garbled-z closed-inside other-message other-opening old-z foreign-z "
            + "misnamed-sender silent random", Applicable(FairCemPrivate.Protocol, FairCemPrivate.Protocol.First));
        Assert.Equal("honest silent random", Applicable(Cem0.Protocol, Cem0.Protocol.First));
        Assert.Equal("honest silent bad-signature random", Applicable(HonestEcs.Protocol, HonestEcs.Protocol.Second));
    }

    [Fact]
    public void An_honest_party_never_gets_a_cheaters_means()
    {
        Assert.All(AllStrategies.Alice.Concat(AllStrategies.Bob).Where(strategy => strategy.Name != "honest"),
            strategy => Assert.False(strategy.IsHonest));
        Assert.Equal(AllStrategies.Alice.Length, AllStrategies.Alice.DistinctBy(strategy => strategy.Name).Count());
        Assert.Equal(AllStrategies.Bob.Length, AllStrategies.Bob.DistinctBy(strategy => strategy.Name).Count());
    }
}
