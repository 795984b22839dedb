using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.ContractSigning;

/// <summary>
/// Fair ECS with a virtual trusted party (sections 1 and 4; US patents 5,666,420 and 6,134,326; PODC 2003), reconstructed.
/// A is bound to C by SIG_A(C, Z) with what opens Z; B by SIG_B(C, Z) and SIG_B(Z), whatever Z is.
/// <para>
/// Unfair to Alice: the trusted party never sees the contract that she signed. Bob asks with his signatures of another contract and the
/// same Z, gets R, and holds Alice to C; she is sent his signature of the other. Unfair to Bob: Z binds him unopened. Alice sends a Z that
/// is garbled, or names others, takes his signatures and is silent, and the trusted party opens nothing for him. Both take one session,
/// whomever the contract names.
/// </para>
/// <para>
/// Nor is it accountable, since a countersignature has the form of a first one. Alice, as the second party, signs C with a Z of the other
/// side's making; that Z may name her as A and somebody else as B, and what opens it makes her signature one that she never gave as the
/// first. Against Bob it takes two sessions: SIG_B(C, Z) from one in which he was the first, and SIG_B(Z) of the same Z from one in which
/// he was the second and the contract another.
/// </para>
/// </summary>
public static class FairEcs
{
    internal static readonly Term.Variable R = Coins("R");

    internal static readonly Abbreviation Z = Abbreviate(Symbols.Z, Encrypt(TP, Tuple(A, B, R), r));

    /// <summary>What Bob answers, and is bound by.</summary>
    private static readonly Term Answer = Tuple(Sign(B, Tuple(C, Z)), Sign(B, Z));

    public static Protocol Protocol { get; } = new ProtocolDefinition("fair-ecs", "Fair ECS", section: "1, 4; PODC 2003")
        .Remark("As published: Bob resolves with a contract that Alice did not sign; Alice takes his signature under a Z that nobody "
            + "opens.")
        .About(C)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
        .Party(A, knows: [B, C], a => a
            .Fresh(R, r)
            .Let(Z)
            .Send("A1", B, Sign(A, Tuple(C, Z)))
            .Receive("B1", Answer) // from Bob, or through the trusted party
            .Send("A2", B, Tuple(R, r)))
        .Party(B, knows: [A, C], b => b
            .Receive("A1", Sign(A, Tuple(C, Z)))
            .Send("B1", A, Answer)
            .Receive("A2", Tuple(R, r), check: Z.Check, otherwise: b => b
                .Send("B2", TP, Tuple(A, B, Z, Sign(B, Tuple(C, Z)), Sign(B, Z)))
                .Receive("TP1", Tuple(R, r), check: Z.Check)))
        .Trusted(TP, tp => tp
            .Receive("B2", Tuple(A, B, Z, Sign(B, Tuple(C, Z)), Sign(B, Z)), check: Z.Check)
            .Send("TP1", A, Answer)
            .Send("TP1", B, Tuple(R, r)))
        .Wants(A, "contract", Answer, shows: $"{B} signed {C}")
        .Wants(B, "contract", Tuple(A, B, R, r, Sign(A, Tuple(C, Z.Term))), shows: $"{A} signed {C} with {B}")
        .Attacked(A, Accountability, Fairness, Timeliness, CutOff)
        .AttackedFrom(2, B, Accountability)
        .Attacked(B, Fairness, Timeliness, CutOff)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, NonRepudiationOfOrigin, Transparency, Statelessness)
        .Attacked(Confidentiality)
        .Build();
}
