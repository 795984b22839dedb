using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>Writes a protocol; <see cref="Build"/> checks it.</summary>
public sealed class ProtocolDefinition
{
    private readonly string id;
    private readonly string title;
    private readonly string section;
    private string remark = "";
    private Term.Variable? subject;
    private readonly List<Channel> channels = [];
    private readonly List<Role.Party> parties = [];
    private readonly List<Role.Trusted> trusted = [];
    private readonly List<Item> items = [];
    private readonly List<Expectation> expectations = [];
    private readonly List<Scenario> unreachable = [];

    public ProtocolDefinition(string id, string title, string section) => (this.id, this.title, this.section) = (id, title, section);

    public ProtocolDefinition Remark(string text) => Do(() => remark = text);

    /// <summary>What is exchanged about: the message of certified mail, the contract of contract signing.</summary>
    public ProtocolDefinition About(Term.Variable variable) => Do(() => subject = variable);

    public ProtocolDefinition Channel(Term.Variable from, Term.Variable to, Assurance assurance) => Do(() => channels.Add(new(from, to, assurance)));

    /// <param name="knows">What the role knows beforehand beside its own name and the trusted parties' names.</param>
    public ProtocolDefinition Party(Term.Variable name, ImmutableArray<Term.Variable> knows, Action<ScriptBuilder> script) =>
        Do(() => parties.Add(new(name, knows, ScriptBuilder.Build(script))));

    public ProtocolDefinition Trusted(Term.Variable name, params ImmutableArray<Action<ScriptBuilder>> handlers) =>
        Do(() => trusted.Add(new(name, [.. handlers.Select(ScriptBuilder.Build)])));

    /// <summary>The trusted party, written before, serves subscribers only (section 1.3).</summary>
    /// <param name="paid">The parties that have subscribed; the other one is refused.</param>
    public ProtocolDefinition SubscribersOnly(Term.Variable name, params ImmutableArray<Term.Variable> paid)
    {
        var at = trusted.FindIndex(party => party.Name == name);
        return Do(() => trusted[at] = at < 0 ? throw new DefinitionException(id, name, null, null, "is no trusted party that is written by now") : trusted[at] with { Subscribers = paid });
    }

    /// <param name="shows">What the judge says on accepting it, written with the definition's variables; left out for goods, which convince no judge.</param>
    public ProtocolDefinition Wants(Term.Variable holder, string name, Term item, FormattableString? shows = null) =>
        Do(() => items.Add(new(holder, name, item, shows)));

    public ProtocolDefinition Proved(Property property, Term.Variable? party = null) => Do(() => expectations.Add(new(property, party, null)));

    /// <param name="sessions">The smallest number of sessions of the honest party at which the attack works.</param>
    public ProtocolDefinition Attacked(Property property, Term.Variable? party = null, int sessions = 1) =>
        Do(() => expectations.Add(new(property, party, sessions)));

    /// <summary>Declares that a scenario cannot be played with this protocol, by its nature.</summary>
    public ProtocolDefinition CannotReach(Scenario scenario) => Do(() => unreachable.Add(scenario));

    /// <exception cref="DefinitionException">The definition cannot work; the message names protocol, role, step and term.</exception>
    public Protocol Build()
    {
        var protocol = new Protocol
        {
            Id = id,
            Title = title,
            Section = section,
            Remark = remark,
            Channels = [.. channels],
            Parties = [.. parties],
            TrustedParties = [.. trusted],
            Subject = subject ?? throw new DefinitionException(id, null, null, null, "says nothing of what is exchanged: call About(...)"),
            Items = [.. items],
            Expectations = [.. expectations],
            Unreachable = [.. unreachable],
        };
        DefinitionChecker.Check(protocol);
        return protocol;
    }

    private ProtocolDefinition Do(Action action)
    {
        action();
        return this;
    }
}
