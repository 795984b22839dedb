using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Cutoff;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary>
/// Margins of what the definition says, of half that, and of a millisecond more and less, each decided and each played at the limits.
/// </summary>
internal static class FrontierRun
{
    /// <summary>For each row, half against a cheating Alice and half against a cheating Bob.</summary>
    public const long Exchanges = 500;

    private static readonly Value.Message Letter = new(new Bytes("a letter"u8.ToArray()));

    /// <param name="skewMs">Clocks; rows are also made for clocks that are right.</param>
    /// <param name="delayMs">Channels; rows are also made for channels that take no time.</param>
    public static ImmutableArray<CutoffFrontierRow> Of(CommandContext context, Protocol protocol, long skewMs, long delayMs, ulong seed)
    {
        List<(Margin Margin, long Skew, long Delay, long Least, long Length)> questions =
        [
            .. from bounds in new[] { (Skew: skewMs, Delay: 0L), (Skew: 0L, Delay: delayMs), (Skew: skewMs, Delay: delayMs) }.Distinct()
               from margin in protocol.Margins
               let least = (margin.Skews * bounds.Skew) + (margin.Delays * bounds.Delay)
               from length in new[] { least / 2, least - 1, least, least + 1 }.Where(length => length >= 0).Distinct().Order()
               select (margin, bounds.Skew, bounds.Delay, least, length),
        ];
        using var progress = new Progress(context, questions.Count);
        return OrderedParallel.Decide(
            questions, context.Threads, Row, row => progress.Step($"{row.Margin} of {row.LengthMs} ms"), context.Cancellation);

        CutoffFrontierRow Row((Margin Margin, long Skew, long Delay, long Least, long Length) at)
        {
            var timing = new Timing(new Rational(at.Skew, 1), new Rational(at.Delay, 1), ImmutableDictionary<string, Span>.Empty);
            var verdict = new CutoffTheorem(protocol, context.NewSolver)
                .Decide(CutoffTheorem.With(timing, at.Margin, new Span(0, 0, new Rational(at.Length, 1))), context.Cancellation);
            // Terms instead of bytes: what comes in time does not hang on the suite.
            var frontier = new Frontier(protocol, Principals.Of(Principals.SymbolicName, seed, []), at.Skew, at.Delay, seed, [Letter]);
            return new CutoffFrontierRow(at.Margin.Name, at.Skew, at.Delay, at.Length, at.Least, verdict,
                frontier.Play(new Dictionary<string, long> { [at.Margin.Name] = at.Length }, Exchanges), seed);
        }
    }
}
