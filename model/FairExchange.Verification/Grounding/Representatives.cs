using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// Of runs that are renamings of each other, one. The adversary's names are interchangeable, and so are its messages, its coins, the
/// negotiated contracts and pieces of junk: a permutation of the atoms of one sort takes each event to an event (of the same session, with
/// the renamed binding), what somebody knows to what he knows in the renamed run, and a run in which a property fails to one in which it
/// fails. Times are not: two of them have an order.
/// <para>
/// So let one session, the same in every run, meet the atoms of each sort in their order: first what it knows beforehand, then what it
/// reads, looking into everything. An honest session goes one way, so each run has one such sequence of first meetings, and the permutation
/// that puts it in order (and leaves the session's own past in order, whose first meetings are a beginning of the sequence) takes the run
/// to one that is kept. Nothing is asked of the other sessions: they would need a permutation of their own.
/// </para>
/// The session is one that begins by reading, if there is any: nothing has more choices than what the adversary may say first.
/// </summary>
internal sealed class Representatives
{
    private readonly Dictionary<Term, int> places;
    private readonly GroundSession chosen;

    public Representatives(World world, Domains domains)
    {
        // Two honest parties are not interchangeable, nor are the contracts that each of their sessions is given.
        IEnumerable<Term.Constant> atoms = world.HasAdversary
            ? world.Corrupted.Concat(domains.Adversarial)
            .Concat(domains.Public.Where(atom => atom.Sort is not (Sort.Name or Sort.Time))) : [];
        places = atoms.GroupBy(atom => atom.Sort).SelectMany(group => group.Select((atom, place) => ((Term)atom, place))).ToDictionary();
        chosen = world.Sessions.FirstOrDefault(session => session.Role.Script.Steps.FirstOrDefault() is Step.Receive) ?? world.Sessions[0];
    }

    /// <summary>
    /// Whether the event is another session's, or one by which the chosen session has met the atoms of each sort in their order.
    /// </summary>
    public bool Include(Event happening)
    {
        if (happening.At.Session != chosen)
        {
            return true;
        }

        var met = new HashSet<Term>();
        var next = new Dictionary<Sort, int>();
        foreach (var atom in Met(happening).SelectMany(Atoms).Where(atom => places.ContainsKey(atom) && met.Add(atom)))
        {
            var expected = next.GetValueOrDefault(atom.Sort);
            if (places[atom] != expected)
            {
                return false;
            }

            next[atom.Sort] = expected + 1;
        }

        return true;
    }

    /// <summary>What the session knew when it began, then what it read.</summary>
    private static IEnumerable<Term> Met(Event happening) => happening.Parent is { } parent
        ? Met(parent).Concat(happening.Input is { } input ? [input] : [])
        : ((Role.Party)happening.At.Role).Knows.Select(variable => happening.Binding[variable]!);

    // Parties in no order are met at once: the one with the earlier place counts as the first, or the pair's two renamings would both be
    // left out.
    private IEnumerable<Term.Constant> Atoms(Term term) => term switch
    {
        Term.Constant constant => [constant],
        Term.Parties parties => parties.Parts().OfType<Term.Constant>().OrderBy(name => places.GetValueOrDefault(name)),
        _ => term.Parts().SelectMany(Atoms),
    };
}

/// <summary>
/// What no run needs, so that a search may leave it out: a session's reading of a ciphertext that nobody will ever open, since a piece of
/// junk would do as well. In any run in which Bob is sent a Z that names somebody else, or another time than he was told, put junk in its
/// place: the adversary can send that too, which is looked at message by message (what somebody else signed it cannot sign again), Bob does
/// the same steps, whatever he signs is of no use to anybody in either run, and he himself holds no more than before. So each attack that
/// there is, there is with junk.
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
        var inputs = ground.Events.Concat(ground.WaitPoints.SelectMany(at => at.PassedOver)).Where(happening => happening.Input is not null)
            .ToList();
        read = [.. inputs.Select(reader => (reader.At.Actor, reader.Input!))];
        // A term that is in here may be of use to somebody who has it.
        var items = ground.World.Protocol.Items.SelectMany(item => item.Forms)
            .SelectMany(form => ground.Domains.Instances(form, ground.World.Protocol));
        used = Deduction.Within(inputs.Select(reader => reader.Input!).Distinct().Concat(items));
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
            var news = choice.Binding.Values.Where(pair => pair.Value is Term.Encryption
                && at.After?.Binding.Values.ContainsKey(pair.Key) != true).ToList();
            if (news is [var (symbol, closed)] && !IsOpenedBy(at.Actor, closed)
                && twins[choice.WithBinding(new Binding(choice.Binding.Values.SetItem(symbol, junk)))].SingleOrDefault() is { } twin
                && new Renamed(closed, junk).IsSame(choice, twin, children)
                && SelfAndFollowing(choice).Zip(SelfAndFollowing(twin)).All(pair => CanBring(pair.First, pair.Second))
                && SelfAndFollowing(choice).All(step => IsOfNoUse(step, closed))
                && SelfAndFollowing(choice).Concat(SelfAndFollowing(twin)).All(IsHeardByNobody))
            {
                yield return choice;
            }
        }
    }

    /// <summary>
    /// Whether who reads it has what is inside, whatever the script makes of it: that counts where somebody's item is asked for.
    /// </summary>
    private static bool IsOpenedBy(Term.Constant reader, Term closed) =>
        closed is Term.Encryption encryption && encryption.Recipient.Equals(reader);

    /// <summary>
    /// Whether the adversary can have the one read wherever the other is: it is the same message, or one that can be made of it, and nobody
    /// else's.
    /// </summary>
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

    /// <summary>
    /// Whether the adversary knows what is read, since it brings it or reads it where it is sent, and may as well keep it back.
    /// </summary>
    private bool IsPublic(Event choice) => choice.HandedOver.IsEmpty
        && sendings[(choice.At.Actor, choice.Input!)]
            .All(sending => ground.World.AdversaryReads(sending) && !sending.Assurance.HasFlag(Assurance.Resilient));

    /// <summary>Whether nothing that is made here of the ciphertext is read or shown by anybody.</summary>
    private bool IsOfNoUse(Event step, Term closed) => step.Sends.SelectMany(sending => sending.Message.SelfAndParts())
        .Where(part => part is not (Term.Tuple or Term.Parties) && !part.Equals(closed) && part.SelfAndParts().Contains(closed))
            .All(part => !used.Contains(part));

    /// <summary>Whether no honest or trusted party reads what is sent here, so that no run hangs on it or must go on with it.</summary>
    private bool IsHeardByNobody(Event step) =>
        !partly.Contains(step) && step.Sends.All(sending => !read.Contains((sending.To, sending.Message)));

    private IEnumerable<Event> SelfAndFollowing(Event happening) => children[happening].SelectMany(SelfAndFollowing).Prepend(happening);

    /// <summary>Whether two runs of a session are the same but for one ciphertext.</summary>
    private sealed record Renamed(Term Closed, Term Junk)
    {
        public bool IsSame(Event one, Event other, ILookup<Event?, Event> children) =>
            one.Kind == other.Kind && one.Label == other.Label && one.Before == other.Before
                && one.TooLateFor.SequenceEqual(other.TooLateFor) && one.Sends.Length == other.Sends.Length
            && one.Binding.Values.Count == other.Binding.Values.Count
            && one.Binding.Values.Zip(other.Binding.Values)
                .All(pair => pair.First.Key == pair.Second.Key && IsSame(pair.First.Value, pair.Second.Value))
            && one.Sends.Zip(other.Sends)
                .All(pair => pair.First.Label == pair.Second.Label && pair.First.To == pair.Second.To
                    && IsSame(pair.First.Message, pair.Second.Message))
            && children[one].Count() == children[other].Count()
            && children[one].Zip(children[other]).All(pair => IsSame(pair.First, pair.Second, children));

        private bool IsSame(Term one, Term other) => one.Equals(other) || (one.Equals(Closed) && other.Equals(Junk))
            || (one.GetType() == other.GetType() && one.Parts() is { Length: > 0 } parts && parts.Length == other.Parts().Length
                && parts.Zip(other.Parts()).All(pair => IsSame(pair.First, pair.Second)));
    }
}
