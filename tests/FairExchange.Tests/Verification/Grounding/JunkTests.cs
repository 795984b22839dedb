using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>
/// Junk does as well as a ciphertext that nobody opens, but only where the adversary can bring it: what somebody else signed it cannot sign
/// again.
/// </summary>
public class JunkTests
{
    /// <summary>
    /// Bob signs whatever Z he is sent, and gives his signature of C for any signature of his on a ciphertext, if Z was a good one. He is
    /// wronged by whoever shows him his own B1. With junk that would take a B1 on junk, which he does not give beside the one on a good Z.
    /// </summary>
    [Fact]
    public void A_ciphertext_under_Bobs_own_signature_cannot_be_junk_where_he_signed_another()
    {
        var (any, signed) = (Ciphertext("Y"), Tuple(A, B, C));
        var good = Encrypt(B, Tuple(A, C), r);
        var protocol = new ProtocolDefinition("own-signature", "Any signature of Bob's", section: "ours")
            .About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B, C], a => a
                .Fresh(r).Let(Z, good).Send("A1", B, Z).Receive("B1", Sign(B, Z)).Send("A2", B, Sign(B, Z)).Receive("B2", Sign(B, signed))
                    .Send("A3", B, Sign(A, signed)))
            .Party(B, knows: [A, C], b => b
                .Receive("A1", Z).Send("B1", A, Sign(B, Z)).Receive("A2", Sign(B, any)).Check(Z.Is(good)).Send("B2", A, Sign(B, signed))
                    .Receive("A3", Sign(A, signed)))
            .Wants(A, "contract", Sign(B, signed), shows: $"{B} signed {C}")
            .Wants(B, "contract", Sign(A, signed), shows: $"{A} signed {C}")
            .Build();

        Assert.NotNull(new Exploration(World.Against(protocol, protocol.Second, [protocol.Second]), protocol.Second).FindUnfairRun());
        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver()).Decide(protocol, Fairness, B, 1).Verdict);
    }
}
