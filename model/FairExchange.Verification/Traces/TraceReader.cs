using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Traces;

/// <summary>Holds what a file says against its protocol's roles and names, and each step against the steps before it.</summary>
internal sealed class TraceReader
{
    /// <summary>How deep terms and recipes may nest; those of protocols do so a handful of times.</summary>
    private const int Deepest = 24;

    private readonly TraceJson file;
    private readonly Protocol protocol;
    private readonly Property property;

    private TraceReader(TraceJson file, Func<string, Protocol?> find)
    {
        this.file = file;
        protocol = find(file.Protocol) ?? throw new TraceFormatException("$.protocol", $"the protocol \"{file.Protocol}\" is not known");
        property = Property.All.FirstOrDefault(known => known.Name == file.Property)
            ?? throw new TraceFormatException("$.property", $"one of {string.Join(", ", Property.All)} is wanted");
    }

    /// <exception cref="TraceFormatException"/>
    public static Trace Read(TraceJson file, Func<string, Protocol?> find) => new TraceReader(file, find).Read();

    private Trace Read()
    {
        CheckProperty();
        foreach (var (i, name) in file.Corrupted.Index())
        {
            CheckSymbol(name, $"$.corrupted[{i}]");
        }

        ImmutableArray<TraceSession> sessions = [.. file.Sessions.Select((session, i) => Session(session, $"$.sessions[{i}]"))];
        Must(sessions.DistinctBy(session => session.Number).Count() == sessions.Length, "$.sessions", "two sessions have one number");
        var honest = sessions.Select(session => session.Player).Concat(protocol.TrustedParties.Select(trusted => trusted.Name.Symbol))
            .ToHashSet();
        Must(file.Corrupted.Distinct().Count() == file.Corrupted.Length && !file.Corrupted.Any(honest.Contains),
            "$.corrupted", $"each of the adversary's names stands there once, and none is {string.Join(" or ", honest)}");
        for (var i = 0; i < file.Steps.Length; i++)
        {
            CheckActor(file.Steps[i], sessions, $"$.steps[{i}]");
            CheckStep(i, $"$.steps[{i}]");
        }

        if (file.Shows is { } shows)
        {
            Check(shows, file.Steps.Length, "$.shows");
        }

        return new Trace(
            protocol,
            property,
            file.Party is null ? null : Party(file.Party, "$.party"),
            sessions,
            file.Corrupted,
            file.Steps,
            file.Shows,
            Values(file.Deal, protocol.Deal, "$.deal"))
        {
            Schedule = file.Schedule is null ? null : Checked(file.Schedule),
        };
    }

    private void CheckProperty()
    {
        Must(property.PerParty == file.Party is not null, "$",
            $"{property} is stated {(property.PerParty ? "per party, and \"party\" is missing" : "for no \"party\"")}");

        // What breaks timeliness, and may break a cut-off, is that nothing happens: then nobody shows anything.
        var isShown = property == Property.Fairness || property == Property.Accountability;
        Must(file.Shows is not null || !isShown, "$", $"{property} is broken by what somebody shows, and \"shows\" is missing");
        Must(file.Shows is null || (property.PerParty && property != Property.Timeliness), "$",
            $"{property} is broken without a cheater who \"shows\" anything");
        Must(property.PerParty != file.Corrupted.IsEmpty, "$.corrupted",
            $"{property} is stated {(property.PerParty ? "against a cheater" : "of honest parties")}");
    }

    private TraceSession Session(TraceJson.SessionForm session, string place)
    {
        var role = Party(session.Role, $"{place}.role");
        CheckSymbol(session.Player, $"{place}.player");
        CheckCount(session.Number, $"{place}.number");
        var knows = Values(session.Knows, protocol.Party(role).Knows, $"{place}.knows");
        Must(knows.Count == protocol.Party(role).Knows.Length, $"{place}.knows",
            $"{role} knows {string.Join(", ", protocol.Party(role).Knows)} beforehand");
        return new TraceSession(session.Number, role, session.Player, knows);
    }

    private Term.Variable Party(string symbol, string place) =>
        protocol.Parties.FirstOrDefault(party => party.Name.Symbol == symbol)?.Name ?? throw new TraceFormatException(
            place, $"the parties of {protocol} are {string.Join(" and ", protocol.Parties.Select(party => party.Name))}, and \"{symbol}\" "
            + "is neither");

    private static ImmutableSortedDictionary<string, Term> Values(
        ImmutableSortedDictionary<string, Term> values, ImmutableArray<Term.Variable> allowed, string place)
    {
        foreach (var (name, value) in values)
        {
            var at = $"{place}.{Legible.Shown(name)}";
            var variable = allowed.FirstOrDefault(variable => variable.Symbol == name) ?? throw new TraceFormatException(
                at, allowed.IsEmpty ? "nothing is to be said here" : $"only {string.Join(", ", allowed)} have values here");
            CheckDepth(value, at);
            Must(Terms.SortOf(value) == variable.Sort, at, $"{name} stands for a {variable.Sort}".ToLowerInvariant());
        }

        return values.WithComparers(StringComparer.Ordinal);
    }

    private void CheckActor(TraceStep step, ImmutableArray<TraceSession> sessions, string place)
    {
        if (step.Session is { } number)
        {
            Must(sessions.Any(session => session.Number == number && session.Player == step.Actor), $"{place}.actor",
                $"{step.Actor} plays no session {number}");
            return;
        }

        Must(protocol.TrustedParties.Any(trusted => trusted.Name.Symbol == step.Actor), $"{place}.actor",
            $"{step.Actor} is no trusted party of {protocol}, and \"session\" is missing");
        Must(step.Kind != EventKind.Start, $"{place}.kind", "a trusted party is always there and does not start");
    }

    private void CheckStep(int index, string place)
    {
        var step = file.Steps[index];
        Must(step.Number == index + 1, $"{place}.number", $"this is step {index + 1}");
        Must((step.Input is not null) == (step.Kind == EventKind.Receive), place, "a receive has an input, and no other step has one");
        Must((step.Input is null ? 0 : 1) == (step.From is null ? 0 : 1) + (step.Recipe is null ? 0 : 1), place,
            "an input comes either \"from\" a step or by a \"recipe\"");
        foreach (var (i, sending) in step.Sends.Index())
        {
            CheckDepth(sending.Message, $"{place}.sends[{i}].message");
        }

        if (step.Input is not null)
        {
            CheckDepth(step.Input, $"{place}.input");
        }

        if (step.From is { } from)
        {
            var sending = Sent(from, index, $"{place}.from");
            Must(sending.To.Symbol == step.Actor && sending.Message.Equals(step.Input), $"{place}.from",
                $"message {from.Sent} of step {from.Step} is not this input, or not for {step.Actor}");
        }

        if (step.Recipe is { } recipe)
        {
            Check(recipe, index, $"{place}.recipe");
            Must(recipe.Makes.Equals(step.Input), $"{place}.recipe", "the recipe makes something else than the input");
            Must(!file.Corrupted.IsEmpty, $"{place}.recipe", "where both are honest nobody makes messages of another's");
        }
    }

    /// <param name="earlier">How many steps the recipe may speak of.</param>
    private void Check(Recipe recipe, int earlier, string place, int depth = 0)
    {
        Must(depth <= Deepest, place, $"recipes nest more than {Deepest} deep");
        switch (recipe)
        {
            case Recipe.Public { Atom.Sort: var sort }:
                Must(sort is Sort.Name or Sort.Contract or Sort.Ciphertext or Sort.Time or Sort.Bulk, $"{place}.public",
                    "messages, coins and keys are not public");
                break;
            case Recipe.Own { Atom: var atom }:
                Must(atom.Sort is Sort.Message or Sort.Coins or Sort.Key && atom.Symbol.StartsWith("x.", StringComparison.Ordinal),
                    $"{place}.own", "the adversary's own are messages, coins and keys whose names start with x.");
                break;
            case Recipe.Observed observed:
                place += ".observed";
                CheckDepth(observed.Makes, $"{place}.term");
                var sending = Sent(new(observed.Step, observed.Sent), earlier, place);
                var seen = Deduction.Closure(
                    sending.Message, name => name is Term.Constant { Symbol: var symbol } && file.Corrupted.Contains(symbol));
                Must(seen.Contains(observed.Makes), $"{place}.term", $"message {observed.Sent} of step {observed.Step} does not show this");
                break;
            case Recipe.Composed { Makes: Term.Hash, Parts: [var hashed] }:
                Check(hashed, earlier, $"{place}.hash", depth + 1);
                break;
            case Recipe.Composed { Makes: Term.SymmetricEncryption, Parts: [var message, var key] }:
                Check(message, earlier, $"{place}.lock.plaintext", depth + 1);
                Check(key, earlier, $"{place}.lock.key", depth + 1);
                break;
            case Recipe.Composed composed:
                foreach (var (i, part) in composed.Parts.Index())
                {
                    Check(part, earlier, $"{place}.{(composed.Makes is Term.Parties ? "parties" : "tuple")}[{i}]", depth + 1);
                }

                break;
            case Recipe.SignedBy signed:
                Must(file.Corrupted.Contains($"{signed.Signer}"), $"{place}.sign.signer",
                    $"the adversary does not have the key of {signed.Signer}");
                Check(signed.Body, earlier, $"{place}.sign.body", depth + 1);
                break;
            case Recipe.Encrypted encrypted:
                Check(encrypted.Plaintext, earlier, $"{place}.encrypt.plaintext", depth + 1);
                Check(encrypted.Coins, earlier, $"{place}.encrypt.coins", depth + 1);
                break;
            case Recipe.Unlocked unlocked:
                Check(unlocked.Locked, earlier, $"{place}.unlock.locked", depth + 1);
                Check(unlocked.Key, earlier, $"{place}.unlock.key", depth + 1);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>A message that an earlier step sent.</summary>
    private Sending Sent(SentMessage message, int earlier, string place)
    {
        var (step, sent) = message;
        Must(step > 0 && step <= earlier, $"{place}.step", $"step {step} is not an earlier step");
        var sends = file.Steps[step - 1].Sends;
        Must(sent > 0 && sent <= sends.Length, $"{place}.sent", $"step {step} sends {sends.Length} messages, not {sent}");
        return sends[sent - 1];
    }

    private Schedule Checked(Schedule schedule)
    {
        const string place = "$.schedule";
        var (margins, steps) = (schedule.Margins, schedule.Steps);
        Must(steps.Length == file.Steps.Length, $"{place}.steps", $"each of the {file.Steps.Length} steps has a time");
        Must(steps.SelectMany(step => new[] { step.At, step.Clock }).Concat(margins.Values).Concat(schedule.Times.Values)
            .Append(schedule.Skew).Append(schedule.Delay).All(span => span is >= -Schedule.Longest and <= Schedule.Longest),
            place, "a time is more than 100 years away");
        Must(steps.Zip(steps.Skip(1)).All(pair => pair.First.At <= pair.Second.At), $"{place}.steps", "times go on from step to step");
        Must(margins.Keys.ToHashSet().SetEquals(protocol.Margins.Select(margin => margin.Name)), $"{place}.margins",
            protocol.Margins.Any()
                ? $"the margins of {protocol} are {string.Join(", ", protocol.Margins)}, each once" : $"{protocol} has no margins");
        Must(schedule is { Skew: >= 0, Delay: >= 0 } && margins.Values.All(margin => margin >= 0), place,
            "a skew, a delay or a margin is negative");
        Must(steps.All(step => Math.Abs(step.Clock - step.At) <= schedule.Skew), $"{place}.steps", "a clock is off by more than the skew");
        return schedule with
        {
            Margins = margins.WithComparers(StringComparer.Ordinal),
            Times = schedule.Times.WithComparers(StringComparer.Ordinal),
        };
    }

    private static void CheckDepth(Term term, string place)
    {
        Must(Depth(term) <= Deepest, place, $"terms nest more than {Deepest} deep");

        static int Depth(Term term) => term.Parts().Select(part => 1 + Depth(part)).DefaultIfEmpty(0).Max();
    }

    private static void CheckSymbol(string text, string place) =>
        Must(TraceJson.IsSymbol(text), place, "1 to 64 letters, digits and dots are wanted");

    private static void CheckCount(int number, string place) => Must(number > 0, place, "a whole number from 1 on is wanted");

    private static void Must(bool holds, string place, string problem)
    {
        if (!holds)
        {
            throw new TraceFormatException(place, problem);
        }
    }
}
