using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;
using Script = FairExchange.Verification.Solving.Script;

namespace FairExchange.Verification.Impossibility;

/// <summary>How a search came out.</summary>
/// <param name="Stages">One for each number of messages, the last the one that ended the search.</param>
public sealed record SearchResult(Search Search, ImmutableArray<SearchStage> Stages)
{
    public Discovery? Found => Stages[^1].Found;

    public string? Unknown => Stages[^1].Unknown;

    /// <summary>
    /// Whether it came out as the theory says; null where that is unknown. What was given up must be attacked by the verifier: else the formula would call
    /// impossible what is not.
    /// </summary>
    public bool? AsTheTheorySays => Unknown is not null || Found?.Judgements.Any(judgement => judgement.Verdict is not (Verdict.Proved or Verdict.Attacked or Verdict.Vacuous)) == true ? null
        : (Found is not null) == Search.Exists && Found?.Judgements.Any(judgement => judgement.AsExpected != true && !(judgement.Verdict is Verdict.Vacuous && Search.Fulfils(judgement.Verdict))) != true;
}

/// <summary>What came out for one number of messages: a protocol, none, or nothing that is known.</summary>
/// <param name="Messages">Up to so many; null: any number, by induction.</param>
/// <param name="Refused">What was proposed and not proved.</param>
/// <param name="Unknown">Why there is no answer; null where there is one.</param>
/// <param name="Script">All that the solver was asked.</param>
public sealed record SearchStage(int? Messages, Discovery? Found, ImmutableArray<Refusal> Refused, string? Unknown, Script Script)
{
    public TimeSpan Took { get; init; }
}

/// <summary>A protocol that was found, and what the verifier says of it.</summary>
/// <param name="Judgements">Effectiveness; fairness for each, for one session of the honest party and for two.</param>
public sealed record Discovery(Candidate Candidate, Protocol Protocol, ImmutableArray<Judgement> Judgements);

/// <summary>A proposal that was not good enough.</summary>
/// <param name="Protocol">Null where it makes no definition.</param>
/// <param name="Judgement">What was demanded and not proved; null where it makes no definition.</param>
/// <param name="Reason">In words.</param>
public sealed record Refusal(Candidate Candidate, Protocol? Protocol, Judgement? Judgement, string Reason);
