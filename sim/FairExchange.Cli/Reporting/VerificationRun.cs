using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary>All verdicts of one run of the program, with what must be able to happen beside them.</summary>
/// <param name="Recorded">In the order asked; without scripts unless they were wanted.</param>
internal sealed record VerificationRun(ImmutableArray<RecordedInquiry> Recorded, ImmutableArray<Reachability> Reached)
{
    public IEnumerable<Judgement> Judgements => Recorded.Select(recorded => recorded.Judgement);

    /// <summary>What is not as the catalogue says, or an attack that nobody expected, outweighs what is not known; and where nothing was asked, nothing is shown.</summary>
    public int ExitCode =>
        Recorded.IsEmpty || Judgements.Any(IsUnexpected) || Reached.Any(reached => reached is { Reached: not null, AsExpected: false }) ? Cli.ExitCode.Unexpected
        : Judgements.Any(IsUnknown) || Reached.Any(reached => reached.Reached is null) ? Cli.ExitCode.Unknown
        : Cli.ExitCode.Done;

    /// <summary>Against an expectation, or an attack where there is none.</summary>
    public static bool IsUnexpected(Judgement judgement) =>
        !IsUnknown(judgement) && (judgement.AsExpected == false || (judgement.AsExpected is null && judgement.Verdict is Verdict.Attacked));

    public static bool IsUnknown(Judgement judgement) => judgement.Verdict is Verdict.Unknown or Verdict.NoAttackUpTo;

    /// <param name="around">Solver, threads, progress and cancellation.</param>
    /// <param name="protocols">Whose scenarios are searched, whatever is asked: a proof about a protocol in which nothing happens is empty.</param>
    /// <param name="inquiries">What is asked.</param>
    /// <param name="recorded">Keeps the scripts.</param>
    /// <param name="wider">How many more values of each sort the adversary has than need be.</param>
    public static VerificationRun Of(Surroundings around, ImmutableArray<Protocol> protocols, IReadOnlyList<Inquiry> inquiries, bool recorded, int wider = 0)
    {
        var scenarios = protocols.SelectMany(protocol => protocol.Scenarios.Select(scenario => (protocol, scenario))).ToList();
        using var progress = new Progress(around, inquiries.Count + scenarios.Count);
        ImmutableArray<RecordedInquiry> judged = recorded
            ? VerdictTable.Decide(
                inquiries,
                around.Threads,
                inquiry => RecordedInquiry.Judge(inquiry, around.NewSolver, wider, around.Cancellation),
                done => progress.Step(done.Judgement.Protocol.Id),
                around.Cancellation)
            : [.. Judging.All(inquiries, around.Threads, around.NewSolver, done => progress.Step(done.Protocol.Id), wider, around.Cancellation).Select(judgement => new RecordedInquiry(judgement, []))];
        var reached = VerdictTable.Decide(
            scenarios,
            around.Threads,
            question => new Verifier(around.NewSolver, wider: wider).Reach(question.protocol, question.scenario, around.Cancellation),
            done => progress.Step(done.Protocol.Id),
            around.Cancellation);
        return new VerificationRun(judged, reached);
    }
}
