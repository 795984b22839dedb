using FairExchange.Model.Drawing;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Traces;

/// <summary>The phrases of one trace, for words and for diagrams.</summary>
internal sealed class TraceText
{
    private readonly Trace trace;
    private readonly HashSet<string> played;

    public TraceText(Trace trace)
    {
        this.trace = trace;
        Shorthand = new Shorthand(trace);
        played = [.. trace.Sessions.GroupBy(session => session.Player).Where(group => group.Count() > 1).Select(group => group.Key)];
    }

    public Shorthand Shorthand { get; }

    /// <summary>
    /// The cheater, by the first of its names; where both are honest, whoever it is that shows something against a party.
    /// </summary>
    public string Cheater =>
        trace.Corrupted is [var first, ..]
            ? first : trace.Party is { } party ? Player(trace.Protocol.Counterpart(trace.Protocol.Party(party)).Name) : "somebody";

    public string Say(Term term) => Phrases.Open(Shorthand.Short(term));

    /// <summary>Who acts; where someone plays several sessions, in which.</summary>
    public string Actor(TraceStep step) =>
        played.Contains(step.Actor) && step.Session is { } session ? $"{step.Actor} (session {session})" : step.Actor;

    /// <summary>As whom a session begins, and what it knows.</summary>
    public string Beginning(TraceStep step)
    {
        var session = trace.Sessions.Single(session => session.Number == step.Session);
        var known = string.Join(", ", session.Knows.Select(pair => $"{pair.Key} = {pair.Value}"));
        return $"begins as {session.Role}{(known.Length == 0 ? "" : $", with {known}")}";
    }

    public string Claim => $"{trace.Property}{(trace.Party is { } party ? $" for {Player(party)}" : "")}";

    public IEnumerable<string> Actors()
    {
        if (trace.Corrupted.IsEmpty)
        {
            yield return trace.Property.Circumstances == Circumstances.Undisturbed
                ? "Both are honest, and nobody disturbs them." : "Both are honest; messages may be lost.";
        }
        else
        {
            var others = Phrases.And(trace.Corrupted.Skip(1));
            yield return $"{Phrases.And(trace.Sessions.Select(session => session.Player).Distinct())} is honest; {Cheater} cheats"
                + (others.Length == 0 ? "." : $", also as {others}.");
        }
    }

    /// <summary>What there is beside names: the adversary's atoms, what honest parties made, contracts, junk.</summary>
    public IEnumerable<string> Legend() => Shorthand.Legend.Concat(Atoms().Select(atom => $"{atom.Symbol}: {Meaning(atom)}"));

    /// <summary>What the cheater must do beside putting plainly visible things side by side, innermost first.</summary>
    public IEnumerable<string> Deeds(Recipe recipe) => Deed(recipe, isAll: true).Distinct();

    /// <summary>What the adversary has in the end, or what went wrong among honest parties.</summary>
    public IEnumerable<string> Outcome()
    {
        if (trace.Party is not { } party || trace.Shows is null)
        {
            yield return $"In the end {Silently()}.";
            yield break;
        }

        var role = trace.Protocol.Party(party);
        var (own, other) = (trace.Protocol.ItemOf(role), trace.Protocol.ItemOf(trace.Protocol.Counterpart(role)));
        var deeds = string.Concat(Deed(trace.Shows).Distinct().Select(deed => $"{deed}, and "));
        yield return other.IsEvidence
            ? $"In the end {Cheater} {deeds}shows the judge {Say(trace.Shows.Makes)}: "
                + $"\"{other.Statement(variable => Shown(variable, other))}\"."
            : $"In the end {Cheater} {deeds}has the {other.Name} {Say(trace.Shows.Makes)}.";
        if (trace.Property == Property.Accountability)
        {
            yield return $"{Player(party)} took no part in that as {party}.";
            yield break;
        }

        yield return own.IsEvidence
            ? $"{Player(party)} never holds the {own.Name} that shows: \"{own.Statement(Value)}\"."
            : $"{Player(party)} never gets the {own.Name} "
                + $"{Say(own.Term.Substitute(variable => trace.Deal.GetValueOrDefault(variable.Symbol)))}.";
    }

    /// <summary>What went wrong where nobody shows anything.</summary>
    private string Silently()
    {
        var deal = string.Join(", ", trace.Deal.Select(pair => $"{pair.Key} = {pair.Value}"));
        return trace.Property switch
        {
            var property when property == Property.Optimism => $"{Phrases.And(TookPart())} took part, though nobody needed help",
            var property when property == Property.Timeliness || property == Property.CutOff =>
                $"{Player(trace.Party!)} still waits, and nothing that is sure to come ends that",
            var property when property == Property.Statelessness =>
                $"{Phrases.And(TookPart())} kept something of one request for others",
            var property when property == Property.Confidentiality =>
                $"{Phrases.And(TookPart())} has learned {Say(trace.Deal[trace.Protocol.Subject.Symbol])}",
            var property when property == Property.Transparency =>
                $"somebody holds what only {Phrases.And(TookPart())} can have made, of the deal {deal}",
            var property when property == Property.NonRepudiationOfReceipt => $"{Unevident(trace.Protocol.First)}",
            var property when property == Property.NonRepudiationOfOrigin => $"{Unevident(trace.Protocol.Second)}",
            var property when property == Property.Effectiveness => $"not both hold what they want of the deal {deal}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private string Unevident(Role.Party holder) =>
        $"{Player(holder.Name)} holds nothing that a judge would accept: "
        + $"{(trace.Protocol.ItemOf(holder).IsEvidence ? "not" : "no evidence, but")} the {trace.Protocol.ItemOf(holder).Name}";

    /// <summary>What is to be said of a message that nobody reads; nothing of the others.</summary>
    public string Fate(TraceStep step, int sent) =>
        IsRead(step, sent) ? "" : trace.Protocol.TrustedParties.Any(role => role.Name.Symbol == step.Sends[sent - 1].To.Symbol)
            ? " (never answered)" : " (read by nobody)";

    /// <summary>Whether any later step reads what was sent, or the adversary is its addressee.</summary>
    public bool IsRead(TraceStep step, int sent) =>
        trace.Corrupted.Contains(step.Sends[sent - 1].To.Symbol)
        || trace.Steps.Any(reader => reader.From == new SentMessage(step.Number, sent));

    // Against a cheater one party is honest, and may have played the other role only.
    private string Player(Term.Variable party) =>
        (trace.Sessions.FirstOrDefault(session => session.Role == party)
            ?? (trace.Corrupted.IsEmpty ? null : trace.Sessions.FirstOrDefault()))?.Player ?? party.Symbol;

    /// <summary>What is shown says more than the deal: a time, say.</summary>
    private string Shown(Term.Variable variable, Item item) => trace.Deal.ContainsKey(variable.Symbol) ? Value(variable)
        : item.Forms.Select(form => Place(form, trace.Shows!.Makes, variable)).FirstOrDefault(found => found is not null) is { } term
            ? Say(term) : variable.Symbol;

    /// <summary>What stands in a ground term where the variable stands in its pattern.</summary>
    private static Term? Place(Term pattern, Term ground, Term.Variable variable) => pattern == variable ? ground
        : pattern.GetType() != ground.GetType() ? null
        : pattern.Parts().Zip(ground.Parts(), (part, found) => Place(part, found, variable)).FirstOrDefault(found => found is not null);

    private string Value(Term.Variable variable) => trace.Deal.TryGetValue(variable.Symbol, out var value) ? Say(value) : variable.Symbol;

    private IEnumerable<string> TookPart() => trace.Steps.Where(step => step.Session is null).Select(step => step.Actor).Distinct();

    private IEnumerable<string> Deed(Recipe recipe, bool isAll = false) => recipe switch
    {
        Recipe.Observed observed => [Taken(observed, isAll)],
        Recipe.Composed { Makes: Term.SymmetricEncryption } locked =>
            locked.Parts.SelectMany(part => Deed(part)).Append($"encrypts {locked.Parts[0].Makes} under {locked.Parts[1].Makes}"),
        Recipe.Composed composed => composed.Parts.SelectMany(part => Deed(part)),
        Recipe.Unlocked unlocked =>
            Deed(unlocked.Locked).Concat(Deed(unlocked.Key)).Append($"opens {Say(unlocked.Locked.Makes)} with {unlocked.Key.Makes}"),
        Recipe.SignedBy signed => Deed(signed.Body).Append($"signs {Say(signed.Body.Makes)} as {signed.Signer}"),
        Recipe.Encrypted encrypted => Deed(encrypted.Plaintext).Concat(Deed(encrypted.Coins))
            .Append($"encrypts ({Say(encrypted.Plaintext.Makes)}) to {encrypted.Recipient} with coins {encrypted.Coins.Makes}, which is "
                + $"{Say(encrypted.Makes)}"),
        _ => [],
    };

    /// <summary>The true time and what the actor's clock shows, in milliseconds; nothing where the protocol looks at no clock.</summary>
    public string When(TraceStep step) => trace.Schedule is { } schedule && schedule.Steps[step.Number - 1] is var (at, clock)
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"At {at} ms ({clock} ms on the clock of {step.Actor}): ")
        : "";

    private string Taken(Recipe.Observed observed, bool isAll)
    {
        var step = trace.Steps[observed.Step - 1];
        var sending = step.Sends[observed.Sent - 1];
        return sending.Message.Equals(observed.Makes)
            ? $"{(isAll ? "replays" : "takes")} {sending.Label}, which {step.Actor} sent in step {step.Number}"
            : $"takes {Say(observed.Makes)} out of {sending.Label}, which {step.Actor} sent in step {step.Number}";
    }

    private IEnumerable<Term.Constant> Atoms() => trace.Steps
        .SelectMany(step => step.Sends.Select(sending => sending.Message).Prepend(step.Input).OfType<Term>())
        .Concat(trace.Shows is { } shows ? [shows.Makes] : [])
        .SelectMany(term => term.SelfAndParts()).OfType<Term.Constant>().Where(atom => atom.Sort != Sort.Name).Distinct();

    private string Meaning(Term.Constant atom)
    {
        var kind = atom.Sort switch
        {
            Sort.Message => "a message",
            Sort.Coins => "coins",
            Sort.Contract => "a contract",
            Sort.Time => "a time",
            Sort.Key => "a key",
            Sort.Bulk => "a file of goods",
            _ => "a ciphertext",
        };
        if (atom.Symbol.StartsWith("x.", StringComparison.Ordinal))
        {
            return $"{kind} of {Cheater}'s";
        }

        var maker = trace.Sessions.FirstOrDefault(session => atom.Symbol.EndsWith($".{session.Number}", StringComparison.Ordinal));
        return trace.Schedule is { } schedule && schedule.Times.TryGetValue(atom.Symbol, out var time)
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time} ms")
            : maker is not null ? $"{kind} that {maker.Player} made in session {maker.Number}"
            : atom.Sort is Sort.Contract or Sort.Time ? $"{kind}, known to all"
            : $"{kind} that opens to nothing";
    }
}
