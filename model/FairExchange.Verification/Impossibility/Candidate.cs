using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Impossibility;

/// <summary>One protocol of the class that is searched: the run of two honest parties, the judge's rule, and what a trusted party does when asked.</summary>
/// <param name="Evidence">The signatures that each party shows to the judge, with their openings; none where it wants goods.</param>
/// <param name="Recourse">Null among two parties, and where nobody asks.</param>
public sealed record Candidate(
    Repertoire Repertoire, ImmutableArray<CandidateMessage> Messages, ImmutableDictionary<Term.Variable, ImmutableArray<Term>> Evidence, Recourse? Recourse)
{
    /// <summary>All terms of the protocol.</summary>
    internal IEnumerable<Term> Terms => Messages.SelectMany(message => message.Parts)
        .Concat(Recourse is null ? [] : Recourse.Request.Concat(Recourse.Answers.Values.SelectMany(parts => parts)))
        .Concat(Evidence.Values.SelectMany(parts => parts));
}

/// <param name="From">To the other party.</param>
/// <param name="Parts">At least one.</param>
public sealed record CandidateMessage(Term.Variable From, ImmutableArray<Term> Parts);

/// <summary>The request that one party makes of the trusted party when the other is silent, and what each is then sent.</summary>
public sealed record Recourse(Term.Variable Asker, ImmutableArray<Term> Request, ImmutableDictionary<Term.Variable, ImmutableArray<Term>> Answers);
