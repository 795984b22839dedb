using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.CertifiedMail.FairCemCutoff;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="FairCemCutoffNamed"/> whose post office dies after the first of its two answers, as in <see cref="FairCemCrashing"/>;
/// Z = E_VPO(A, B, M, T; r).
/// <para>A1    A → B    A, T, Z</para>
/// <para>B1    B → A    SIG_B(T, Z)                            where A1 comes before T - sign</para>
/// <para>A2    A → B    M, r                                   where B1 comes before T + wait; then A waits no longer</para>
/// <para>B2    B → VPO  B, Z, SIG_B(T, Z)                      where A2 does not come or does not fit, at T - resolve at the latest</para>
/// <para>VPO1  VPO → S  SIG_B(T, Z)                            up to T, if all is right; and the process dies</para>
/// <para>B3    B → VPO  B, Z, SIG_B(T, Z), SIG_B(SIG_B(T, Z))  where VPO1 does not come: Bob asks again, at T + wait at the latest</para>
/// <para>VPO2  VPO → S  SIG_B(T, Z)                            whenever it is asked, for B2 was taken in time</para>
/// <para>VPO2  VPO → B  S, M, r                                for which B waits until T + again</para>
/// That a request was taken in time must outlive the process, or whoever asks again after T is refused while the other side has its answer.
/// So the post office is no longer stateless: it keeps a mark for each request, though no message and no secret. The mark is made with the
/// first answer and not before it: whoever begins again sends the sender what is owed before anything else, and how long it was dead counts
/// into the channel's delay; a mark without an answer would let Bob ask for M when Alice waits no longer.
/// </summary>
public static class FairCemCutoffCrashing
{
    private static readonly Term.Variable S = Name("S");

    /// <summary>
    /// How long after T Bob waits for the answer to what he asks again: he asks at T + wait on his clock, and there are a way to the post
    /// office and one back.
    /// </summary>
    public static Margin Again { get; } = new("again", Skews: 4, Delays: 3);

    /// <summary>What was taken in time is answered whenever it is asked again.</summary>
    public static Protocol Protocol { get; } = Common(
        "fair-cem-cutoff-crashing",
        "Fair CEM with a cut-off time, crash after the receipt",
        vpo => SolverAnswer(Dies(vpo).Receive("B3", AskedAgain)))
        .Remark("A cut-off and a post office that dies between its answers: what it took before T it answers after T too, for which it "
            + "must remember that it took it.")
        .Proved(B, Fairness, CutOff)
        .Attacked(Statelessness)
        .Build();

    /// <summary>
    /// A post office that keeps nothing looks at its clock once more when Bob asks again, and refuses what it took in time.
    /// </summary>
    public static Protocol Forgetful { get; } = Common(
        "fair-cem-cutoff-forgetful",
        "Fair CEM with a cut-off time, crash and nothing kept",
        vpo => Dies(vpo),
        vpo => SolverAnswer(vpo.Receive("B3", AskedAgain, check: Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r)), before: T)))
        .Remark("The same where nothing is kept: the post office dies between its answers, and Bob, who asks again after T, is refused "
            + "what Alice has her receipt for.")
        .Attacked(B, Fairness, CutOff)
        .Proved(Statelessness)
        .Build();

    private static Term Request => Tuple(B, Z, Terms.Sign(B, Tuple(T, Z)));

    private static Term AskedAgain => Tuple(B, Z, Terms.Sign(B, Tuple(T, Z)), Terms.Sign(B, Terms.Sign(B, Tuple(T, Z))));

    private static ScriptBuilder Dies(ScriptBuilder vpo) => vpo
        .Receive("B2", Request, check: Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r)), before: T)
        .Send("VPO1", A, Terms.Sign(B, Tuple(T, Z)));

    private static ScriptBuilder SolverAnswer(ScriptBuilder vpo) => vpo
        .Send("VPO2", A, Terms.Sign(B, Tuple(T, Z)))
        .Send("VPO2", B, Tuple(A, M, r));

    private static ProtocolDefinition Common(string id, string title, params Action<ScriptBuilder>[] handlers)
    {
        var opens = Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r));
        var named = Z.Is(Encrypt(VPO, Tuple(S, B, M, T), r));
        return new ProtocolDefinition(id, title, section: "3, ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B, T], a => a
                .Fresh(M, r)
                .Let(Z, Encrypt(VPO, Tuple(A, B, M, T), r))
                .Send("A1", B, Tuple(A, T, Z))
                .Receive("B1", Terms.Sign(B, Tuple(T, Z)), until: T.Plus(Wait), otherwise: _ => { }) // from Bob, or through the post office
                .Send("A2", B, Tuple(M, r)))
            .Party(B, knows: [], b => b
                .Receive("A1", Tuple(A, T, Z), before: T.Minus(FairCemCutoff.Sign))
                .Send("B1", A, Terms.Sign(B, Tuple(T, Z)))
                .Receive("A2", Tuple(M, r), check: opens, atLatest: T.Minus(Resolve), otherwise: b => b
                    .Send("B2", VPO, Request)
                    .Receive("VPO1", Tuple(S, M, r), check: named, atLatest: T.Plus(Wait), otherwise: b => b
                        .Send("B3", VPO, AskedAgain)
                        .Receive("VPO2", Tuple(S, M, r), check: named, until: T.Plus(Again), otherwise: _ => { }))))
            .Trusted(VPO, [.. handlers])
            .Wants(A, "receipt", Tuple(A, B, M, T, r, Terms.Sign(B, Tuple(T, Encrypt(VPO, Tuple(A, B, M, T), r)))),
                shows: $"{B} received {M} from {A} by {T}")
            .Wants(B, "message", M)
            .DecidedFor(sessions: 1) // two sessions with clocks take the solver more than its time
            .Proved(A, Fairness, Timeliness, CutOff)
            .Proved(B, Timeliness)
            .Proved(B, Accountability)
            .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency)
            .Attacked(NonRepudiationOfOrigin, Confidentiality);
    }
}
