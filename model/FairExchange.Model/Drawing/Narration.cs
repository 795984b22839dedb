using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Drawing;

/// <summary>A protocol's roles played together: what a reader of its paper would see, one line under the other.</summary>
internal abstract record Narration
{
    private Narration()
    {
    }

    /// <summary>What a role makes for itself: fresh values, and terms that it names.</summary>
    public sealed record Making(Term.Variable Role, ImmutableArray<Step> Steps) : Narration
    {
        public string Words
        {
            get
            {
                var fresh = Steps.OfType<Step.Fresh>().SelectMany(step => step.Variables).Select(variable => variable.Symbol).ToList();
                var named = Steps.OfType<Step.Let>().Select(let => $"{let.Variable} = {let.Value}");
                return string.Join("; ", (fresh.Count == 0 ? [] : new[] { $"makes {Phrases.And(fresh)}" }).Concat(named));
            }
        }
    }

    /// <param name="Notes">What the addressee asks of it, and how else it may be taken.</param>
    public sealed record Message(
        string Label, Term.Variable From, Term.Variable To, Term Term, Assurance Assurance, ImmutableArray<string> Notes) : Narration;

    /// <summary>A decision on something already received, on the way where it succeeds.</summary>
    public sealed record Checking(Term.Variable Role, Match Match) : Narration;

    /// <summary>A trusted party enters a value in its register, where no other stands.</summary>
    public sealed record Registering(Term.Variable Role, Term Key, Term Value) : Narration
    {
        public string Words => $"enters {Value} for {Key}, unless another value stands there";
    }

    /// <summary>What happens in another case than the one that the lines before it tell.</summary>
    /// <param name="When">The case, fit to follow "if".</param>
    public sealed record Branch(string When, Term.Variable Role, ImmutableArray<Narration> Lines) : Narration;
}

/// <summary>
/// Plays all roles in their order, each as far as it comes: first the way on which everything fits, then, once each, every case in which a
/// role goes another way.
/// </summary>
internal sealed class Narrator
{
    private readonly Protocol protocol;
    private readonly HashSet<object> told = new(ReferenceEqualityComparer.Instance);

    private Narrator(Protocol protocol) => this.protocol = protocol;

    /// <summary>Where a role is: in a script, before one of its steps.</summary>
    private sealed record Place(Role Role, Script Script, int Next)
    {
        public Step? Step => Next < Script.Steps.Length ? Script.Steps[Next] : null;
    }

    /// <summary>A message that nobody has read yet.</summary>
    private sealed record Letter(string Label, Term.Variable To, Narration.Message Line);

    private sealed record State(ImmutableArray<Place> Places, ImmutableList<Letter> Letters)
    {
        public State Move(int place, Script script, int next = 0) =>
            this with { Places = Places.SetItem(place, Places[place] with { Script = script, Next = next }) };
    }

    private sealed record OtherCase(string When, Term.Variable Role, State From);

    public static ImmutableArray<Narration> Of(Protocol protocol)
    {
        var places = protocol.Roles.SelectMany(role => role.Scripts.Select(script => new Place(role, script, 0)));
        return new Narrator(protocol).Play(new State([.. places], []));
    }

    private ImmutableArray<Narration> Play(State state)
    {
        var lines = new List<Narration>();
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

        return [.. lines, .. others.Select(other => new Narration.Branch(other.When, other.Role, Play(other.From)))];
    }

    private State? Advance(State state, int index, List<Narration> lines, List<OtherCase> others)
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
                var line = new Narration.Message(send.Label, from, send.To, send.Message, assurance, [.. AtSending(place, send)]);
                lines.Add(line);
                return next with { Letters = next.Letters.Add(new Letter(send.Label, send.To, line)) };
            case Step.Check check:
                lines.Add(new Narration.Checking(place.Role.Name, check.Match));
                if (check.Otherwise.Steps.Length > 0 && told.Add(check))
                {
                    others.Add(new OtherCase(
                        $"{check.Match.Subject} is not {check.Match.Pattern}", place.Role.Name, state.Move(index, check.Otherwise)));
                }

                return state.Move(index, check.Then);
            case Step.Register register:
                lines.Add(new Narration.Registering(place.Role.Name, register.Key, register.Value));
                if (told.Add(register))
                {
                    others.AddRange(register.Others.Select(other => new OtherCase(
                        $"{other.Pattern} stands for {register.Key}", place.Role.Name, state.Move(index, other.Then))));
                }

                return state.Move(index, register.Then);
            case Step.Receive receive:
                return Read(state, index, receive, lines, others);
            default:
                return null;
        }
    }

    private State? Read(State state, int index, Step.Receive receive, List<Narration> lines, List<OtherCase> others)
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
                $"{role} gets {other.Label} instead of {taken.Label}: {Phrases.Open(other.Pattern)}", role,
                without.Move(index, other.Then))));
            if (receive.Otherwise is not null)
            {
                others.Add(Impatient(without, index, receive));
            }
        }

        return without.Move(index, taken.Then);
    }

    private static OtherCase Impatient(State state, int index, Step.Receive receive) => new(
        $"no {string.Join(" or ", receive.Alternatives.Select(alternative => alternative.Label).Distinct())} that fits comes to "
        + $"{state.Places[index].Role.Name} {InTime(receive.Alarm)}",
        state.Places[index].Role.Name,
        state.Move(index, receive.Otherwise!));

    private static string InTime(Alarm? alarm) => alarm switch
    {
        null => "in time",
        { IsPatient: true } => $"until {alarm.Deadline}",
        _ => $"in time, or by {alarm.Deadline}",
    };

    private static void Make(Place place, List<Narration> lines)
    {
        if (lines.LastOrDefault() is Narration.Making making && making.Role == place.Role.Name)
        {
            lines[^1] = making with { Steps = making.Steps.Add(place.Step!) };
        }
        else
        {
            lines.Add(new Narration.Making(place.Role.Name, [place.Step!]));
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
            .SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Receive>()
                .SelectMany(receive => receive.Alternatives).ToList();
        if (readers.TrueForAll(reader => reader.Label != send.Label)
            && readers.Find(reader => reader.Pattern.Equals(send.Message)) is { } same)
        {
            yield return $"{send.To} takes it as {same.Label}";
        }
    }

    private static IEnumerable<string> AtReading(Term.Variable role, Alternative taken, Term sent) =>
        (taken.Pattern.Equals(sent) ? [] : new[] { $"{role} reads it as {Phrases.Open(taken.Pattern)}" })
            .Concat(taken.Checks.Select(check => $"{role} accepts if {check}"))
            .Concat(taken.Before is { } before ? [$"{role} accepts up to {before}"] : []);
}

/// <summary>The language's words for people, shared by all drawings.</summary>
public static class Phrases
{
    /// <summary>A message as the paper writes it: its outermost tuple without brackets.</summary>
    public static string Open(Term term) => term is Term.Tuple tuple ? string.Join(", ", tuple.Items) : term.ToString()!;

    /// <summary>"A", "A and B", "A, B and C".</summary>
    public static string And(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
    }

    public static string Of(Assurance assurance) => assurance switch
    {
        Assurance.Lossy => "the adversary's: it reads, loses, delays, replays and injects",
        Assurance.Resilient => "resilient: what is sent arrives some day; others read it and inject",
        Assurance.Private => "private: only the addressee reads; it may be lost",
        Assurance.Resilient | Assurance.Private => "resilient and private: what is sent arrives some day, and only the addressee reads it",
        Assurance.InPerson => "in person: handed over in the moment of the answer, or not at all",
        _ => assurance.ToString(),
    };

    public static string Of(Expectation expectation) => expectation.AttackedFrom switch
    {
        null => "proved",
        1 => "attacked",
        { } sessions => $"attacked, from {sessions} sessions of the honest party on",
    };

    /// <summary>How the judge decides on an item; made from the item's term alone, as the judge does.</summary>
    public static string JudgesRule(Item item)
    {
        if (!item.IsEvidence)
        {
            return "Goods: whoever wants it recognises it, and it convinces no judge.";
        }

        var opened = item.Term.SelfAndParts().OfType<Term.SymmetricEncryption>().Distinct().Select(part => $"opens {part}");
        var made = item.Term.SelfAndParts().Where(part => part is Term.Encryption or Term.Hash).Distinct()
            .Select(part => $"makes {part} again and compares");
        var signed = item.Term.SelfAndParts().OfType<Term.Signature>().Select(signature => signature.Signer).Distinct()
            .Select(signer => $"checks the signature of {signer}");
        return $"The judge {And(opened.Concat(made).Concat(signed).Append($"says: \"{item.Statement(variable => variable.Symbol)}\""))}.";
    }
}
