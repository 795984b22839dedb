using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>
/// What stands in a hash or in unordered parties is not seen by looking inside a ciphertext; the readings must not vanish for that.
/// </summary>
public class ReadingsTests
{
    public static TheoryData<string> Contents => ["names", "parties first", "parties alone", "a hash"];

    /// <summary>A post office that hands M out to whoever asks, without a receipt: unfair to Alice however Z is written.</summary>
    [Theory]
    [MemberData(nameof(Contents))]
    public void A_post_office_that_gives_M_away_is_caught_however_Z_is_written(string content)
    {
        var sealedTerm = Encrypt(
            VPO,
            content switch
            {
                "names" => Tuple(A, B, M),
                "parties first" => Tuple(Parties(A, B), A, B, M),
                "parties alone" => Tuple(Parties(A, B), M),
                _ => Tuple(Hash(Tuple(A, B)), M),
            },
            r);
        var protocol = new ProtocolDefinition("gives-away", "gives M away", "a test")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy).Channel(B, VPO, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B],
                a => a.Fresh(M, r).Let(Z, sealedTerm).Send("A1", B, Tuple(A, Z)).Receive("B1", Sign(B, Z)).Send("A2", B, Tuple(M, r)))
            .Party(B, knows: [], b => b
                .Receive("A1", Tuple(A, Z))
                .Send("B1", A, Sign(B, Z))
                .Receive("A2", Tuple(M, r), check: Z.Is(sealedTerm), otherwise: b => b.Send("B2", VPO, Tuple(A, B, Z)).Receive("VPO1", M)))
            .Trusted(VPO, vpo => vpo.Receive("B2", Tuple(A, B, Z), check: Z.Is(sealedTerm)).Send("VPO1", B, M))
            .Wants(A, "receipt", Tuple(M, Sign(B, Z)), shows: $"{B} received {M}")
            .Wants(B, "message", M)
            .Build();

        var verifier = new Verifier(() => new Z3Solver());

        Assert.IsType<Verdict.Attacked>(verifier.Decide(protocol, Property.Fairness, A, 1).Verdict);
        Assert.True(verifier.Reach(protocol, new Scenario.ItemFromTrustedParty(B)).Reached);
    }
}
