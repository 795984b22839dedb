using System.Collections.Immutable;
using System.Diagnostics;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Verification.Impossibility;

/// <summary>
/// A search over a class of protocols: those of up to so many messages, each in either direction and holding any of the repertoire's parts
/// that its sender can make. The judge asks a party for any of the counterpart's signatures over the subject, and for what opens all that
/// they hide. Where there is a trusted party, either of the two may ask it when the other is silent, with anything that it can make, and it
/// answers both with anything that it can make of the request. One formula describes both classes: among two parties nobody asks.
/// <para>
/// Not in the class: items that come bit by bit or with some probability (gradual release), time, rules by which something binds that
/// nobody opens, a trusted party's own word as evidence, one that takes part in every run or remembers, and terms that the repertoire does
/// not have. Branches are in it (see <see cref="Demands"/>): what a party says to one that is silent for good brings it nothing.
/// </para>
/// </summary>
/// <param name="Trusted">Whether there is a trusted party.</param>
public sealed record Search(TermPool TermPool, bool Trusted, Demands Demands)
{
    /// <summary>Of each kind of exchange: two parties and all demands; each demand given up; all demands and a trusted party.</summary>
    public static ImmutableArray<Search> All { get; } =
    [
        .. TermPool.All.SelectMany(repertoire => (Search[])
        [
            new(repertoire, Trusted: false, Demands.All),
            new(repertoire, Trusted: false, Demands.All & ~Demands.FairToAlice),
            new(repertoire, Trusted: false, Demands.All & ~Demands.FairToBob),
            new(repertoire, Trusted: false, Demands.All & ~Demands.Effective),
            new(repertoire, Trusted: true, Demands.All),
        ]),
    ];

    /// <summary>
    /// Whether a verdict is what was demanded. Where nobody demands that anything is exchanged, a protocol in which nothing is, and of
    /// which all is vacuous, is just what giving that up allows.
    /// </summary>
    public bool Fulfils(Verdict verdict) =>
        verdict is Verdict.Proved || (verdict is Verdict.Vacuous && !Demands.HasFlag(Demands.Effective));

    /// <summary>What the theory says: whether there is such a protocol.</summary>
    public bool Exists => Trusted || Demands != Demands.All;

    /// <summary>certified-mail-two-party, certified-mail-two-party-unfair-to-alice, certified-mail-with-vpo.</summary>
    public string Id => string.Concat(
        TermPool.Kind,
        Trusted ? $"-with-{TermPool.Trusted.Symbol.ToLowerInvariant()}" : "-two-party",
        Demands.HasFlag(Demands.Effective) ? "" : "-ineffective",
        Demands.HasFlag(Demands.FairToAlice) ? "" : "-unfair-to-alice",
        Demands.HasFlag(Demands.FairToBob) ? "" : "-unfair-to-bob");

    /// <summary>
    /// Searches protocols of one message, of up to two, and so on, until one is found; then, where there is none, of any number. The
    /// formula knows cheats that stop. So what it proposes is put to the verifier, whose cheats do everything: what it does not prove is
    /// refused, and the next asked for.
    /// </summary>
    /// <param name="messages">How far to search; where the theory says that there is one, as far as it says.</param>
    /// <param name="onProgress">Is told what is searched.</param>
    public SearchResult Run(
        int messages, Func<ISolver> newSolver, Action<string>? onProgress = null, CancellationToken cancellation = default) =>
        new SearchRun(this, newSolver, onProgress ?? (_ => { }), cancellation).UpTo(messages);
}

/// <summary>How a search came out.</summary>
/// <param name="Stages">One for each number of messages, the last the one that ended the search.</param>
public sealed record SearchResult(Search Search, ImmutableArray<SearchStage> Stages)
{
    public Discovery? Found => Stages[^1].Found;

    public string? Unknown => Stages[^1].Unknown;

    /// <summary>
    /// Whether it came out as the theory says; null where that is unknown. What was given up must be attacked by the verifier: else the
    /// formula would call impossible what is not.
    /// </summary>
    public bool? AsTheTheorySays =>
        Unknown is not null || Found?.Decisions.Any(decision =>
            decision.Verdict is not (Verdict.Proved or Verdict.Attacked or Verdict.Vacuous)) == true ? null
        : (Found is not null) == Search.Exists
            && Found?.Decisions.Any(decision => decision.AsExpected != true
                && !(decision.Verdict is Verdict.Vacuous && Search.Fulfils(decision.Verdict))) != true;
}

/// <summary>What came out for one number of messages: a protocol, none, or nothing that is known.</summary>
/// <param name="Messages">Up to so many; null: any number, by induction.</param>
/// <param name="Refused">What was proposed and not proved.</param>
/// <param name="Unknown">Why there is no answer; null where there is one.</param>
/// <param name="Script">All that the solver was asked.</param>
public sealed record SearchStage(int? Messages, Discovery? Found, ImmutableArray<Refusal> Refused, string? Unknown, SolverScript Script)
{
    public TimeSpan Took { get; init; }
}

/// <summary>A protocol that was found, and what the verifier says of it.</summary>
/// <param name="Decisions">Effectiveness; fairness for each, for one session of the honest party and for two.</param>
public sealed record Discovery(Candidate Candidate, Protocol Protocol, ImmutableArray<Decision> Decisions);

/// <summary>A proposal that was not good enough.</summary>
/// <param name="Protocol">Null where it makes no definition.</param>
/// <param name="Decision">What was demanded and not proved; null where it makes no definition.</param>
/// <param name="Reason">In words.</param>
public sealed record Refusal(Candidate Candidate, Protocol? Protocol, Decision? Decision, string Reason);

/// <summary>Proposes and refutes: the solver proposes protocols, the verifier refutes them.</summary>
internal sealed class SearchRun(Search search, Func<ISolver> newSolver, Action<string> onProgress, CancellationToken cancellation)
{
    /// <summary>Where more are refused for one number of messages, the search says that it does not know.</summary>
    private const int MostRefused = 200;

    /// <summary>Messages that suffice where there is a protocol: so far the search goes, however little is asked for.</summary>
    private const int Enough = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private static IEnumerable<Claim> Claims(Protocol protocol) =>
    [
        new(protocol, Property.Effectiveness, null, 1), new(protocol, Property.Fairness, A, 1), new(protocol, Property.Fairness, B, 1),
        new(protocol, Property.Fairness, A, 2), new(protocol, Property.Fairness, B, 2),
    ];

    public SearchResult UpTo(int messages)
    {
        var stages = ImmutableArray.CreateBuilder<SearchStage>();
        for (var number = 1; number <= (search.Exists ? Math.Max(messages, Enough) : messages) && !IsOver(stages); number++)
        {
            var upTo = number;
            stages.Add(Timed(() => Stage(upTo)));
        }

        if (!search.Exists && !IsOver(stages))
        {
            stages.Add(Timed(Induction));
        }

        return new SearchResult(search, stages.ToImmutable());
    }

    private static Demands DemandOf(Property property, Term.Variable? party) =>
        property == Property.Effectiveness ? Demands.Effective : party == A ? Demands.FairToAlice : Demands.FairToBob;

    private static bool IsOver(ImmutableArray<SearchStage>.Builder stages) =>
        stages.Count > 0 && stages[^1] is not { Found: null, Unknown: null };

    private static SearchStage Timed(Func<SearchStage> search)
    {
        var watch = Stopwatch.StartNew();
        return search() with { Took = watch.Elapsed };
    }

    private SearchStage Stage(int messages)
    {
        var words = $"{search.Id}, up to {messages} message{(messages == 1 ? "" : "s")}";
        using var solver = new RecordingSolver(newSolver());
        solver.Note(words);
        var unknowns = new Unknowns(search.TermPool, messages, search.Trusted);
        var candidates = new CandidateSearch(unknowns, new Rules(unknowns).Of(search.Demands), solver, Timeout, cancellation);
        var stage = new SearchStage(messages, Found: null, Refused: [], Unknown: null, solver.Script);
        while (stage.Refused.Length <= MostRefused)
        {
            onProgress(stage.Refused.IsEmpty ? words : $"{words}, {stage.Refused.Length} refused");
            switch (candidates.Next())
            {
                case CandidateAnswer.None:
                    return stage;
                case CandidateAnswer.Unknown unknown:
                    return stage with { Unknown = unknown.Reason };
                case CandidateAnswer.Found found:
                    var (discovery, refusal) = Examine(found.Candidate);
                    if (discovery is not null)
                    {
                        return stage with { Found = discovery };
                    }

                    stage = stage with { Refused = stage.Refused.Add(refusal!) };
                    break;
            }
        }

        return stage with { Unknown = $"{stage.Refused.Length} proposals were refused" };
    }

    /// <summary>
    /// Whatever both were sent so far, no message can be the first to bring somebody its item, and withstand whoever stops there.
    /// </summary>
    private SearchStage Induction()
    {
        var words = $"{search.Id}, any number of messages";
        onProgress(words);
        using var solver = new RecordingSolver(newSolver());
        solver.Note($"{words}: one of them, whatever both were sent before");
        var unknowns = new Unknowns(search.TermPool, messages: 1, search.Trusted);
        var first = new CandidateSearch(unknowns, new Rules(unknowns, midway: true).OfFirstGain(), solver, Timeout, cancellation).Next();
        return new SearchStage(Messages: null, Found: null, Refused: [], first switch
        {
            CandidateAnswer.None => null,
            CandidateAnswer.Unknown unknown => unknown.Reason,
            CandidateAnswer.Found => "the induction does not go through",
            _ => throw new UnreachableException(),
        }, solver.Script);
    }

    private (Discovery? Found, Refusal? Refused) Examine(Candidate candidate)
    {
        if (!search.Trusted && candidate.Terms.Any(term => term.Variables().Contains(search.TermPool.Trusted)))
        {
            return (null, new Refusal(candidate, null, null, $"it speaks of {search.TermPool.Trusted}, who is not there"));
        }

        Protocol protocol;
        try
        {
            protocol = Realisation.Of(candidate, search.Id, search.Demands);
        }
        catch (DefinitionException problem)
        {
            return (null, new Refusal(candidate, null, null, $"no definition: {problem.Problem}"));
        }

        var verifier = new Verifier(newSolver);
        var decisions = ImmutableArray.CreateBuilder<Decision>();
        foreach (var claim in Claims(protocol))
        {
            var decision = verifier.Decide(claim, cancellation);
            if (search.Demands.HasFlag(DemandOf(claim.Property, claim.Party)) && !search.Fulfils(decision.Verdict))
            {
                return (null, new Refusal(
                    candidate, protocol, decision,
                    $"{claim} "
                    + $"{(decision.Verdict switch { Verdict.Attacked => "attacked", Verdict.Vacuous => "vacuous", _ => "not proved" })}"));
            }

            decisions.Add(decision);
        }

        return (new Discovery(candidate, protocol, decisions.ToImmutable()), null);
    }
}
