using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="FairCemCutoffNamed"/> whose post office dies after the first of its two answers, as in <see cref="FairCemCrashing"/>.
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
        vpo => Answers(Dies(vpo).Receive("B3", AskedAgain)))
        .Remark("A cut-off and a post office that dies between its answers: what it took before T it answers after T too, for which it "
            + "must remember that it took it.")
        .Attacked(Statelessness)
        .Build();

    /// <summary>
    /// A post office that keeps nothing looks at its clock once more when Bob asks again, and refuses what it took in time.
    /// </summary>
    public static Protocol Forgetful { get; } = Common(
        "fair-cem-cutoff-forgetful",
        "Fair CEM with a cut-off time, crash and nothing kept",
        vpo => Dies(vpo),
        vpo => Answers(vpo.Receive("B3", AskedAgain, check: FairCemCutoff.Z.Check, before: T)))
        .Remark("The same where nothing is kept: the post office dies between its answers, and Bob, who asks again after T, is refused "
            + "what Alice has her receipt for.")
        .Attacked(B, Fairness, CutOff)
        .Build();

    private static Term Request => Tuple(B, Z, Terms.Sign(B, Tuple(T, Z)));

    private static Term AskedAgain => Tuple(B, Z, Terms.Sign(B, Tuple(T, Z)), Terms.Sign(B, Terms.Sign(B, Tuple(T, Z))));

    private static ScriptBuilder Dies(ScriptBuilder vpo) => vpo
        .Receive("B2", Request, check: FairCemCutoff.Z.Check, before: T)
        .Send("VPO1", A, Terms.Sign(B, Tuple(T, Z)));

    private static ScriptBuilder Answers(ScriptBuilder vpo) => vpo
        .Send("VPO2", A, Terms.Sign(B, Tuple(T, Z)))
        .Send("VPO2", B, Tuple(A, M, r));

    private static ProtocolDefinition Common(string id, string title, params Action<ScriptBuilder>[] handlers) =>
        FairCemCutoffNamed.Protocol.Derive(id, title, section: "3, ours")
            .Otherwise("VPO1", B, atLatest: T.Plus(FairCemCutoff.Wait), otherwise: b => b
                .Send("B3", VPO, AskedAgain)
                .Receive("VPO2", Tuple(S, M, r), check: FairCemCutoff.Z.With(A, S).Check, until: T.Plus(Again), otherwise: _ => { }))
            .Trusted(VPO, [.. handlers])
            .DecidedFor(sessions: 1); // two sessions with clocks take the solver more than its time
}
