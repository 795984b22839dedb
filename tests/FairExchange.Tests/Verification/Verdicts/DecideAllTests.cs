using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification.Verdicts;

/// <summary>A table decided in groups says what its lines say one by one, in their order.</summary>
public class DecideAllTests
{
    public static TheoryData<string> Ids => ["honest-cem", "cem0", "fair-cem", "fair-cem-cutoff"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_follows_from_a_proof_of_cut_off_is_what_a_search_of_its_own_says(string id)
    {
        var claims = Claim.All([Runtime.World.Entry(id)], 1).ToList();
        var one = claims.Select(claim => new Verifier(() => new Z3Solver())
            .Decide(claim));

        Assert.Equal(one.Select(Said), Verifier.DecideAll(claims, 2, () => new Z3Solver()).Select(Said));
    }

    [Fact]
    public void Where_cut_off_is_not_asked_for_each_line_is_decided()
    {
        var claims = Claim.All([FairCemNamed.Protocol], 1).Where(claim => claim.Property == Property.Fairness).ToList();

        Assert.All(Verifier.DecideAll(claims, 1, () => new Z3Solver()), decision => Assert.True(decision.AsExpected));
    }

    private static string Said(Decision decision) =>
        $"{decision.Claim.Property} {decision.Claim.Party} " + (decision.Verdict is Verdict.Attacked attacked
        ? $"attacked in {attacked.Rounds} rounds and {attacked.Trace.Steps.Length} steps"
        : decision.Verdict.ToString());
}
