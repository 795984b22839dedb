using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>
/// Refuses definitions that cannot work: a role that sends what it cannot compute, checks what it cannot decide, or speaks of a name that
/// nothing has bound; channels, items and expectations that speak of what is not there.
/// </summary>
internal static class DefinitionChecker
{
    /// <summary>More would only cost time.</summary>
    private const int MostSessions = 8;

    public static void Check(Protocol protocol)
    {
        CheckParts(protocol);
        CheckSymbols(protocol);
        WordChecker.Check(protocol);
        foreach (var role in protocol.Roles)
        {
            foreach (var script in role.Scripts)
            {
                new ScriptChecker(protocol, role).Check(script);
            }
        }

        DealChecker.Check(protocol);
    }

    private static void CheckParts(Protocol protocol)
    {
        if (protocol.Id is not { Length: > 0 and <= 64 }
            || protocol.Id.Any(letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            || protocol.Id[0] == '-' || protocol.Id is "con" or "prn" or "aux" or "nul")
        {
            // Ids begin file names and stand on command lines: a hyphen in front would be an option's, and some systems have devices of
            // those names.
            throw Wrong("an id is 1 to 64 lower-case letters, digits and hyphens, with no hyphen in front, and no device's (con, nul)");
        }

        if (protocol.Parties.Length != 2)
        {
            throw Wrong($"an exchange has two parties, this has {protocol.Parties.Length}");
        }

        var names = protocol.Roles.Select(role => role.Name).ToList();
        if (names.Distinct().Count() != names.Count)
        {
            throw Wrong("a role is written twice");
        }

        foreach (var party in protocol.Parties)
        {
            if (protocol.Items.Count(item => item.Holder == party.Name) != 1)
            {
                throw new DefinitionException(
                    protocol.Id, party.Name, null, null, "each party wants exactly one item: call Wants(...) once for it");
            }

            if (party.Knows.FirstOrDefault(variable => variable.Sort is not (Sort.Name or Sort.Contract or Sort.Time)) is { } secret)
            {
                throw new DefinitionException(protocol.Id, party.Name, "start", secret,
                    "only names, negotiated contracts and times are known beforehand: a message or coins are Fresh, a ciphertext is a Let");
            }

            foreach (var variable in party.Knows.Where(variable => party.Knows.Count(variable.Equals) > 1
                || variable == party.Name || protocol.TrustedParties.Any(trusted => trusted.Name == variable)))
            {
                throw new DefinitionException(protocol.Id, party.Name, "start", variable,
                    "is known anyway: name it neither twice nor beside the own and the trusted parties' names");
            }
        }

        foreach (var trusted in protocol.TrustedParties.Where(trusted => trusted.Subscribers is not null))
        {
            CheckSubscribers(protocol, trusted);
        }

        foreach (var channel in protocol.Channels)
        {
            foreach (var end in new[] { channel.From, channel.To }.Where(end => !names.Contains(end)))
            {
                throw new DefinitionException(protocol.Id, end, null, null, "a channel ends at a role that is not written");
            }
        }

        ItemChecker.Check(protocol, protocol.Roles.SelectMany(role => Bound(role).Append(role.Name)).ToHashSet());
        foreach (var scenario in protocol.Unreachable.Where(scenario => !protocol.Scenarios.Contains(scenario)))
        {
            throw Wrong($"it declares a scenario unreachable that nobody asks about: {scenario}");
        }

        if (protocol.Sessions is < 1 or > MostSessions)
        {
            throw Wrong($"it is decided for 1 to {MostSessions} sessions, not for {protocol.Sessions}");
        }

        foreach (var margin in protocol.Margins.Where(margin => !IsMargin(margin)
            || protocol.Margins.Any(other => other != margin && other.Name == margin.Name)))
        {
            throw Wrong($"margin '{margin}': a margin has one name of lower-case letters and hyphens, and one length, of 0 to 1000 "
                + "skews and delays");
        }

        foreach (var expectation in protocol.Expectations)
        {
            if (protocol.Expectations.Count(other => (other.Property, other.Party) == (expectation.Property, expectation.Party)) > 1
                || expectation.AttackedFrom is < 1)
            {
                throw Wrong($"what is expected of "
                    + $"{expectation.Property}{(expectation.Party is null ? "" : $" for {expectation.Party}")} is said once, for 1 "
                    + "session or from more on");
            }

            if (expectation.Property.PerParty != (expectation.Party is not null)
                || (expectation.Party is { } party && protocol.Parties.All(role => role.Name != party)))
            {
                throw Wrong($"an expectation of {expectation.Property} names "
                    + $"{(expectation.Property.PerParty ? "one of the two parties" : "no party")}");
            }
        }

        DefinitionException Wrong(string problem) => new(protocol.Id, null, null, null, problem);
    }

    private static bool IsMargin(Margin margin) =>
        margin is { Name.Length: > 0 and <= 24, Skews: >= 0 and <= 1000, Delays: >= 0 and <= 1000 }
        && margin.Name.All(letter => letter is (>= 'a' and <= 'z') or '-');

    /// <summary>Whether somebody has paid is asked of the name that a request bears, so there must be one.</summary>
    private static void CheckSubscribers(Protocol protocol, Role.Trusted trusted)
    {
        if (protocol.AskerOf(trusted) is not { } asker)
        {
            throw new DefinitionException(protocol.Id, trusted.Name, null, null,
                "serves subscribers only, and it is not one party that sends what its handlers start with");
        }

        foreach (var door in trusted.Handlers.SelectMany(handler => handler.Steps.OfType<Step.Receive>())
            .SelectMany(receive => receive.Alternatives))
        {
            if (!door.Pattern.Variables().Contains(asker.Name))
            {
                throw new DefinitionException(
                    protocol.Id, trusted.Name, door.Label, asker.Name, "serves subscribers only, and the request does not say who asks");
            }
        }

        foreach (var stranger in trusted.Subscribers!.Value.Where(paid => protocol.Parties.All(party => party.Name != paid)))
        {
            throw new DefinitionException(protocol.Id, trusted.Name, null, stranger, "has subscribed and is none of the two parties");
        }
    }

    /// <summary>Grounded values are called "M.1" or "x.m1", and a binding goes by symbols: so a symbol has no dot, and one sort.</summary>
    private static void CheckSymbols(Protocol protocol)
    {
        var sorts = new Dictionary<string, Sort>();
        foreach (var role in protocol.Roles)
        {
            if (role.Name.Sort != Sort.Name)
            {
                throw new DefinitionException(protocol.Id, role.Name, null, null, "a role is called by a name");
            }

            foreach (var variable in Bound(role).Prepend(role.Name))
            {
                if (!WordChecker.IsSymbol(variable.Symbol))
                {
                    throw new DefinitionException(
                        protocol.Id, role.Name, null, variable, "a symbol is a letter, followed by letters and digits, 24 in all at most");
                }

                if (sorts.TryAdd(variable.Symbol, variable.Sort) is false && sorts[variable.Symbol] != variable.Sort)
                {
                    throw new DefinitionException(
                        protocol.Id, role.Name, null, variable, $"is written as a {sorts[variable.Symbol]} and as a {variable.Sort}");
                }
            }
        }
    }

    private static IEnumerable<Term.Variable> Bound(Role role) =>
        (role is Role.Party party ? party.Knows : []).Concat(role.Scripts.SelectMany(script => script.AllSteps()).SelectMany(Bound));

    private static IEnumerable<Term.Variable> Bound(Step step) => step switch
    {
        Step.Fresh fresh => fresh.Variables,
        Step.Let let => [let.Variable],
        Step.Receive receive => receive.Alternatives.SelectMany(alternative =>
            alternative.Pattern.Variables().Concat(alternative.Checks.SelectMany(check => check.Pattern.Variables()))),
        Step.Check check => check.Match.Pattern.Variables(),
        Step.Register register => register.Others.SelectMany(other => other.Pattern.Variables()),
        _ => [],
    };
}
