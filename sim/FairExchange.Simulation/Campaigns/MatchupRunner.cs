using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Replaying;
using FairExchange.Simulation.Strategies;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Simulation.Campaigns;

/// <summary>
/// Plays the exchanges of one row and holds each against the verdicts. Safe for several threads: an exchange depends on seed, row and
/// number alone.
/// </summary>
public sealed class MatchupRunner
{
    private readonly Matchup matchup;
    private readonly ulong seed;
    private readonly ImmutableArray<Value.Message> messages;
    private readonly VerdictBook verdicts;
    private readonly Principals principals;
    private readonly Trace? trace;

    /// <param name="repeats">Whether signatures must be the same bytes each time: for <see cref="HeldEvidence"/>.</param>
    public MatchupRunner(Matchup matchup, ulong seed, ImmutableArray<Value.Message> messages, VerdictBook verdicts, bool repeats = false)
    {
        (this.matchup, this.seed, this.messages, this.verdicts) = (matchup, seed, messages, verdicts);
        trace = matchup.Tracer is { } tracer
            ? verdicts.Attack(matchup.Protocol, matchup.Protocol.Counterpart(tracer))
                ?? throw new ArgumentException($"No attack on {matchup.Protocol.Id} is known that could be played.")
            : null;
        principals = Principals.Of(matchup.IsCompiled ? Principals.SymbolicName : matchup.Suite, seed, trace is null
            ? Exchange.Names.Concat(matchup.Protocol.TrustedParties.Select(party => party.Name.Symbol))
            : Replay.Names(trace, matchup.Protocol), repeats);
    }

    public (ExchangeOutcome Played, ImmutableArray<Contradiction> Contradictions) Play(long number) => Play(DrawsOf(number), number);

    /// <param name="number">What contradictions name; null for an exchange that has no number.</param>
    public (ExchangeOutcome Played, ImmutableArray<Contradiction> Contradictions) Play(Draws draws, long? number)
    {
        var (observation, result, meter, end) = PlayOne(draws);
        return (new ExchangeOutcome(number ?? 0, Summary(observation), meter, end, observation.Signature),
            [.. Contradictions(number, observation, result)]);
    }

    /// <summary>Puts the exchange's outcome to the solver: does it agree with the predicate about each property?</summary>
    public IEnumerable<Contradiction> AskSolver(long number, Func<ISolver> newSolver, CancellationToken cancellation = default) =>
        AskSolver(DrawsOf(number), number, newSolver, cancellation);

    /// <inheritdoc cref="AskSolver(long, Func{ISolver}, CancellationToken)"/>
    public IEnumerable<Contradiction> AskSolver(
        Draws draws, long? number, Func<ISolver> newSolver, CancellationToken cancellation = default)
    {
        var observation = PlayOne(draws).Observation;
        foreach (var claim in Claims(sessions: 1))
        {
            using var solver = newSolver();
            if (!observation.SolverAgrees(claim.Property, claim.Party, solver, cancellation))
            {
                yield return Found(number, $"predicate and solver disagree about {claim.Property}");
            }
        }
    }

    /// <summary>
    /// What the honest parties can show after an exchange, and the goods that belong to it; nothing in the symbolic suite.
    /// </summary>
    public IEnumerable<(EvidenceFile File, IBulkStore Goods)> HeldEvidence(long number)
    {
        var result = PlayOne(DrawsOf(number)).Result;
        return principals.Suite is { } suite && trace is null
            ? Held(result!).Select(evidence => (EvidenceFile.Of(suite, evidence.Evidence, principals.Directory), result!.Goods))
            : [];
    }

    private Setting Setting => new(
        matchup.Protocol,
        principals,
        AllStrategies.Alice.First(strategy => strategy.Name == matchup.Alice),
        AllStrategies.Bob.First(strategy => strategy.Name == matchup.Bob),
        matchup.Network,
        messages);

    private Draws DrawsOf(long number)
    {
        var text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return trace is null ? Draws.Of(Setting, seed, number)
            : new Draws(new Chance(seed, matchup.Protocol.Id, "trace", text), new Chance(seed, matchup.Protocol.Id, "trace coins", text),
                new Chance(seed, "message", text));
    }

    private (Observation Observation, ExchangeResult? Result, Meter Meter, long EndMs) PlayOne(Draws draws)
    {
        if (trace is null)
        {
            var result = Exchange.Play(Setting, draws);
            return (result.Observation, result, result.Meter, result.EndMs);
        }

        var first = draws.Message.Below(messages.Length);
        var replay = Replay.Of(trace, matchup.Protocol, principals, [.. messages.Skip(first), .. messages.Take(first)], draws.Moves);
        return (replay.Observation, null, replay.Meter, 0);
    }

    private Result Summary(Observation observation) =>
        Violates(observation, matchup.Protocol.First) ? Result.UnfairToAlice
        : Violates(observation, matchup.Protocol.Second) ? Result.UnfairToBob
        : observation.Both ? Result.Both : Result.Neither;

    private bool Violates(Observation observation, Role.Party party) =>
        matchup.HonestParties.Contains(party) && !observation.Satisfies(Property.Fairness, party.Name);

    /// <summary>What the protocol claims of runs like these.</summary>
    private IEnumerable<Claim> Claims(int sessions) =>
        Claim.Of(matchup.Protocol, sessions).Where(claim => claim.Property.Circumstances switch
    {
        Circumstances.AgainstCheater => matchup.HonestParties.Any(party => party.Name == claim.Party),
        Circumstances.Undisturbed => matchup is { IsHonest: true, Network.IsReliable: true },
        Circumstances.Disturbed => matchup.IsHonest,
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    private IEnumerable<Contradiction> Contradictions(long? number, Observation observation, ExchangeResult? result)
    {
        if (trace is not null && observation.Satisfies(trace.Property, trace.Party))
        {
            yield return Found(number, "the replayed attack does not come out unfair");
        }

        foreach (var claim in trace is null ? Claims(Math.Max(result!.First.Sessions.Length, result.Second.Sessions.Length)) : [])
        {
            var verdict = verdicts.On(claim);
            if (verdict is Verdict.Proved && !observation.Satisfies(claim.Property, claim.Party))
            {
                yield return Found(number, $"{claim} is proved and this run violates it");
            }

            if (verdict is Verdict.Vacuous && observation.IsSpokenOf(claim.Property, claim.Party))
            {
                yield return Found(number, $"{claim} is said to be vacuous and this run is one that it speaks of");
            }
        }

        // The judge is asked about the first exchange of each row: what a party holds must convince.
        if (number == 0 && result is not null && principals.Suite is not null && Refused(result) is { } refused)
        {
            yield return Found(number, refused);
        }
    }

    private string? Refused(ExchangeResult result)
    {
        var outsider = principals.Outsider(matchup.Protocol, result.Goods);
        foreach (var (side, evidence) in Held(result))
        {
            if (VerifiedEvidence.TryVerify(evidence, outsider, out var rejection) is null)
            {
                return $"the judge refuses what {side.Name} holds: {rejection!.Describe()}";
            }
        }

        return null;
    }

    private IEnumerable<(Side Side, Evidence Evidence)> Held(ExchangeResult result) =>
        from side in new[] { result.First, result.Second }
        where matchup.HonestParties.Contains(side.Role) && matchup.Protocol.ItemOf(side.Role).IsEvidence
        from evidence in Evidence.From(
            matchup.Protocol,
            matchup.Protocol.ItemOf(side.Role),
            side.Holdings,
            Environment.Of(matchup.Protocol)
                .With(matchup.Protocol.Counterpart(side.Role).Name,
                    new Value.Name(side == result.First ? result.Second.Name : result.First.Name)),
            principals.Outsider(matchup.Protocol, result.Goods))
        select (side, evidence);

    private Contradiction Found(long? number, string what) => new(matchup, what, seed, number);
}

/// <summary>The verdicts that a campaign's outcomes are held against.</summary>
public sealed class VerdictBook(IEnumerable<Decision> decisions)
{
    private readonly Dictionary<(string Protocol, Property Property, Term.Variable? Party, int Sessions), Verdict> verdicts =
        decisions.ToDictionary(decision => Key(decision.Claim), decision => decision.Verdict);

    /// <summary>The verdict on a claim; null where it was not decided.</summary>
    public Verdict? On(Claim claim) => verdicts.GetValueOrDefault(Key(claim));

    /// <summary>The attack on the party's fairness with the fewest sessions; null where none is known.</summary>
    public Trace? Attack(Protocol protocol, Role.Party party) => verdicts
        .Where(entry => entry.Key.Protocol == protocol.Id && entry.Key.Property == Property.Fairness && entry.Key.Party == party.Name)
        .OrderBy(entry => entry.Key.Sessions).Select(entry => (entry.Value as Verdict.Attacked)?.Trace)
            .FirstOrDefault(trace => trace is not null);

    private static (string Protocol, Property Property, Term.Variable? Party, int Sessions) Key(Claim claim) =>
        (claim.Protocol.Id, claim.Property, claim.Party, claim.Sessions);
}
