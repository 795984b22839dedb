using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification;

/// <summary>Evidence that a trusted party makes in place of the other side's: fair, seen by the judge, and not transparent.</summary>
public class ReplacementTests
{
    private static readonly Protocol Protocol = AffidavitFairCem.Protocol;

    [Fact]
    public void Affidavits_are_fair_to_both_and_not_transparent()
    {
        var verifier = new Verifier(() => new Z3Solver());

        Assert.All(Protocol.Expectations, expectation =>
            Assert.True(verifier.Decide(Protocol, expectation.Property, expectation.Party, 1).AsExpected, expectation.ToString()));
    }

    [Fact]
    public void The_judge_accepts_either_form_and_an_affidavit_of_nobody_else()
    {
        var world = World.Of("p256");
        var shown = new Value.Tuple([World.Alice, World.Bob, World.Mail]);
        Evidence By(string signer) => new(Protocol, Protocol.ItemOf(Protocol.First), world.As(signer, Protocol).Sign(shown));

        Assert.NotNull(VerifiedEvidence.TryVerify(By("VPO"), world.Judge(Protocol), out _));
        Assert.Null(VerifiedEvidence.TryVerify(By("Bob"), world.Judge(Protocol), out var rejection));
        // The first form's reason: it is a tuple, and a signature alone is none.
        Assert.IsType<FairExchange.Runtime.Parties.Rejection.WrongShape>(rejection);
    }

    [Fact]
    public void A_replacement_speaks_of_the_same_deal()
    {
        var wrong = Assert.Throws<DefinitionException>(() => new ProtocolDefinition("wrong", "Wrong", "ours").About(M)
            .Channel(A, B, Assurance.Lossy).Channel(B, A, Assurance.Lossy)
            .Party(A, [B], a => a.Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M)))
            .Party(B, [A], b => b.Receive("A1", M).Send("B1", A, Sign(B, M)))
            .Wants(A, "receipt", Sign(B, M), shows: $"{M}", replacement: Sign(B, Tuple(A, M)))
            .Wants(B, "message", M)
            .Build());

        Assert.Contains("takes the place of the receipt", wrong.Message, StringComparison.Ordinal);
    }
}
