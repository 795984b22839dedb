using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;
using FairExchange.Simulation.Strategies;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Generated;

/// <summary>Asks everybody about one definition, and holds the answers against each other.</summary>
internal sealed partial class Trial(Protocol protocol, Budget budget)
{
    private static readonly SearchLimits Limits = new(32, TimeSpan.FromSeconds(20));

    private static readonly ImmutableArray<Value.Message> Messages = [.. new[] { "one", "two, longer", "",
        "four" }.Select(text => new Value.Message(new Bytes(System.Text.Encoding.UTF8.GetBytes(text))))];

    private readonly Dictionary<(Property, Term.Variable?), Decision> decided = [];

    public static Outcome Of(Draft draft, Budget? budget = null)
    {
        Protocol protocol;
        try
        {
            protocol = draft.Build();
        }
        catch (DefinitionException refusal)
        {
            return refusal.Message.AsSpan().IndexOfAny('\n', '\r') >= 0 || refusal.Message.Length > 1_000
                ? new Outcome.Failed(FaultKind.Exception, $"Build refuses in several lines: {refusal.Message}")
                : new Outcome.Refused(refusal.Message);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return new Outcome.Failed(FaultKind.Exception, $"Build: {problem}");
        }

        try
        {
            return new Trial(protocol, budget ?? Budget.Usual).Run();
        }
        catch (Exception problem) when (problem is GroundTooLargeException or ExplorationTooLargeException)
        {
            return new Outcome.TooLarge(problem.Message);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException and not Z3NotFoundException)
        {
            return new Outcome.Failed(FaultKind.Exception, $"{problem}");
        }
    }

    private Outcome Run()
    {
        foreach (var party in protocol.Parties)
        {
            Ground.Of(World.Against(protocol, party, [party]), budget.Events);
            Ground.UpToRenaming(World.Against(protocol, party, [party], wider: 1), 2 * budget.Events);
        }

        Ground.Of(World.OfHonest(protocol, 1), budget.Events);

        var verifier = new Verifier(() => new Z3Solver(), Limits);
        var claims = Claim.Of(protocol, 1).ToList();
        foreach (var claim in claims.OrderBy(claim => claim.Property == Property.CutOff ? 0 : 1))
        {
            decided[(claim.Property, claim.Party)] = verifier.Decide(claim);
        }

        var scenarios = protocol.Scenarios.Select(scenario => verifier.Reach(protocol, scenario)).ToImmutableArray();
        if (decided.Values.FirstOrDefault(decision => decision.Verdict is Verdict.Unknown { Reason: "timeout" or "canceled" }
            or Verdict.NoAttackUpTo) is { } timeOut)
        {
            return new Outcome.TooLarge($"{timeOut.Claim.Property}: {timeOut.Verdict}");
        }

        var unexplored = 0;
        var problem = Widened() ?? Explored(scenarios, ref unexplored) ?? Replayed() ?? Simulated() ?? Shown() ?? FalseEvidence();
        return problem ?? new Outcome.Passed([.. claims.Select(claim => decided[(claim.Property, claim.Party)])], scenarios, unexplored);
    }

    private static string Said(Verdict verdict) => verdict switch
    {
        Verdict.Attacked attacked => $"Attacked in {attacked.Trace.Steps.Length} steps",
        Verdict.Proved => "Proved",
        _ => verdict.ToString(),
    };

    private static string Of(Property property, Term.Variable? party) => $"{property}{(party is null ? "" : $" for {party}")}";

    private Outcome? Widened()
    {
        var wider = new Verifier(() => new Z3Solver(), Limits, wider: 1);
        foreach (var ((property, party), decision) in decided.Where(pair => pair.Key.Item1.PerParty
            && (budget.AllWider || pair.Key.Item1 == Property.Fairness)))
        {
            var wide = wider.Decide(protocol, property, party, 1).Verdict;
            if (wide is Verdict.Unknown)
            {
                return new Outcome.TooLarge($"{Of(property, party)} in a wider universe: {wide}");
            }

            if (Said(decision.Verdict) != Said(wide))
            {
                return new Outcome.Failed(
                    FaultKind.Wider, $"{Of(property, party)}: {Said(decision.Verdict)}; in a wider universe: {Said(wide)}");
            }
        }

        return null;
    }

    private Outcome.Failed? Explored(ImmutableArray<Reachability> scenarios, ref int unexplored)
    {
        var second = new SecondAnswer(protocol, sessions: 1) { Most = (budget.Explored, budget.Runs, budget.Placed) };
        foreach (var ((property, party), decision) in decided.Where(pair => pair.Value.Verdict is Verdict.Attacked or Verdict.Proved
            or Verdict.Vacuous))
        {
            if (Unless(() => second.Word(property, party), ref unexplored) is { } word && word != SecondAnswer.Word(decision.Verdict))
            {
                return new Outcome.Failed(
                    FaultKind.SecondMethod, $"{Of(property, party)}: {Said(decision.Verdict)}; explored without a solver: {word}");
            }
        }

        foreach (var scenario in scenarios.Where(scenario => scenario.Reached is not null))
        {
            if (Unless(() => $"{second.Reaches(scenario.Scenario)}", ref unexplored) is { } reached && reached != $"{scenario.Reached}")
            {
                return new Outcome.Failed(
                    FaultKind.SecondMethod, $"{scenario.Scenario}: {scenario.Reached}; explored without a solver: {reached}");
            }
        }

        return null;

        static string? Unless(Func<string> explore, ref int unexplored)
        {
            try
            {
                return explore();
            }
            catch (ExplorationTooLargeException)
            {
                unexplored++;
                return null;
            }
        }
    }

    private Outcome.Failed? Replayed()
    {
        foreach (var ((property, party), decision) in decided)
        {
            if (decision.Verdict is not Verdict.Attacked attacked)
            {
                continue;
            }

            foreach (var suite in Principals.SuiteNames)
            {
                var replay = Replay.Of(attacked.Trace, protocol, Principals.Of(suite, 7, Replay.Names(attacked.Trace, protocol)), Messages,
                    new Chance(7, "replay"));
                if (!replay.Unfair)
                {
                    return new Outcome.Failed(FaultKind.Replay,
                        $"{Of(property, party)}, {suite}: the attack does not come out:\n{string.Join('\n', replay.Words)}");
                }
            }
        }

        return null;
    }

    private Outcome.Failed? Simulated()
    {
        var book = new VerdictBook(decided.Values);
        var reliable = Network.All[0];
        (string Alice, string Bob, Network Network, int Share)[] pairs =
        [
            ("random", "honest", reliable, 8), ("honest", "random", reliable, 8), ("honest", "honest", reliable, 1),
            ("honest", "honest", Network.All[1], 1),
            ("random", "honest", Network.All[3], 1), ("honest", "random", Network.All[3], 1),
        ];
        foreach (var (alice, bob, network, share) in pairs)
        {
            var player = new MatchupRunner(new Matchup(protocol, alice, bob, network, Principals.SymbolicName), 7, Messages, book);
            var outcomes = new Dictionary<string, long>();
            for (var number = 0L; number < Math.Max(2, budget.Exchanges * share / 20); number++)
            {
                var (played, contradictions) = player.Play(number);
                outcomes.TryAdd(played.Signature, number);
                if (contradictions.FirstOrDefault() is { } contradiction)
                {
                    return new Outcome.Failed(FaultKind.Simulation, contradiction.ToString());
                }
            }

            if (outcomes.Values.SelectMany(number => player.AskSolver(number, () => new Z3Solver())).FirstOrDefault() is { } disagreement)
            {
                return new Outcome.Failed(FaultKind.Simulation, disagreement.ToString());
            }

            // The same on bytes: as many as there are ways in which it came out.
            var real = new MatchupRunner(new Matchup(protocol, alice, bob, network, "p256"), 7, Messages, book);
            foreach (var (signature, number) in outcomes.Append(KeyValuePair.Create("", 0L)).DistinctBy(pair => pair.Value))
            {
                var (played, contradictions) = real.Play(number);
                if (contradictions.FirstOrDefault()?.ToString() is { } contradiction)
                {
                    return new Outcome.Failed(FaultKind.Simulation, contradiction);
                }

                if (signature.Length > 0 && played.Signature != signature)
                {
                    return new Outcome.Failed(FaultKind.Simulation,
                        $"Alice {alice}, Bob {bob}, {network}, exchange {number}: {signature} in terms and {played.Signature} on bytes");
                }
            }
        }

        return null;
    }
}
