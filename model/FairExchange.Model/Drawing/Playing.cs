using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Drawing;

/// <summary>
/// Plays all roles in their order, each as far as it comes: first the way on which everything fits, then, once each, every case in which a role goes another way.
/// </summary>
internal sealed class Playing
{
    private readonly Protocol protocol;
    private readonly HashSet<object> told = new(ReferenceEqualityComparer.Instance);

    private Playing(Protocol protocol) => this.protocol = protocol;

    /// <summary>Where a role is: in a script, before one of its steps.</summary>
    private sealed record Place(Role Role, Script Script, int Next)
    {
        public Step? Step => Next < Script.Steps.Length ? Script.Steps[Next] : null;
    }

    /// <summary>A message that nobody has read yet.</summary>
    private sealed record Letter(string Label, Term.Variable To, Score.Message Line);

    private sealed record State(ImmutableArray<Place> Places, ImmutableList<Letter> Letters)
    {
        public State Move(int place, Script script, int next = 0) =>
            this with { Places = Places.SetItem(place, Places[place] with { Script = script, Next = next }) };
    }

    private sealed record OtherCase(string When, Term.Variable Role, State From);

    public static ImmutableArray<Score> Of(Protocol protocol)
    {
        var places = protocol.Roles.SelectMany(role => role.Scripts.Select(script => new Place(role, script, 0)));
        return new Playing(protocol).Play(new State([.. places], []));
    }

    private ImmutableArray<Score> Play(State state)
    {
        var lines = new List<Score>();
        var others = new List<OtherCase>();
        for (var i = 0; i < state.Places.Length;)
        {
            var moved = Advance(state, i, lines, others);
            (state, i) = moved is null ? (state, i + 1) : (moved, 0);
        }

        for (var i = 0; i < state.Places.Length; i++)
        {
            // Whoever waits for what nobody sends here can still lose patience.
            if (state.Places[i] is { Step: Step.Receive { Otherwise: not null } receive } && told.Add(receive))
            {
                others.Add(Impatient(state, i, receive));
            }
        }

        return [.. lines, .. others.Select(other => new Score.Branch(other.When, other.Role, Play(other.From)))];
    }

    private State? Advance(State state, int index, List<Score> lines, List<OtherCase> others)
    {
        var place = state.Places[index];
        var next = state.Move(index, place.Script, place.Next + 1);
        switch (place.Step)
        {
            case Step.Fresh or Step.Let:
                Make(place, lines);
                return next;
            case Step.Send send:
                var (from, assurance) = (place.Role.Name, protocol.Between(place.Role.Name, send.To));
                var line = new Score.Message(send.Label, from, send.To, send.Message, assurance, [.. AtSending(place, send)]);
                lines.Add(line);
                return next with { Letters = next.Letters.Add(new Letter(send.Label, send.To, line)) };
            case Step.Check check:
                lines.Add(new Score.Checking(place.Role.Name, check.Match));
                if (check.Otherwise.Steps.Length > 0 && told.Add(check))
                {
                    others.Add(new OtherCase($"{check.Match.Subject} is not {check.Match.Pattern}", place.Role.Name, state.Move(index, check.Otherwise)));
                }

                return state.Move(index, check.Then);
            case Step.Receive receive:
                return Read(state, index, receive, lines, others);
            default:
                return null;
        }
    }

    private State? Read(State state, int index, Step.Receive receive, List<Score> lines, List<OtherCase> others)
    {
        var role = state.Places[index].Role.Name;
        var (taken, letter) = receive.Alternatives
            .Select(alternative => (alternative, state.Letters.Find(letter => letter.Label == alternative.Label && letter.To == role)))
            .FirstOrDefault(pair => pair.Item2 is not null);
        if (letter is null)
        {
            return null;
        }

        var sent = lines.FindIndex(line => ReferenceEquals(line, letter.Line));
        if (sent >= 0)
        {
            lines[sent] = letter.Line with { Notes = letter.Line.Notes.AddRange(AtReading(role, taken, letter.Line.Term)) };
        }

        var without = state with { Letters = state.Letters.Remove(letter) };
        if (told.Add(receive))
        {
            others.AddRange(receive.Alternatives.Where(other => other != taken).Select(other => new OtherCase(
                $"{role} gets {other.Label} instead of {taken.Label}: {Phrases.Open(other.Pattern)}", role, without.Move(index, other.Then))));
            if (receive.Otherwise is not null)
            {
                others.Add(Impatient(without, index, receive));
            }
        }

        return without.Move(index, taken.Then);
    }

    private static OtherCase Impatient(State state, int index, Step.Receive receive) => new(
        $"no {string.Join(" or ", receive.Alternatives.Select(alternative => alternative.Label).Distinct())} that fits comes to {state.Places[index].Role.Name} {InTime(receive.Alarm)}",
        state.Places[index].Role.Name,
        state.Move(index, receive.Otherwise!));

    private static string InTime(Alarm? alarm) => alarm switch
    {
        null => "in time",
        { IsPatient: true } => $"until {alarm.Deadline}",
        _ => $"in time, or by {alarm.Deadline}",
    };

    private static void Make(Place place, List<Score> lines)
    {
        if (lines.LastOrDefault() is Score.Making making && making.Role == place.Role.Name)
        {
            lines[^1] = making with { Steps = making.Steps.Add(place.Step!) };
        }
        else
        {
            lines.Add(new Score.Making(place.Role.Name, [place.Step!]));
        }
    }

    private IEnumerable<string> AtSending(Place place, Step.Send send)
    {
        if (protocol.Between(place.Role.Name, send.To).HasFlag(Assurance.InPerson)
            && place.Script.Steps.Skip(place.Next).OfType<Step.Receive>().FirstOrDefault() is { } answer)
        {
            yield return $"in person, against {answer.Alternatives[0].Label}";
        }

        var readers = protocol.Roles.Where(role => role.Name == send.To)
            .SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Receive>().SelectMany(receive => receive.Alternatives).ToList();
        if (readers.TrueForAll(reader => reader.Label != send.Label) && readers.Find(reader => reader.Pattern.Equals(send.Message)) is { } same)
        {
            yield return $"{send.To} takes it as {same.Label}";
        }
    }

    private static IEnumerable<string> AtReading(Term.Variable role, Alternative taken, Term sent) =>
        (taken.Pattern.Equals(sent) ? [] : new[] { $"{role} reads it as {Phrases.Open(taken.Pattern)}" })
            .Concat(taken.Checks.Select(check => $"{role} accepts if {check}"))
            .Concat(taken.Before is { } before ? [$"{role} accepts up to {before}"] : []);
}
