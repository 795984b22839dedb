using System.Collections.Immutable;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// How a run came out, as far as properties look at it. In a search each part is a formula over the events of a round;
/// in a simulated run each is an atom whose truth was observed.
/// </summary>
public sealed record Outcome(ImmutableArray<DealOutcome> Deals, Formula TrustedPartyTookPart);

/// <summary>Who holds its item of one deal; a cheating counterpart "holds" what it can show or has learned.</summary>
/// <param name="Deal">For people: who with whom about what.</param>
/// <param name="First">The first party (Alice) holds what it wants.</param>
/// <param name="Second">The second party (Bob) holds what it wants.</param>
public sealed record DealOutcome(string Deal, Formula First, Formula Second);
