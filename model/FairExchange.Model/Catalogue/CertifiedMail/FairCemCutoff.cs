using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Fair CEM with a cut-off time T (section 3, last paragraph).
/// Each time is on the clock of whoever looks at it. Where clocks are off by at most a skew and resilient channels take at most a delay,
/// each margin must be two skews and a delay: Bob's request must be there while the post office's clock, which may be ahead of his, still
/// shows T; and Alice, whose clock may be ahead, must wait for an answer that the post office sends at the last moment of its own. So both
/// end in time; but like <see cref="FairCem"/> to the letter it is unfair to Bob.
/// </summary>
public static class FairCemCutoff
{
    /// <summary>Up to how long before T Bob signs.</summary>
    public static Margin Sign { get; } = new("sign", Skews: 2, Delays: 1);

    /// <summary>How long before T Bob turns to the post office at the latest.</summary>
    public static Margin Resolve { get; } = new("resolve", Skews: 2, Delays: 1);

    /// <summary>How long after T either side waits for what the post office may have sent.</summary>
    public static Margin Wait { get; } = new("wait", Skews: 2, Delays: 1);

    internal static readonly Abbreviation Z = Abbreviate(Symbols.Z, Encrypt(VPO, Tuple(A, B, M, T), r));

    public static Protocol Protocol { get; } = new ProtocolDefinition("fair-cem-cutoff", "Fair CEM with a cut-off time", section: "3")
        .Remark("fair-cem with a time T in Z and in what Bob signs: soon after T both sides are at an end. A sender misnamed inside Z "
            + "wrongs Bob as in fair-cem.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B, T], a => a
            .Fresh(M, r)
            .Let(Z)
            .Send("A1", B, Tuple(A, T, Z))
            .Receive("B1", Terms.Sign(B, Tuple(T, Z)), until: T.Plus(Wait), otherwise: _ => { }) // from Bob, or through the post office
            .Send("A2", B, Tuple(M, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, T, Z), before: T.Minus(Sign))
            .Send("B1", A, Terms.Sign(B, Tuple(T, Z)))
            .Receive("A2", Tuple(M, r), check: Z.Check, atLatest: T.Minus(Resolve), otherwise: b => b
                .Send("B2", VPO, Tuple(A, B, Z, Terms.Sign(B, Tuple(T, Z))))
                .Receive("VPO1", Tuple(M, r), check: Z.Check, until: T.Plus(Wait), otherwise: _ => { })))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(A, B, Z, Terms.Sign(B, Tuple(T, Z))), check: Z.Check, before: T)
            .Send("VPO1", A, Terms.Sign(B, Tuple(T, Z)))
            .Send("VPO1", B, Tuple(M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, T, r, Terms.Sign(B, Tuple(T, Z.Term))),
            shows: $"{B} received {M} from {A} by {T}")
        .Wants(B, "message", M)
        .Proved(A, Fairness, Timeliness, CutOff)
        .Attacked(B, Fairness, CutOff)
        .Proved(B, Timeliness)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness)
        .Attacked(NonRepudiationOfOrigin, Confidentiality)
        .Build();
}
