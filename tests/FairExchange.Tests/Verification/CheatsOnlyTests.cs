using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification;

/// <summary>A trusted party that keeps or replaces something only where somebody cheats does so all the same.</summary>
public class CheatsOnlyTests
{
    private static readonly Term.Variable S = Name("S");

    /// <summary>
    /// Fair CEM, sender named by Z, where the post office keeps a Z that it cannot open until Bob asks for it back. No honest Alice makes
    /// such a Z.
    /// </summary>
    [Fact]
    public void That_two_honest_parties_leave_nothing_with_it_is_no_proof_of_statelessness()
    {
        var opens = Z.Is(Encrypt(VPO, Tuple(A, B, M), r));
        var protocol = new ProtocolDefinition("fair-cem-keeping", "Fair CEM, garbled Z kept", section: "ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B],
                a => a.Fresh(M, r).Let(Z, Encrypt(VPO, Tuple(A, B, M), r)).Send("A1", B, Tuple(A, Z)).Receive("B1", Sign(B, Z))
                .Send("A2", B, Tuple(M, r)))
            .Party(B, knows: [], b => b
                .Receive("A1", Tuple(A, Z))
                .Send("B1", A, Sign(B, Z))
                .Receive("A2", Tuple(M, r), check: opens, otherwise: b => b
                    .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                    .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)))))
            .Trusted(VPO, vpo => vpo
                .Receive("B2", Tuple(B, Z, Sign(B, Z)))
                .Check(opens, otherwise: keeps => keeps.Receive("B3", Sign(B, B)).Send("VPO2", B, Z))
                .Send("VPO1", A, Sign(B, Z))
                .Send("VPO1", B, Tuple(A, M, r)))
            .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M)
            .Build();

        Assert.IsType<Verdict.Unknown>(new Verifier(() => new Z3Solver()).Decide(protocol, Statelessness, null, 1).Verdict);
    }

    /// <summary>
    /// The same, where the post office gives Alice its own word on a request of another form, which honest Bob never makes.
    /// </summary>
    [Fact]
    public void That_two_honest_parties_end_with_the_usual_evidence_is_no_proof_of_transparency()
    {
        var opens = Z.Is(Encrypt(VPO, Tuple(A, B, M), r));
        var word = Sign(VPO, Tuple(A, B, M));
        var protocol = new ProtocolDefinition("fair-cem-two-words", "Fair CEM, two answers", section: "ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B], a => a
                .Fresh(M, r)
                .Let(Z, Encrypt(VPO, Tuple(A, B, M), r))
                .Send("A1", B, Tuple(A, Z))
                .ReceiveFirst([On("B1", Sign(B, Z), then: a => a.Send("A2", B, Tuple(M, r))), On("VPO1", word)]))
            .Party(B, knows: [], b => b
                .Receive("A1", Tuple(A, Z))
                .Send("B1", A, Sign(B, Z))
                .Receive("A2", Tuple(M, r), check: opens, otherwise: b => b
                    .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                    .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)))))
            .Trusted(
                VPO,
                vpo => vpo.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: opens).Send("VPO1", A, Sign(B, Z)).Send("VPO1", B, Tuple(A, M, r)),
                vpo => vpo.Receive("B3", Tuple(B, Z, Sign(B, Tuple(B, Z))), check: opens).Send("VPO1", A, word)
                    .Send("VPO1", B, Tuple(A, M, r)))
            .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}",
                replacement: word)
            .Wants(B, "message", M)
            .Build();

        Assert.IsType<Verdict.Unknown>(new Verifier(() => new Z3Solver()).Decide(protocol, Transparency, null, 1).Verdict);
    }
}
