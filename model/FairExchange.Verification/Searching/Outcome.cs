using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// How a run came out, as far as properties look at it. In a search each part is a formula over the events of a round;
/// in a simulated run each is an atom whose truth was observed.
/// </summary>
/// <param name="TrustedPartyTookPart">A trusted party was sent a message, or received one.</param>
/// <param name="TrustedPartyKept">A trusted party kept something of a request for a later one.</param>
/// <param name="FirstEnded">Every honest session of the first party that has sent or read anything is at its end.</param>
/// <param name="SecondEnded">The same of the second party.</param>
/// <param name="FirstTookPart">Some honest session of the first party has sent or read something, or waited in vain.</param>
/// <param name="SecondTookPart">The same of the second party.</param>
/// <param name="FirstFramed">Evidence can be shown against the honest first party of a deal in which it took no part (<see cref="Protocol.Commitments"/>).</param>
/// <param name="SecondFramed">The same of the second party.</param>
public sealed record Outcome(
    ImmutableArray<DealOutcome> Deals,
    Formula TrustedPartyTookPart,
    Formula TrustedPartyKept,
    Formula FirstEnded,
    Formula SecondEnded,
    Formula FirstTookPart,
    Formula SecondTookPart,
    Formula FirstFramed,
    Formula SecondFramed);

/// <summary>Who holds its item of one deal; a cheating counterpart "holds" what it can show or has learned.</summary>
/// <param name="Deal">For people: who with whom about what.</param>
/// <param name="First">The first party (Alice) holds what it wants.</param>
/// <param name="Second">The second party (Bob) holds what it wants.</param>
/// <param name="Transparent">Who holds its item holds it as the other side gives it, not only in a form that a trusted party makes in its place, or with a trusted party's name where another may stand.</param>
/// <param name="Helped">Somebody holds its item, and would not without what a trusted party has sent it.</param>
/// <param name="Disclosed">A trusted party has learned what is exchanged about.</param>
public sealed record DealOutcome(string Deal, Formula First, Formula Second, Formula Transparent, Formula Helped, Formula Disclosed);
