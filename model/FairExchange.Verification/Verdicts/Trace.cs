using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Verdicts;

/// <summary>A run that violates a property: who is there, what happens in order, and what the outcome is.</summary>
/// <param name="Party">The honest party that is wronged, for properties per party.</param>
/// <param name="Sessions">The honest parties' sessions.</param>
/// <param name="Corrupted">The adversary's identities; empty where both parties are honest.</param>
/// <param name="Shows">What the adversary shows or has learned in the end, and how; null where both parties are honest.</param>
/// <param name="Deal">The deal of which the honest party does not hold its item: what the protocol's variables stand for.</param>
public sealed record Trace(
    Protocol Protocol,
    Property Property,
    Term.Variable? Party,
    ImmutableArray<TraceSession> Sessions,
    ImmutableArray<string> Corrupted,
    ImmutableArray<TraceStep> Steps,
    Recipe? Shows,
    ImmutableSortedDictionary<string, Term> Deal)
{
    /// <summary>When the steps happen; null where the protocol looks at no clock.</summary>
    public Schedule? Schedule { get; init; }
}

/// <summary>An honest session and what it knows beforehand.</summary>
public sealed record TraceSession(int Number, Term.Variable Role, string Player, ImmutableSortedDictionary<string, Term> Knows);

/// <summary>One event of the run.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Session">The honest session, or null for a trusted party.</param>
/// <param name="Actor">Whose step it is.</param>
/// <param name="Label">The paper's name of the message that is awaited.</param>
/// <param name="Input">What the actor reads.</param>
/// <param name="From">The step and message that honest parties or the trusted party sent it with; null where the adversary brings it.</param>
/// <param name="Recipe">How the adversary makes the input; null where there is none or the network merely delivers it.</param>
public sealed record TraceStep(
    int Number,
    EventKind Kind,
    int? Session,
    string Actor,
    string Label,
    Term? Input,
    (int Step, int Sent)? From,
    Recipe? Recipe,
    ImmutableArray<Sending> Sends);
