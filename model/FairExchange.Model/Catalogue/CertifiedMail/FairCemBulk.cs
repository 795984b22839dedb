using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Fair CEM for goods of any size, after section 3, note 1, with E = E_K(M) and h = H(E). In the note E is a part
/// of what the post office opens, as of what Bob signs; here it never sees E, so that a resolve costs the same for goods of any size.
/// A receipt shows E, K and r: the judge opens E with K, and makes h and Z again. The sender is named by Z as in
/// <see cref="FairCemNamed"/>, or the attack on <see cref="FairCem"/> would work here too.
/// <para>
/// Another one does. Bob signs a Z that he cannot look into, so he does not know that h is the digest of the E that he has. A sender who
/// gives him other goods, or noise, and puts the digest of the right ones into Z, gets a receipt for goods that never left her. No resolve
/// helps: K opens what Bob does not have.
/// <see cref="FairCemBulkBound"/> mends it.
/// </para>
/// </summary>
public static class FairCemBulk
{
    private static readonly Term.Variable S = Name("S");

    private static readonly Abbreviation E = Abbreviate(Symbols.E, Encrypt(K, M));

    private static readonly Abbreviation Z = Abbreviate(Symbols.Z, Encrypt(VPO, Tuple(A, B, K, Hash(E)), r));

    public static Protocol Protocol { get; } = new ProtocolDefinition("fair-cem-bulk", "Fair CEM, bulk goods", section: "3, note 1")
        .Remark("M under a key, and only the key and a digest under the post office's: falls to a sender who delivers other goods than "
            + "Z speaks of.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, K, r)
            .Let(E)
            .Let(Z)
            .Send("A1", B, Tuple(A, E, Z))
            .Receive("B1", Sign(B, Z)) // from Bob, or through the post office
            .Send("A2", B, Tuple(K, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, E, Z))
            .Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(K, r), checks: [E.Check, Z.Check], otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                .Receive("VPO1", Tuple(S, K, r), checks: [E.Check, Z.With(A, S).Check])))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Symbols.Z.Is(Encrypt(VPO, Tuple(A, B, K, h), r)))
            .Send("VPO1", A, Sign(B, Z))
            .Send("VPO1", B, Tuple(A, K, r)))
        .Wants(
            A,
            "receipt",
            Tuple(A, B, E.Term, K, r, Sign(B, Z.With(Symbols.E, E.Term).Term)),
            shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Attacked(A, Timeliness, CutOff)
        .Attacked(B, Fairness, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness, Confidentiality)
        .Attacked(NonRepudiationOfOrigin)
        .DecidedFor(sessions: 1) // what a sender may say first has thousands of forms, and two recipients read any two of them
        .Build();
}
