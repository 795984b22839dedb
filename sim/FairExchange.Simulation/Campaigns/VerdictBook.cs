using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Simulation.Campaigns;

/// <summary>The verdicts that a campaign's outcomes are held against.</summary>
public sealed class VerdictBook(IEnumerable<Judgement> judgements)
{
    private readonly Dictionary<(string Protocol, Property Property, Term.Variable? Party, int Sessions), Verdict> verdicts =
        judgements.ToDictionary(judgement => (judgement.Protocol.Id, judgement.Property, judgement.Party, judgement.Sessions), judgement => judgement.Verdict);

    /// <summary>Whether the property is proved for that many sessions of the honest party.</summary>
    public bool IsProved(Protocol protocol, Property property, Term.Variable? party, int sessions) =>
        verdicts.GetValueOrDefault((protocol.Id, property, party, sessions)) is Verdict.Proved;

    /// <summary>Whether there should be no run of which the property says anything.</summary>
    public bool IsVacuous(Protocol protocol, Property property, Term.Variable? party, int sessions) =>
        verdicts.GetValueOrDefault((protocol.Id, property, party, sessions)) is Verdict.Vacuous;

    /// <summary>The attack on the party's fairness with the fewest sessions; null where none is known.</summary>
    public Trace? Attack(Protocol protocol, Role.Party party) => verdicts
        .Where(entry => entry.Key.Protocol == protocol.Id && entry.Key.Property == Property.Fairness && entry.Key.Party == party.Name)
        .OrderBy(entry => entry.Key.Sessions).Select(entry => (entry.Value as Verdict.Attacked)?.Trace).FirstOrDefault(trace => trace is not null);
}
