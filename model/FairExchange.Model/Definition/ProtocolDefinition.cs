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
    private readonly HashSet<object> inherited = [];

    public ProtocolDefinition(string id, string title, string section) => (this.id, this.title, this.section) = (id, title, section);

    /// <summary>
    /// A definition that begins as the protocol and says what differs: a channel, a want, an expectation or a trusted party that is said
    /// again takes the place of the old one, and messages are changed by their labels. The remark is its own.
    /// </summary>
    internal ProtocolDefinition(Protocol from, string id, string title, string section)
        : this(id, title, section)
    {
        (subject, sessions) = (from.Subject, from.Sessions);
        channels.AddRange(from.Channels);
        parties.AddRange(from.Parties);
        trusted.AddRange(from.TrustedParties);
        items.AddRange(from.Items);
        expectations.AddRange(from.Expectations);
        unreachable.AddRange(from.Unreachable);
        inherited.UnionWith(((IEnumerable<object>)[.. channels, .. trusted, .. items, .. expectations]).Select(KeyOf));
    }

    public ProtocolDefinition Remark(string text) => Do(() => remark = text);

    /// <summary>What is exchanged about: the message of certified mail, the contract of contract signing.</summary>
    public ProtocolDefinition About(Term.Variable variable) => Do(() => subject = variable);

    /// <summary>Takes the place of the channel that was said before to go the same way.</summary>
    public ProtocolDefinition Channel(Term.Variable from, Term.Variable to, Assurance assurance) => Put(channels, new(from, to, assurance));

    /// <param name="knows">What the role knows beforehand beside its own name and the trusted parties' names.</param>
    public ProtocolDefinition Party(Term.Variable name, ImmutableArray<Term.Variable> knows, Action<ScriptBuilder> script) =>
        Do(() => parties.Add(new(name, knows, Written(name, script))));

    /// <summary>Takes the place of the trusted party of that name that was written before.</summary>
    public ProtocolDefinition Trusted(Term.Variable name, params ImmutableArray<Action<ScriptBuilder>> handlers) =>
        Put(trusted, new(name, [.. handlers.Select(handler => Written(name, handler))]));

    /// <summary>As derived, but the party knows more beforehand.</summary>
    public ProtocolDefinition Knows(Term.Variable party, params ImmutableArray<Term.Variable> more) =>
        Do(() => parties[IndexOf(party)] = parties[IndexOf(party)] with { Knows = parties[IndexOf(party)].Knows.AddRange(more) });

    /// <summary>As derived, but this message is another one, for whoever sends it and for whoever reads it under its label.</summary>
    /// <param name="readAs">What its addressee knows it as; left out where that is what was sent.</param>
    /// <param name="check">In place of the checks of its addressee.</param>
    /// <param name="before">Up to when it is accepted.</param>
    public ProtocolDefinition Message(
        string label, Term.Variable to, Term message, Term? readAs = null, Match? check = null, Deadline? before = null) => Rewrite(
        label,
        (_, step) => step switch
        {
            Step.Send send when send.Label == label && send.To == to => [send with { Message = message }],
            _ => null,
        },
        (role, alternative) => role != to ? null : alternative with
        {
            Pattern = readAs ?? message,
            Checks = check is null ? alternative.Checks : [check],
            Before = before ?? alternative.Before,
        });

    /// <summary>As derived, but before it sends the message the role does something else.</summary>
    public ProtocolDefinition BeforeSending(string label, Term.Variable role, Action<ScriptBuilder> steps) => Rewrite(
        label, (at, step) => at == role && step is Step.Send send && send.Label == label ? [.. Written(role, steps).Steps, step] : null);

    /// <summary>As derived, but whoever waits for the message in vain does something else, or does it at another time.</summary>
    public ProtocolDefinition Otherwise(
        string label, Term.Variable role, Action<ScriptBuilder> otherwise, Deadline? atLatest = null, Deadline? until = null) => Rewrite(
        label,
        (at, step) => at == role && step is Step.Receive receive && receive.Alternatives.Any(alternative => alternative.Label == label)
            ? [receive with { Otherwise = Written(role, otherwise), Alarm = ScriptBuilder.AlarmOf(atLatest, until) }] : null);

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

    /// <summary>Takes the place of what that party was said to want before.</summary>
    /// <param name="shows">What the judge says on accepting it, written with the definition's variables; left out for goods, which convince
    /// no judge.</param>
    /// <param name="replacement">What the judge accepts in its place: the trusted party's own word.</param>
    public ProtocolDefinition Wants(
        Term.Variable holder, string name, Term item, FormattableString? shows = null, Term? replacement = null) =>
        Put(items, new(holder, name, item, shows, replacement));

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
        protocol = protocol with
        {
            // What another protocol is expected to be may be nothing that this one can be: transparent, where nobody is helped.
            Expectations = protocol.Expectations.RemoveAll(expectation =>
                inherited.Contains(KeyOf(expectation)) && !expectation.Property.PartiesOf(protocol).Contains(expectation.Party)),
        };
        DefinitionChecker.Check(protocol);
        return protocol;
    }

    private int IndexOf(Term.Variable party) => parties.FindIndex(other => other.Name == party) is var at && at >= 0
        ? at : throw new DefinitionException(id, party, null, null, "is no party that is written by now");

    /// <param name="change">What a role does in place of the step; null: the step.</param>
    /// <param name="reading">What it reads in place of a message of that label; null: that message.</param>
    private ProtocolDefinition Rewrite(
        string label, Func<Term.Variable, Step, ImmutableArray<Step>?> change,
        Func<Term.Variable, Alternative, Alternative?>? reading = null)
    {
        var isChanged = false;
        for (var i = 0; i < parties.Count; i++)
        {
            parties[i] = parties[i] with { Script = Changed(parties[i].Name, parties[i].Script) };
        }

        for (var i = 0; i < trusted.Count; i++)
        {
            var party = trusted[i];
            trusted[i] = party with { Handlers = [.. party.Handlers.Select(handler => Changed(party.Name, handler))] };
        }

        return isChanged ? this : throw new DefinitionException(id, null, label, null, "there is no such step to change");

        Script Changed(Term.Variable role, Script script) => new([.. script.Steps.SelectMany(step => Within(role, step))]);

        ImmutableArray<Step> Within(Term.Variable role, Step step)
        {
            if (change(role, step) is { } steps)
            {
                isChanged = true;
                return steps;
            }

            return
            [
                step switch
                {
                    Step.Receive receive => receive with
                    {
                        Alternatives = [.. receive.Alternatives.Select(alternative => Read(role, alternative))],
                        Otherwise = receive.Otherwise is null ? null : Changed(role, receive.Otherwise),
                    },
                    Step.Check check => check with { Then = Changed(role, check.Then), Otherwise = Changed(role, check.Otherwise) },
                    Step.Register register => register with
                    {
                        Then = Changed(role, register.Then),
                        Others = [.. register.Others.Select(other => other with { Then = Changed(role, other.Then) })],
                    },
                    Step.Fresh or Step.Let or Step.Send => step,
                    _ => throw new System.Diagnostics.UnreachableException(),
                },
            ];
        }

        Alternative Read(Term.Variable role, Alternative alternative)
        {
            var now = alternative.Label == label ? reading?.Invoke(role, alternative) : null;
            isChanged |= now is not null;
            return (now ?? alternative) with { Then = Changed(role, alternative.Then) };
        }
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
        properties.Aggregate(this, (definition, property) => definition.Put(expectations, new(property, party, from)));

    /// <summary>Takes the place of what another protocol said of the same; who says a thing twice is told so by the checks.</summary>
    private ProtocolDefinition Put<T>(List<T> said, T now)
        where T : notnull => Do(() =>
    {
        if (inherited.Remove(KeyOf(now)))
        {
            said[said.FindIndex(other => KeyOf(other).Equals(KeyOf(now)))] = now;
        }
        else
        {
            said.Add(now);
        }
    });

    /// <summary>What a thing is said of.</summary>
    private static object KeyOf(object said) => said switch
    {
        Channel channel => (channel.From, channel.To),
        Item item => (nameof(Item), item.Holder),
        Expectation expectation => (expectation.Property, expectation.Party),
        Role role => role.Name,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

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

    /// <summary>The role computes what is abbreviated.</summary>
    public ScriptBuilder Let(Abbreviation abbreviation) => Let(abbreviation.Name, abbreviation.Term);

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

    /// <summary>
    /// Enters the value under the key in the trusted party's register. What follows belongs to the case that nothing stood there, or that
    /// very value.
    /// </summary>
    /// <param name="others">What is done where another value stands; where it is none of these, nothing.</param>
    public ScriptBuilder Register(Term key, Term value, params ImmutableArray<Standing> others) =>
        Add(rest => new Step.Register(key, value, rest(), others));

    /// <summary>One case of <see cref="Register"/>: what stands there fits the pattern, which binds what is not known yet.</summary>
    public static Standing Standing(Term pattern, Action<ScriptBuilder>? then = null) => new(pattern, Optional(then) ?? Script.Empty);

    internal static Script Build(Action<ScriptBuilder> write)
    {
        var builder = new ScriptBuilder();
        write(builder);
        return builder.From(0);
    }

    internal static Alarm? AlarmOf(Deadline? atLatest, Deadline? until) => (atLatest, until) switch
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
            if (step is Step.Receive or Step.Check or Step.Register)
            {
                break;
            }
        }

        return new Script(done.ToImmutable());
    }
}

/// <summary>Protocols that are another protocol but for what they say.</summary>
public static class Derivation
{
    /// <summary>Begins a definition as the protocol is, its remark left out; what it then says takes the place of what it was.</summary>
    public static ProtocolDefinition Derive(this Protocol protocol, string id, string title, string section) =>
        new(protocol, id, title, section);
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
