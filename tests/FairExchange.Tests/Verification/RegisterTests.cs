using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Tests.Simulation;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>A trusted party that remembers: what its register is good for, seen by taking it away.</summary>
public class RegisterTests(ITestOutputHelper output)
{
    public static TheoryData<string> Broken => [.. BrokenAsw.All.Select(variant => variant.Id)];

    public static TheoryData<string> AllOfThem => [AsokanShoupWaidner.Protocol.Id, .. Broken];

    [Theory]
    [MemberData(nameof(Broken))]
    public void Without_it_Alice_is_wronged_on_real_bytes_and_with_it_not(string id)
    {
        var variant = BrokenAsw.All.Single(protocol => protocol.Id == id);
        var found = Runs.Find(variant, Property.Fairness, variant.First.Name, sessions: 1);

        Assert.All(new[] { "p256", "curve25519", "symbolic" }, suite =>
        {
            Assert.True(IsUnfair(variant, suite), "it does not come out on the variant");
            Assert.False(IsUnfair(AsokanShoupWaidner.Protocol, suite), "it comes out on asw, too");
        });

        bool IsUnfair(Protocol protocol, string suite) => Simulation.NegativeControlTests.Play(found, protocol, suite).Unfair;
    }

    [Theory]
    [MemberData(nameof(AllOfThem))]
    public void A_second_method_agrees(string id)
    {
        var protocol = BrokenAsw.All.Add(AsokanShoupWaidner.Protocol).Single(protocol => protocol.Id == id);
        var (verifier, second) = (
            new Verifier(() => new Z3Solver()),
            new SecondAnswer(protocol, sessions: 1) { Say = output.WriteLine, Most = (int.MaxValue, 30_000, int.MaxValue) });
        Assert.All(
            from property in new[] { Property.Fairness, Property.Timeliness, Property.Accountability, Property.Statelessness }
            from party in property.PartiesOf(protocol)
            select (property, party),
            claim => Assert.Equal(
                $"{claim} {SecondAnswer.Word(verifier.Decide(protocol, claim.property, claim.party, 1).Verdict)}",
                $"{claim} {second.Word(claim.property, claim.party)}"));
    }
}
