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

    public ProtocolDefinition Channel(Term.Variable from, Term.Variable to, Assurance assurance) =>
        Do(() => channels.Add(new(from, to, assurance)));

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
        return Do(() => trusted[at] = at < 0
            ? throw new DefinitionException(id, name, null, null, "is no trusted party that is written by now") : trusted[at] with
            {
                Subscribers = paid,
            });
    }

    /// <param name="shows">What the judge says on accepting it, written with the definition's variables; left out for goods, which convince
    /// no judge.</param>
    /// <param name="replacement">What the judge accepts in its place: the trusted party's own word.</param>
    public ProtocolDefinition Wants(
        Term.Variable holder, string name, Term item, FormattableString? shows = null, Term? replacement = null) =>
        Do(() => items.Add(new(holder, name, item, shows, replacement)));

    public ProtocolDefinition Proved(params ImmutableArray<Property> properties) => Expect(null, properties, null);

    public ProtocolDefinition Proved(Term.Variable party, params ImmutableArray<Property> properties) => Expect(party, properties, null);

    public ProtocolDefinition Attacked(params ImmutableArray<Property> properties) => Expect(null, properties, 1);

    public ProtocolDefinition Attacked(Term.Variable party, params ImmutableArray<Property> properties) => Expect(party, properties, 1);

    /// <param name="sessions">The smallest number of sessions of the honest party at which the attack works.</param>
    public ProtocolDefinition AttackedFrom(int sessions, Term.Variable party, params ImmutableArray<Property> properties) =>
        Expect(party, properties, sessions);

    /// <summary>Declares that a scenario cannot be played with this protocol, by its nature.</summary>
    public ProtocolDefinition CannotReach(Scenario scenario) => Do(() => unreachable.Add(scenario));

    /// <summary>
    /// For how many sessions the properties are decided unless somebody asks for more; 2 where the search for 2 is quick.
    /// </summary>
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

/// <summary>Writes a script from top to bottom: what is said after a receive belongs to the case that the message fits.</summary>
public sealed class ScriptBuilder
{
    private readonly List<Func<Func<Script>, Step>> steps = [];
    private bool branched;

    public ScriptBuilder Fresh(params ImmutableArray<Term.Variable> variables) => Then(new Step.Fresh(variables));

    public ScriptBuilder Let(Term.Variable variable, Term value) => Then(new Step.Let(variable, value));

    public ScriptBuilder Send(string label, Term.Variable to, Term message) => Then(new Step.Send(label, to, message));

    /// <param name="check">Belongs to accepting the message: where it fails, the message does not fit.</param>
    /// <param name="otherwise">What is done when time runs out or what came does not fit; left out, the role waits for ever.</param>
    /// <param name="before">Up to when the message is accepted.</param>
    /// <param name="atLatest">When otherwise is taken at the latest; patience may end earlier.</param>
    /// <param name="until">When otherwise is taken, and not before.</param>
    public ScriptBuilder Receive(
        string label, Term pattern, Match? check = null, Action<ScriptBuilder>? otherwise = null, Deadline? before = null,
        Deadline? atLatest = null, Deadline? until = null) =>
        Add(rest => new Step.Receive(
            [new Alternative(label, pattern, check is null ? [] : [check], rest(), before)], Optional(otherwise),
            AlarmOf(atLatest, until)));

    /// <param name="checks">Belong to accepting the message, one after the other.</param>
    /// <param name="otherwise">As above.</param>
    public ScriptBuilder Receive(string label, Term pattern, ImmutableArray<Match> checks, Action<ScriptBuilder>? otherwise = null) =>
        Add(rest => new Step.Receive([new Alternative(label, pattern, checks, rest())], Optional(otherwise)));

    /// <summary>Waits for whichever comes first; each alternative goes its own way, so nothing may follow in this script.</summary>
    public ScriptBuilder ReceiveFirst(ImmutableArray<Alternative> alternatives, Action<ScriptBuilder>? otherwise = null)
    {
        Add(_ => new Step.Receive(alternatives, Optional(otherwise)));
        branched = true;
        return this;
    }

    /// <summary>One case of <see cref="ReceiveFirst"/>.</summary>
    public static Alternative On(string label, Term pattern, Match? check = null, Action<ScriptBuilder>? then = null) =>
        new(label, pattern, check is null ? [] : [check], Optional(then) ?? Script.Empty);

    /// <summary>Decides on something already received; <paramref name="otherwise"/> may answer that it failed.</summary>
    public ScriptBuilder Check(Match match, Action<ScriptBuilder>? otherwise = null) =>
        Add(rest => new Step.Check(match, rest(), Optional(otherwise) ?? Script.Empty));

    internal static Script Build(Action<ScriptBuilder> write)
    {
        var builder = new ScriptBuilder();
        write(builder);
        return builder.From(0);
    }

    private static Alarm? AlarmOf(Deadline? atLatest, Deadline? until) => (atLatest, until) switch
    {
        (null, null) => null,
        ({ } latest, null) => new Alarm(latest, IsPatient: false),
        (null, { } then) => new Alarm(then, IsPatient: true),
        _ => throw new ArgumentException("A receive waits until a time, or for a time at most: say one of the two."),
    };

    private static Script? Optional(Action<ScriptBuilder>? write) => write is null ? null : Build(write);

    private ScriptBuilder Then(Step step) => Add(_ => step);

    private ScriptBuilder Add(Func<Func<Script>, Step> step)
    {
        if (branched)
        {
            throw new InvalidOperationException("Nothing can follow ReceiveFirst: say it in the alternatives.");
        }

        steps.Add(step);
        return this;
    }

    private Script From(int start)
    {
        var done = ImmutableArray.CreateBuilder<Step>();
        for (var i = start; i < steps.Count; i++)
        {
            var next = i + 1;
            var step = steps[i](() => From(next));
            done.Add(step);
            if (step is Step.Receive or Step.Check)
            {
                break;
            }
        }

        return new Script(done.ToImmutable());
    }
}

/// <summary>A definition that cannot work. The message is one line: protocol, role, step, term, and what is wrong.</summary>
public sealed class DefinitionException(string protocol, Term.Variable? role, string? step, Term? term, string problem)
    : Exception(string.Join(
        ", ",
        new[] { $"protocol {protocol}", role is null
            ? null : $"role {role}", step is null ? null : $"step {step}", term is null ? null : $"term {term}" }
            .Where(part => part is not null)) + ": " + problem)
{
    public string Protocol { get; } = protocol;

    public Term.Variable? Role { get; } = role;

    public string? Step { get; } = step;

    public Term? Term { get; } = term;

    public string Problem { get; } = problem;
}
