using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary>All verdicts of one run of the program, with what must be able to happen beside them.</summary>
/// <param name="Recorded">In the order asked; without scripts unless they were wanted.</param>
internal sealed record VerificationRun(ImmutableArray<RecordedDecision> Recorded, ImmutableArray<Reachability> Reached)
{
    public IEnumerable<Decision> Decisions => Recorded.Select(recorded => recorded.Decision);

    /// <summary>
    /// What is not as the catalogue says, or an attack that nobody expected, outweighs what is not known; and where nothing was asked,
    /// nothing is shown.
    /// </summary>
    public int ExitCode =>
        Recorded.IsEmpty || Decisions.Any(IsUnexpected) || Reached.Any(reached => reached is { Reached: not null, AsExpected: false })
            ? Cli.ExitCode.Unexpected
        : Decisions.Any(IsUnknown) || Reached.Any(reached => reached.Reached is null) ? Cli.ExitCode.Unknown
        : Cli.ExitCode.Done;

    /// <summary>Against an expectation, or an attack where there is none.</summary>
    public static bool IsUnexpected(Decision decision) =>
        !IsUnknown(decision) && (decision.AsExpected == false || (decision.AsExpected is null && decision.Verdict is Verdict.Attacked));

    public static bool IsUnknown(Decision decision) => decision.Verdict is Verdict.Unknown or Verdict.NoAttackUpTo;

    /// <param name="context">Solver, threads, progress and cancellation.</param>
    /// <param name="protocols">Whose scenarios are searched, whatever is asked: a proof about a protocol in which nothing happens is
    /// empty.</param>
    /// <param name="claims">What is asked.</param>
    /// <param name="recorded">Keeps the scripts.</param>
    /// <param name="wider">How many more values of each sort the adversary has than need be.</param>
    public static VerificationRun Of(
        CommandContext context, ImmutableArray<Protocol> protocols, IReadOnlyList<Claim> claims, bool recorded, int wider = 0)
    {
        var scenarios = protocols.SelectMany(protocol => protocol.Scenarios.Select(scenario => (protocol, scenario))).ToList();
        using var progress = new Progress(context, claims.Count + scenarios.Count);
        ImmutableArray<RecordedDecision> decided = recorded
            ? OrderedParallel.Decide(
                claims,
                context.Threads,
                claim => RecordedDecision.Of(claim, context.NewSolver, wider, context.Cancellation),
                done => progress.Step(done.Decision.Claim.Protocol.Id),
                context.Cancellation)
            : [.. Verifier.DecideAll(claims, context.Threads, context.NewSolver, done => progress.Step(done.Claim.Protocol.Id), wider,
                context.Cancellation).Select(decision => new RecordedDecision(decision, []))];
        var reached = OrderedParallel.Decide(
            scenarios,
            context.Threads,
            question => new Verifier(context.NewSolver, wider: wider).Reach(question.protocol, question.scenario, context.Cancellation),
            done => progress.Step(done.Protocol.Id),
            context.Cancellation);
        return new VerificationRun(decided, reached);
    }
}
