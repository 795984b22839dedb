using System.Collections.Immutable;
using System.Diagnostics;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Verification.Impossibility;

/// <summary>Proposes and refutes: the solver proposes protocols, the verifier refutes them.</summary>
internal sealed class SearchRun(Search search, Func<ISolver> newSolver, Action<string> onProgress, CancellationToken cancellation)
{
    /// <summary>Where more are refused for one number of messages, the search says that it does not know.</summary>
    private const int MostRefused = 200;

    /// <summary>Messages that suffice where there is a protocol: so far the search goes, however little is asked for.</summary>
    private const int Enough = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private static readonly ImmutableArray<(Property Property, Term.Variable? Party, int Sessions)> Claims =
    [
        (Property.Effectiveness, null, 1), (Property.Fairness, A, 1), (Property.Fairness, B, 1), (Property.Fairness, A, 2), (Property.Fairness, B, 2),
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

    private static bool IsOver(ImmutableArray<SearchStage>.Builder stages) => stages.Count > 0 && stages[^1] is not { Found: null, Unknown: null };

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
        var unknowns = new Unknowns(search.Repertoire, messages, search.Trusted);
        var candidates = new CandidateSearch(unknowns, new Rules(unknowns).Of(search.Demands), solver, Timeout, cancellation);
        var stage = new SearchStage(messages, Found: null, Refused: [], Unknown: null, solver.Script);
        while (stage.Refused.Length <= MostRefused)
        {
            onProgress(stage.Refused.IsEmpty ? words : $"{words}, {stage.Refused.Length} refused");
            switch (candidates.Next())
            {
                case Sought.None:
                    return stage;
                case Sought.Unknown unknown:
                    return stage with { Unknown = unknown.Reason };
                case Sought.Found found:
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

    /// <summary>Whatever both were sent so far, no message can be the first to bring somebody its item, and withstand whoever stops there.</summary>
    private SearchStage Induction()
    {
        var words = $"{search.Id}, any number of messages";
        onProgress(words);
        using var solver = new RecordingSolver(newSolver());
        solver.Note($"{words}: one of them, whatever both were sent before");
        var unknowns = new Unknowns(search.Repertoire, messages: 1, search.Trusted);
        var first = new CandidateSearch(unknowns, new Rules(unknowns, midway: true).OfFirstGain(), solver, Timeout, cancellation).Next();
        return new SearchStage(Messages: null, Found: null, Refused: [], first switch
        {
            Sought.None => null,
            Sought.Unknown unknown => unknown.Reason,
            Sought.Found => "the induction does not go through",
            _ => throw new UnreachableException(),
        }, solver.Script);
    }

    private (Discovery? Found, Refusal? Refused) Examine(Candidate candidate)
    {
        if (!search.Trusted && candidate.Terms.Any(term => term.Variables().Contains(search.Repertoire.Trusted)))
        {
            return (null, new Refusal(candidate, null, null, $"it speaks of {search.Repertoire.Trusted}, who is not there"));
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
        var judgements = ImmutableArray.CreateBuilder<Judgement>();
        foreach (var (property, party, sessions) in Claims)
        {
            var judgement = verifier.Judge(protocol, property, party, sessions, cancellation);
            if (search.Demands.HasFlag(DemandOf(property, party)) && !search.Fulfils(judgement.Verdict))
            {
                return (null, new Refusal(
                    candidate, protocol, judgement, $"{property}{(party is null ? "" : $" for {party}")} {(judgement.Verdict switch { Verdict.Attacked => "attacked", Verdict.Vacuous => "vacuous", _ => "not proved" })}"));
            }

            judgements.Add(judgement);
        }

        return (new Discovery(candidate, protocol, judgements.ToImmutable()), null);
    }
}
