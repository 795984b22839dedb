using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Verdicts;

/// <summary>
/// Decides the lines of a table, those that speak of the same runs one after the other: where cut-off is proved, fairness and timeliness are proved with it, since it is the two together
/// (<see cref="Searching.Goals"/>), and the search ends where no run has anything new, whatever is asked of it.
/// </summary>
public static class Judging
{
    /// <param name="threads">How many groups of questions to decide at once.</param>
    /// <param name="wider">How much wider than need be the universe is.</param>
    /// <param name="onJudged">Called after each, on the thread that decided it.</param>
    /// <returns>In the order of the inquiries, which are distinct.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<Judgement> All(
        IReadOnlyList<Inquiry> inquiries, int threads, Func<ISolver> newSolver, Action<Judgement>? onJudged = null, int wider = 0, CancellationToken cancellation = default)
    {
        var groups = inquiries.GroupBy(inquiry => (inquiry.Protocol.Id, inquiry.Party, inquiry.Sessions)).Select(group => group.ToList()).ToList();
        var judged = VerdictTable.Decide(groups, threads, Group, cancellation: cancellation).SelectMany(group => group).ToDictionary();
        return [.. inquiries.Select(inquiry => judged[inquiry])];

        List<KeyValuePair<Inquiry, Judgement>> Group(List<Inquiry> group)
        {
            var results = new List<KeyValuePair<Inquiry, Judgement>>();
            var verifier = new Verifier(newSolver, wider: wider);
            Judgement? cutOff = null;
            foreach (var inquiry in group.OrderBy(inquiry => inquiry.Property == Property.CutOff ? 0 : 1))
            {
                var judgement = cutOff is { Verdict: Verdict.Proved } && (inquiry.Property == Property.Fairness || inquiry.Property == Property.Timeliness)
                    ? cutOff with { Property = inquiry.Property, Took = TimeSpan.Zero }
                    : verifier.Judge(inquiry.Protocol, inquiry.Property, inquiry.Party, inquiry.Sessions, cancellation);
                cutOff = inquiry.Property == Property.CutOff ? judgement : cutOff;
                results.Add(KeyValuePair.Create(inquiry, judgement));
                onJudged?.Invoke(judgement);
            }

            return results;
        }
    }
}
