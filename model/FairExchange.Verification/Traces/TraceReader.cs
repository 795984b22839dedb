using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Traces;

/// <summary>Reads a trace from JSON and holds it against its protocol's roles and names.</summary>
internal static class TraceReader
{
    /// <exception cref="TraceFormatException"/>
    public static Trace Read(JsonPlace root, Func<string, Protocol?> find)
    {
        root.Object("format", "protocol", "property", "party", "corrupted", "sessions", "steps", "shows", "deal", "schedule");
        if (root["format"].Text() is var format && format != TraceFile.Format)
        {
            throw root["format"].Wrong($"the format is \"{format}\", and \"{TraceFile.Format}\" is wanted");
        }

        var id = root["protocol"].Text();
        var protocol = find(id) ?? throw root["protocol"].Wrong($"the protocol \"{id}\" is not known");
        var property = Property.All.FirstOrDefault(known => known.Name == root["property"].Text())
            ?? throw root["property"].Wrong($"one of {string.Join(", ", Property.All)} is wanted");
        if (property.PerParty != (root.Find("party") is not null))
        {
            throw root.Wrong($"{property} is stated {(property.PerParty ? "per party, and \"party\" is missing" : "for no \"party\"")}");
        }

        // What breaks timeliness, and may break a cut-off, is that nothing happens: then nobody shows anything.
        if (root.Find("shows") is null
            ? property == Property.Fairness || property == Property.Accountability : !property.PerParty || property == Property.Timeliness)
        {
            throw root.Wrong(property == Property.Fairness || property == Property.Accountability
                ? $"{property} is broken by what somebody shows, and \"shows\" is missing"
                : $"{property} is broken without a cheater who \"shows\" anything");
        }

        var corrupted = root["corrupted"].Items().Select(TermJson.Symbol).ToImmutableArray();
        if (property.PerParty == corrupted.IsEmpty)
        {
            throw root["corrupted"].Wrong($"{property} is stated {(property.PerParty ? "against a cheater" : "of honest parties")}");
        }

        var sessions = root["sessions"].Items().Select(session => Session(session, protocol)).ToImmutableArray();
        if (sessions.Select(session => session.Number).Distinct().Count() != sessions.Length)
        {
            throw root["sessions"].Wrong("two sessions have one number");
        }

        var honest = sessions.Select(session => session.Player).Concat(protocol.TrustedParties.Select(trusted => trusted.Name.Symbol))
            .ToHashSet();
        if (corrupted.Distinct().Count() != corrupted.Length || corrupted.Any(honest.Contains))
        {
            throw root["corrupted"].Wrong($"each of the adversary's names stands there once, and none is {string.Join(" or ", honest)}");
        }

        var steps = new List<TraceStep>();
        foreach (var place in root["steps"].Items())
        {
            var step = TraceStepJson.Read(place, steps, corrupted);
            CheckActor(place, step, sessions, protocol);
            if (corrupted.IsEmpty && step.Recipe is not null)
            {
                throw place["recipe"].Wrong("where both are honest nobody makes messages of another's");
            }

            steps.Add(step);
        }

        return new Trace(
            protocol,
            property,
            root.Find("party") is { } party ? Party(party, protocol) : null,
            sessions,
            corrupted,
            [.. steps],
            root.Find("shows") is { } shows ? RecipeJson.Read(shows, steps, corrupted) : null,
            Values(root["deal"], protocol.Deal))
        {
            Schedule = root.Find("schedule") is { } schedule ? ScheduleJson.Read(schedule, steps.Count, protocol) : null,
        };
    }

    private static TraceSession Session(JsonPlace place, Protocol protocol)
    {
        place.Object("number", "role", "player", "knows");
        var role = Party(place["role"], protocol);
        var knows = Values(place["knows"], protocol.Party(role).Knows);
        return knows.Count == protocol.Party(role).Knows.Length
            ? new TraceSession(place["number"].Number(), role, TermJson.Symbol(place["player"]), knows)
            : throw place["knows"].Wrong($"{role} knows {string.Join(", ", protocol.Party(role).Knows)} beforehand");
    }

    private static Term.Variable Party(JsonPlace place, Protocol protocol)
    {
        var symbol = place.Text();
        return protocol.Parties.FirstOrDefault(party => party.Name.Symbol == symbol)?.Name
            ?? throw place.Wrong(
                $"the parties of {protocol} are {string.Join(" and ", protocol.Parties.Select(party => party.Name))}, and \"{symbol}\" "
                + "is neither");
    }

    private static ImmutableSortedDictionary<string, Term> Values(JsonPlace place, ImmutableArray<Term.Variable> allowed)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, Term>(StringComparer.Ordinal);
        foreach (var (name, member) in place.Members())
        {
            var variable = allowed.FirstOrDefault(variable => variable.Symbol == name)
                ?? throw member.Wrong(allowed.IsEmpty
                    ? "nothing is to be said here" : $"only {string.Join(", ", allowed)} have values here");
            var value = TermJson.Read(member);
            values[name] = Domains.SortOf(value) == variable.Sort
                ? value : throw member.Wrong($"{name} stands for a {variable.Sort}".ToLowerInvariant());
        }

        return values.ToImmutable();
    }

    private static void CheckActor(JsonPlace place, TraceStep step, ImmutableArray<TraceSession> sessions, Protocol protocol)
    {
        var isThere = step.Session is { } number
            ? sessions.Any(session => session.Number == number && session.Player == step.Actor)
            : protocol.TrustedParties.Any(trusted => trusted.Name.Symbol == step.Actor);
        if (!isThere)
        {
            throw place["actor"].Wrong(step.Session is { } session
                ? $"{step.Actor} plays no session {session}"
                : $"{step.Actor} is no trusted party of {protocol}, and \"session\" is missing");
        }

        if (step is { Kind: EventKind.Start, Session: null })
        {
            throw place["kind"].Wrong("a trusted party is always there and does not start");
        }
    }
}
