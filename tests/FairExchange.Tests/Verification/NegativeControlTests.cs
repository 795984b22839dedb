using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>Fair CEM with one thing broken is attacked, by that very weakness.</summary>
public class NegativeControlTests
{
    public static TheoryData<string, string> Expected => new()
    {
        { "fair-cem-keeps-receipt", "Alice start; VPO B2" },
        { "fair-cem-ignores-names", "Alice start; VPO B2" },
        { "fair-cem-ignores-recipient", "Alice start; VPO B2" },
        { "fair-cem-ignores-signature", "Alice start; VPO B2" },
        { "fair-cem-unasked-release", "Alice start" },
        { "fair-cem-never-resolves", "Bob start; Bob A1" },
        { "fair-cem-accepts-any-message", "Bob start; Bob A1; Bob A2" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_broken_variant_is_attacked_in_the_fewest_steps(string id, string steps)
    {
        var protocol = BrokenFairCem.All.Single(variant => variant.Id == id);

        var trace = Attack(protocol);

        Assert.Equal(steps, string.Join("; ", trace.Steps.Select(step => $"{step.Actor} {step.Label}")));
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void An_exploration_without_a_solver_finds_an_attack_too(string id, string steps)
    {
        var protocol = BrokenFairCem.All.Single(variant => variant.Id == id);
        var wronged = protocol.Party(protocol.Expectations.Single().Party!);

        var run = new Exploration(World.Against(protocol, wronged, [wronged]), wronged).FindUnfairRun();

        Assert.Contains(run!, happening => happening.Label == steps.Split(' ')[^1]);
    }

    /// <summary>
    /// In fair-cem itself, an Alice who names somebody else inside Z than to Bob wrongs Bob; that would be no weakness of the variant.
    /// </summary>
    [Fact]
    public void No_attack_on_a_variant_needs_the_misnamed_sender() =>
        Assert.All(BrokenFairCem.All.Where(variant => variant.Expectations.Single().Party == variant.Second.Name), variant =>
    {
        var said = (Term.Tuple)Attack(variant).Steps.Single(step => step.Label == "A1").Input!;
        var inside = (Term.Tuple)((Term.Encryption)said.Items[1]).Plaintext;

        Assert.Equal(said.Items[0], inside.Items[0]);
        Assert.Equal("Bob", inside.Items[1].ToString());
    });

    /// <summary>What the receipt-keeping and the others do to Alice, fair-cem does not.</summary>
    [Fact]
    public void Fair_cem_itself_is_fair_to_Alice_and_with_the_sender_named_to_Bob_too()
    {
        var verifier = new Verifier(() => new Z3Solver());

        Assert.IsType<Verdict.Proved>(verifier.Decide(FairCem.Protocol, Property.Fairness, FairCem.Protocol.First.Name, 1).Verdict);
        Assert.IsType<Verdict.Proved>(verifier.Decide(
            FairCemNamed.Protocol, Property.Fairness, FairCemNamed.Protocol.Second.Name, 1).Verdict);
    }

    private static Trace Attack(Protocol protocol)
    {
        var decision = new Verifier(() => new Z3Solver()).Decide(protocol, Property.Fairness, protocol.Expectations.Single().Party, 1);
        return Assert.IsType<Verdict.Attacked>(decision.Verdict).Trace;
    }
}
