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
    private int sessions = 2;
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
        Do(() => parties.Add(new(name, knows, Written(name, script))));

    public ProtocolDefinition Trusted(Term.Variable name, params ImmutableArray<Action<ScriptBuilder>> handlers) =>
        Do(() => trusted.Add(new(name, [.. handlers.Select(handler => Written(name, handler))])));

    /// <summary>The trusted party, written before, serves subscribers only (section 1.3).</summary>
    /// <param name="paid">The parties that have subscribed; the other one is refused.</param>
    public ProtocolDefinition SubscribersOnly(Term.Variable name, params ImmutableArray<Term.Variable> paid)
    {
        var at = trusted.FindIndex(party => party.Name == name);
        return Do(() => trusted[at] = at < 0 ? throw new DefinitionException(id, name, null, null, "is no trusted party that is written by now") : trusted[at] with { Subscribers = paid });
    }

    /// <param name="shows">What the judge says on accepting it, written with the definition's variables; left out for goods, which convince no judge.</param>
    /// <param name="replacement">What the judge accepts in its place: the trusted party's own word.</param>
    public ProtocolDefinition Wants(Term.Variable holder, string name, Term item, FormattableString? shows = null, Term? replacement = null) =>
        Do(() => items.Add(new(holder, name, item, shows, replacement)));

    public ProtocolDefinition Proved(params ImmutableArray<Property> properties) => Expect(null, properties, null);

    public ProtocolDefinition Proved(Term.Variable party, params ImmutableArray<Property> properties) => Expect(party, properties, null);

    public ProtocolDefinition Attacked(params ImmutableArray<Property> properties) => Expect(null, properties, 1);

    public ProtocolDefinition Attacked(Term.Variable party, params ImmutableArray<Property> properties) => Expect(party, properties, 1);

    /// <param name="sessions">The smallest number of sessions of the honest party at which the attack works.</param>
    public ProtocolDefinition AttackedFrom(int sessions, Term.Variable party, params ImmutableArray<Property> properties) => Expect(party, properties, sessions);

    /// <summary>Declares that a scenario cannot be played with this protocol, by its nature.</summary>
    public ProtocolDefinition CannotReach(Scenario scenario) => Do(() => unreachable.Add(scenario));

    /// <summary>For how many sessions the properties are decided unless somebody asks for more; 2 where the search for 2 is quick.</summary>
    public ProtocolDefinition DecidedFor(int sessions) => Do(() => this.sessions = sessions);

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
            Sessions = sessions,
        };
        DefinitionChecker.Check(protocol);
        return protocol;
    }

    private Script Written(Term.Variable role, Action<ScriptBuilder> script)
    {
        try
        {
            return ScriptBuilder.Build(script);
        }
        catch (Exception misuse) when (misuse is InvalidOperationException or ArgumentException)
        {
            throw new DefinitionException(id, role, null, null, misuse.Message);
        }
    }

    private ProtocolDefinition Expect(Term.Variable? party, ImmutableArray<Property> properties, int? from) =>
        Do(() => expectations.AddRange(properties.Select(property => new Expectation(property, party, from))));

    private ProtocolDefinition Do(Action action)
    {
        action();
        return this;
    }
}
