using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// What no run needs, so that a search may leave it out: a session's reading of a ciphertext that nobody will ever open, since a piece of junk would do as well. In any run in
/// which Bob is sent a Z that names somebody else, or another time than he was told, put junk in its place: the adversary can send that too, which is looked at message by message
/// (what somebody else signed it cannot sign again), Bob does the same steps, whatever he signs is of no use to anybody in either run, and he himself holds no more than before. So each
/// attack that there is, there is with junk.
/// </summary>
internal sealed class UnreadCiphertexts
{
    private readonly Ground ground;
    private readonly ILookup<Event?, Event> children;
    private readonly HashSet<Event?> partly;
    private readonly ILookup<(Term.Constant To, Term Message), Sending> sendings;
    private readonly HashSet<(Term.Constant To, Term Message)> read;
    private readonly HashSet<Term> used;

    private UnreadCiphertexts(Ground ground)
    {
        this.ground = ground;
        children = ground.Events.ToLookup(happening => happening.Parent);
        // Where only one of several renamings is looked at, what follows is not all there.
        partly = [.. ground.WaitPoints.Where(at => !at.PassedOver.IsEmpty).Select(at => at.After)];
        sendings = ground.Events.SelectMany(happening => happening.Sends).ToLookup(sending => (sending.To, sending.Message));
        var inputs = ground.Events.Concat(ground.WaitPoints.SelectMany(at => at.PassedOver)).Where(happening => happening.Input is not null).ToList();
        read = [.. inputs.Select(reader => (reader.At.Actor, reader.Input!))];
        // A term that is in here may be of use to somebody who has it.
        used = [];
        var items = ground.World.Protocol.Items.SelectMany(item => item.Forms).SelectMany(form => ground.Domains.Instances(form, ground.World.Protocol));
        foreach (var term in inputs.Select(reader => reader.Input!).Distinct().Concat(items))
        {
            Use(term);
        }
    }

    /// <summary>The events that can be left out, with all that can follow them.</summary>
    public static HashSet<Event> Of(Ground ground)
    {
        var left = new HashSet<Event>();
        if (ground.Domains.Public.FirstOrDefault(atom => atom.Sort == Sort.Ciphertext) is { } junk)
        {
            var unread = new UnreadCiphertexts(ground);
            foreach (var at in ground.WaitPoints.Where(at => at.IsExclusive))
            {
                left.UnionWith(unread.At(at, junk).SelectMany(unread.SelfAndFollowing));
            }
        }

        return left;
    }

    private IEnumerable<Event> At(WaitPoint at, Term junk)
    {
        var twins = at.Choices.Where(choice => choice.Kind == EventKind.Receive).ToLookup(choice => choice.ToString());
        foreach (var choice in at.Choices.Where(choice => choice.Kind == EventKind.Receive))
        {
            var news = choice.Binding.Values.Where(pair => pair.Value is Term.Encryption && at.After?.Binding.Values.ContainsKey(pair.Key) != true).ToList();
            if (news is [var (symbol, closed)] && !IsOpenedBy(at.Actor, closed)
                && twins[choice.WithBinding(new Binding(choice.Binding.Values.SetItem(symbol, junk)))].SingleOrDefault() is { } twin
                && new Renamed(closed, junk).IsSame(choice, twin, children) && SelfAndFollowing(choice).Zip(SelfAndFollowing(twin)).All(pair => CanBring(pair.First, pair.Second))
                && SelfAndFollowing(choice).All(step => IsOfNoUse(step, closed)) && SelfAndFollowing(choice).Concat(SelfAndFollowing(twin)).All(IsHeardByNobody))
            {
                yield return choice;
            }
        }
    }

    /// <summary>Whether who reads it has what is inside, whatever the script makes of it: that counts where somebody's item is asked for.</summary>
    private static bool IsOpenedBy(Term.Constant reader, Term closed) => closed is Term.Encryption encryption && encryption.Recipient.Equals(reader);

    /// <summary>Whether the adversary can have the one read wherever the other is: it is the same message, or one that can be made of it, and nobody else's.</summary>
    private bool CanBring(Event step, Event twin)
    {
        if (Equals(step.Input, twin.Input))
        {
            return true;
        }

        var known = Deduction.Closure(step.Input!, OwnsKey).Concat(ground.Domains.Public).Concat(ground.Domains.Adversarial).ToHashSet();
        return IsPublic(step) && IsPublic(twin) && Known(twin.Input!);
        bool Known(Term term) => known.Contains(term) || (Deduction.Ingredients(term, OwnsKey)?.All(Known) ?? false);
        bool OwnsKey(Term name) => ground.World.Corrupted.Contains(name);
    }

    /// <summary>Whether the adversary knows what is read, since it brings it or reads it where it is sent, and may as well keep it back.</summary>
    private bool IsPublic(Event choice) => choice.HandedOver.IsEmpty
        && sendings[(choice.At.Actor, choice.Input!)].All(sending => ground.World.AdversaryReads(sending) && !sending.Assurance.HasFlag(Assurance.Resilient));

    /// <summary>Whether nothing that is made here of the ciphertext is read or shown by anybody.</summary>
    private bool IsOfNoUse(Event step, Term closed) => step.Sends.SelectMany(sending => sending.Message.SelfAndParts())
        .Where(part => part is not (Term.Tuple or Term.Parties) && !part.Equals(closed) && part.SelfAndParts().Contains(closed)).All(part => !used.Contains(part));

    /// <summary>Whether no honest or trusted party reads what is sent here, so that no run hangs on it or must go on with it.</summary>
    private bool IsHeardByNobody(Event step) => !partly.Contains(step) && step.Sends.All(sending => !read.Contains((sending.To, sending.Message)));

    private IEnumerable<Event> SelfAndFollowing(Event happening) => children[happening].SelectMany(SelfAndFollowing).Prepend(happening);

    private void Use(Term term)
    {
        if (used.Add(term))
        {
            foreach (var part in term.Parts())
            {
                Use(part);
            }
        }
    }

    /// <summary>Whether two runs of a session are the same but for one ciphertext.</summary>
    private sealed record Renamed(Term Closed, Term Junk)
    {
        public bool IsSame(Event one, Event other, ILookup<Event?, Event> children) =>
            one.Kind == other.Kind && one.Label == other.Label && one.Before == other.Before && one.TooLateFor.SequenceEqual(other.TooLateFor) && one.Sends.Length == other.Sends.Length
            && one.Binding.Values.Count == other.Binding.Values.Count
            && one.Binding.Values.Zip(other.Binding.Values).All(pair => pair.First.Key == pair.Second.Key && IsSame(pair.First.Value, pair.Second.Value))
            && one.Sends.Zip(other.Sends).All(pair => pair.First.Label == pair.Second.Label && pair.First.To == pair.Second.To && IsSame(pair.First.Message, pair.Second.Message))
            && children[one].Count() == children[other].Count()
            && children[one].Zip(children[other]).All(pair => IsSame(pair.First, pair.Second, children));

        private bool IsSame(Term one, Term other) => one.Equals(other) || (one.Equals(Closed) && other.Equals(Junk))
            || (one.GetType() == other.GetType() && one.Parts() is { Length: > 0 } parts && parts.Length == other.Parts().Length && parts.Zip(other.Parts()).All(pair => IsSame(pair.First, pair.Second)));
    }
}
