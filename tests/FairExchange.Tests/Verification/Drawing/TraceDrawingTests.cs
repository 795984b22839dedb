using FairExchange.Model.Language;
using FairExchange.Tests.Model.Drawing;
using FairExchange.Tests.Verification.Verdicts;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Verification.Drawing;

public class TraceDrawingTests
{
    [Fact]
    public void The_attack_on_fair_cem_is_told_with_its_recipe_and_its_outcome()
    {
        const string Words = """
            fair-cem, fairness for Bob: attacked. Bob is honest; Mallory cheats, also as Trudy.
                  Z = E_VPO(Trudy, Bob, x.m1; x.k1)
                  x.m1: a message of Mallory's
                  x.k1: coins of Mallory's
               1. Bob begins as B.
               2. Mallory encrypts (Trudy, Bob, x.m1) to VPO with coins x.k1, which is Z, and sends Bob A1:
                  Mallory, Z
                  Bob sends B1 to Mallory: SIG_Bob(Z)
               3. Bob waits for A2 no longer.
                  Bob sends B2 to VPO: Mallory, Bob, Z, SIG_Bob(Z) (never answered)
              In the end Mallory takes B1, which Bob sent in step 2, and shows the judge Trudy, Bob, x.m1, x.k1,
                  SIG_Bob(Z): "Bob received x.m1 from Trudy".
              Bob never gets the message x.m1.

            """;
        Assert.Equal(Words.ReplaceLineEndings("\n"), TraceWords.Of(FoundAttacks.OnFairCem));
    }

    [Fact]
    public void Every_attack_has_all_its_steps_within_100_columns()
    {
        Assert.NotEmpty(FoundAttacks.All);
        foreach (var trace in FoundAttacks.All)
        {
            var lines = TraceWords.Of(trace).Split('\n');
            Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
            Assert.All(trace.Steps,
                step => Assert.Single(lines, line => line.StartsWith($"  {step.Number,2}. ", StringComparison.Ordinal)));
            Assert.All(
                trace.Steps.SelectMany(step => step.Sends.Select(sending => $"{step.Actor} sends {sending.Label} to {sending.To}")),
                sent => Assert.Contains(lines, line => line.Contains(sent, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_signature_of_the_adversarys_names_the_identity_that_signs()
    {
        var trace = FoundAttacks.All.First(trace => trace.Protocol.Id == "ecs0-unnamed" && trace.Party?.Symbol == "A");
        Assert.Contains("signs c1 as Mallory", TraceWords.Of(trace), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_honest_parties_has_no_cheater_in_it()
    {
        var trace = FoundAttacks.All.First(trace => trace.Corrupted.IsEmpty && trace.Property == Property.Optimism);
        var words = TraceWords.Of(trace);
        Assert.DoesNotContain("Mallory", words, StringComparison.Ordinal);
        Assert.Contains("took part, though nobody needed help.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_attack_is_valid_mermaid() => Assert.All(FoundAttacks.All, trace => MermaidSyntax.AssertValid(TraceDiagram.Of(trace)));

    [Fact]
    public void A_request_that_nobody_answers_is_drawn_with_a_cross() =>
        Assert.Contains("p1--xp3: B2: Mallory, Bob, Z, SIG_Bob(Z) (never answered)\n", TraceDiagram.Of(FoundAttacks.OnFairCem),
            StringComparison.Ordinal);
}
