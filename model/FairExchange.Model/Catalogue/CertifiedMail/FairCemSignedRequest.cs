using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="FairCemNamed"/> where Bob signs that it is he who asks; Z = E_VPO(A, B, M; r), n a request number, U until when it
/// stands.
/// <para>A1    A → B    A, Z</para>
/// <para>B1    B → A    SIG_B(Z)</para>
/// <para>A2    A → B    M, r</para>
/// <para>B2    B → VPO  B, Z, SIG_B(Z), SIG_B(n, U, Z)    where A2 does not come, or does not encrypt to Z</para>
/// <para>VPO1  VPO → S  SIG_B(Z)                          if both signatures are Bob's and Z holds a name S, B and a string M</para>
/// <para>VPO1  VPO → B  S, M, r</para>
/// In the paper's request everything has gone over the wire before: whoever overheard A1 and B1 asks in Bob's name. That harms nobody's
/// item, and the one property that speaks of it is who pays. Here the one who is charged has signed the request itself. The number tells a
/// request that is brought again, which is answered and not charged again, from a new one; U says how long a post office that charges must
/// know the number. Neither is looked at in the protocol, which answers a right request always. Z under the signature opens for one post
/// office, so that no other charges for it. What it costs: of the messages only B2 grows, by one signature, a number of 32 bytes and a
/// time; Bob signs and the post office verifies once more in a resolve, and a run without one costs nothing.
/// </summary>
public static class FairCemSignedRequest
{
    private static readonly Term.Variable S = Name("S");

    /// <summary>The request's number: 32 random bytes.</summary>
    private static readonly Term.Variable n = Coins("n");

    /// <summary>Until when the request stands.</summary>
    private static readonly Term.Variable U = Time("U");

    public static Protocol Protocol { get; } = new ProtocolDefinition(
        "fair-cem-signed-request", "Fair CEM, request signed by Bob", section: "3, ours")
        .Remark("fair-cem-named where Bob signs the request itself, with its number and a time: nobody else can ask, and have him "
            + "charged, in his name.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, r)
            .Let(Z, Encrypt(VPO, Tuple(A, B, M), r))
            .Send("A1", B, Tuple(A, Z))
            .Receive("B1", Sign(B, Z)) // from Bob, or through the post office
            .Send("A2", B, Tuple(M, r)))
        .Party(B, knows: [U], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)), otherwise: b => b
                .Fresh(n)
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Z), Sign(B, Tuple(n, U, Z))))
                .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)))))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Sign(B, Z), Sign(B, Tuple(n, U, Z))), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)))
            .Send("VPO1", A, Sign(B, Z))
            .Send("VPO1", B, Tuple(A, M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Attacked(A, Timeliness, CutOff)
        .Proved(B, Fairness)
        .Attacked(B, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness)
        .Attacked(NonRepudiationOfOrigin, Confidentiality)
        .Build();
}
