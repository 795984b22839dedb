using FairExchange.Model.Language;

namespace FairExchange.Verification.Verdicts;

/// <summary>One line of a verdict table before it is decided.</summary>
/// <param name="Party">The honest party, for properties that are stated per party.</param>
/// <param name="Sessions">How many sessions of the honest party, in any mix of its roles.</param>
public sealed record Inquiry(Protocol Protocol, Property Property, Term.Variable? Party, int Sessions)
{
    /// <summary>All that the protocols claim, for 1 up to <paramref name="sessions"/> sessions, in the order given.</summary>
    public static IEnumerable<Inquiry> All(IEnumerable<Protocol> protocols, int sessions) => All(protocols, _ => sessions);

    /// <summary>All that the protocols claim, each for as many sessions as its entry says.</summary>
    public static IEnumerable<Inquiry> All(IEnumerable<Protocol> protocols) => All(protocols, protocol => protocol.Sessions);

    private static IEnumerable<Inquiry> All(IEnumerable<Protocol> protocols, Func<Protocol, int> sessions) =>
        from protocol in protocols
        from claim in Verifier.Claims(protocol)
        from number in Enumerable.Range(1, sessions(protocol))
        select new Inquiry(protocol, claim.Property, claim.Party, number);
}
