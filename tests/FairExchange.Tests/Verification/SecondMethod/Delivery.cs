using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// Both honest: every order in which a network that forges nothing may deliver. In the runs that nobody disturbs it loses and copies
/// nothing either: each copy is read by one session, a trusted party takes every request, and somebody loses patience only where nothing
/// else can happen any more.
/// </summary>
internal sealed class Delivery
{
    private readonly Ground ground;

    /// <summary>What the two can exchange about, whoever of them can name it.</summary>
    private readonly List<Term> subjects;

    public Delivery(World world)
    {
        ground = Ground.Of(world);
        subjects = [.. ground.Events.Where(happening => happening.At.Session is not null)
            .Select(happening => happening.Binding[world.Protocol.Subject]).OfType<Term>().Distinct()];
    }

    /// <summary>All ways in which it may end, as sets of events.</summary>
    public IEnumerable<HashSet<Event>> Ends()
    {
        var visited = new HashSet<string>();
        var open = new Stack<HashSet<Event>>([[]]);
        while (open.TryPop(out var run))
        {
            var possible = ground.Events.Where(candidate => candidate.TooLateFor.IsEmpty && CanHappen(candidate, run, isOnce: true)
                && !IsAwaited(candidate, run)).ToList();
            var next = possible.Exists(candidate => candidate.Kind != EventKind.Otherwise)
                ? possible.FindAll(candidate => candidate.Kind != EventKind.Otherwise || GotMisfit(candidate, run))
                : possible;
            if (next.Count == 0)
            {
                yield return run;
            }

            foreach (var extended in next.Select(candidate => new HashSet<Event>(run) { candidate }))
            {
                if (visited.Add(string.Join(',', extended.Select(happening => happening.Index).Order())))
                {
                    open.Push(extended);
                }
            }
        }
    }

    /// <summary>
    /// Every set of events that can come about where messages may also be lost, or come again, and patience may run out at any time. What a
    /// trusted party has kept or learned in one of them it has kept or learned in every end that follows.
    /// </summary>
    public IEnumerable<HashSet<Event>> Reached()
    {
        var visited = new HashSet<string>();
        var open = new Stack<HashSet<Event>>([[]]);
        while (open.TryPop(out var run))
        {
            yield return run;
            foreach (var extended in ground.Events.Where(candidate => CanHappen(candidate, run))
                .Select(candidate => new HashSet<Event>(run) { candidate }))
            {
                if (visited.Add(string.Join(',', extended.Select(happening => happening.Index).Order())))
                {
                    open.Push(extended);
                }
            }
        }
    }

    /// <summary>Whether a trusted party has come to wait for more than its first request.</summary>
    public bool IsKept(HashSet<Event> run) => run.Any(happening => happening.Enters is not null)
        || ground.WaitPoints.Any(at => at.Role is Role.Trusted && at.After is { } after && run.Contains(after));

    private bool IsToTrusted(Sending sending) =>
        ground.World.Protocol.TrustedParties.Any(trusted => World.TrustedName(trusted) == sending.To);

    /// <summary>Whether a trusted party finds the subject of some deal in all that it was sent.</summary>
    public bool IsDisclosed(HashSet<Event> run) =>
        run.SelectMany(happening => happening.Sends).Where(IsToTrusted).GroupBy(request => request.To).Any(asked =>
    {
        var seen = asked.Select(request => request.Message).ToList();
        var lexicon = new Lexicon(seen.Concat(subjects));
        var reader = new Reader(lexicon, asked.Key.Equals, seen);
        return subjects.Exists(subject => reader.Derives(reader.Beginning(), lexicon[subject]));
    });

    /// <summary>Whether a trusted party has been sent anything.</summary>
    public bool IsAsked(HashSet<Event> run) => run.SelectMany(happening => happening.Sends).Any(IsToTrusted);

    /// <summary>Whether of every deal that can come about both hold their items.</summary>
    public bool BothHold(HashSet<Event> run) => Hold(run, ground.World.Protocol.Items);

    /// <summary>The same for some of the items.</summary>
    public bool Hold(HashSet<Event> run, IEnumerable<Item> items) =>
        subjects.TrueForAll(subject => items.All(item => IsHeld(run, item, subject)));

    /// <summary>Whether of some deal all of these items are held.</summary>
    public bool HoldOfSome(HashSet<Event> run, IEnumerable<Item> items) =>
        subjects.Exists(subject => items.All(item => IsHeld(run, item, subject)));

    /// <summary>
    /// Whether of some deal the item is held, and not as the other side gives it: in another form, or with a trusted party's name where the
    /// form leaves open whose. What the holder signs in another's place it has from nobody.
    /// </summary>
    public bool IsHeldInAnotherForm(HashSet<Event> run, Item item) => item.IsEvidence
        && subjects.Exists(subject => IsHeld(run, item, subject)
            && !IsHeld(run, item with { Replacement = null }, subject, isPlain: filled => IsOthers(item, filled)));

    /// <summary>Of what others put into it: whom the holder itself named, even a trusted party, shows nobody's help.</summary>
    private bool IsOthers(Item item, Binding filled) => filled.Values.Where(pair =>
        ground.World.Protocol.Party(item.Holder).Own.All(own => own.Symbol != pair.Key)).All(pair =>
        ground.World.Protocol.TrustedParties.All(trusted => !World.TrustedName(trusted).Equals(pair.Value)
            || trusted.Name.Symbol == pair.Key)
        && !item.Term.SelfAndParts().OfType<Term.Signature>()
            .Any(signature => signature.Signer is Term.Variable signer && signer.Symbol == pair.Key && signer != item.Holder
                && pair.Value.Equals(filled[item.Holder])));

    /// <summary>Whether of some deal the item is held, and would not be without what a trusted party has sent.</summary>
    public bool IsHeldByTrusted(HashSet<Event> run, Item item)
    {
        var sent = run.Where(sender => sender.At.Role is Role.Trusted).SelectMany(sender => sender.Sends)
            .Select(sending => (sending.To, sending.Message)).ToHashSet();
        return subjects.Exists(subject => IsHeld(run, item, subject)
            && !IsHeld(run, item, subject, reader => !sent.Contains((reader.At.Actor, reader.Input!))));
    }

    private bool IsHeld(HashSet<Event> run, Item item, Term subject, Predicate<Event>? counts = null, Predicate<Binding>? isPlain = null)
    {
        var (protocol, world) = (ground.World.Protocol, ground.World);
        var deal = Binding.Empty.With(protocol.First.Name, world.Honest[0]).With(protocol.Second.Name, world.Honest[1])
            .With(protocol.Subject, subject);
        var holder = world.Honest[item.Holder == protocol.First.Name ? 0 : 1];
        var matching = item.Forms.SelectMany(form => EvidenceClaims.Instances(ground, form, deal))
            .Where(instance => isPlain?.Invoke(instance.Binding) != false).Select(instance => instance.Term).ToList();
        var read = run.Where(happening => happening.At.Actor == holder)
            .SelectMany(happening => happening.Made.Concat(Steps.Agreed(happening))
                .Concat(happening.Input is { } input && counts?.Invoke(happening) != false ? [input] : [])).ToList();
        var lexicon = new Lexicon(matching.Concat(read).Concat(ground.Domains.Public));
        var reader = new Reader(lexicon, holder.Equals, ground.Domains.Of(Sort.Name).Concat(read));
        return matching.Exists(term => reader.Derives(reader.Beginning(), lexicon[term]));
    }

    /// <summary>
    /// Whether the actor was sent what none of its sessions reads on any way, this one on its way on from here or up to here.
    /// </summary>
    private bool GotMisfit(Event timeOut, HashSet<Event> run) =>
        run.SelectMany(sender => sender.Sends).Any(sending => sending.To == timeOut.At.Actor
        && !ground.Events.Any(reader => sending.Message.Equals(reader.Input) && reader.At.Actor == timeOut.At.Actor
            && !Way(reader).Contains(timeOut)
            && (reader.At.Session != timeOut.At.Session || Way(timeOut).Contains(reader) || Way(reader).Contains(timeOut.Parent))));

    private static IEnumerable<Event> Way(Event happening) => happening.Parent is { } parent ? Way(parent).Append(happening) : [happening];

    /// <summary>Whether the trusted party that would begin something with the request waits for it elsewhere.</summary>
    private bool IsAwaited(Event candidate, HashSet<Event> run) =>
        candidate.At is { Role: Role.Trusted, After: null } && ground.Events.Any(other =>
        other.At.Actor == candidate.At.Actor && candidate.Input!.Equals(other.Input) && other.Parent is { } opened && run.Contains(opened)
            && !other.At.Choices.Any(run.Contains));

    /// <summary>
    /// A register holds what was entered first: who enters something finds nothing else there, and who finds something else, that.
    /// </summary>
    public static bool FindsWhatStands(Event candidate, IEnumerable<Event> run) =>
        (candidate.Enters is null || Standing(candidate.Enters, run).All(candidate.Enters.Equals))
        && (candidate.Finds is null || Standing(candidate.Finds, run).Contains(candidate.Finds));

    /// <summary>What was entered under the key.</summary>
    internal static IEnumerable<RegisterEntry> Standing(RegisterEntry wanted, IEnumerable<Event> run) =>
        run.Select(earlier => earlier.Enters).OfType<RegisterEntry>()
            .Where(entry => entry.Of.Equals(wanted.Of) && entry.Key.Equals(wanted.Key));

    /// <param name="isOnce">Whether the network brings each copy once, so that one that is read is gone, by a session or by a trusted party
    /// that waits for more.</param>
    private static bool CanHappen(Event candidate, HashSet<Event> run, bool isOnce = false)
    {
        if (run.Contains(candidate) || (candidate.Parent is { } parent && !run.Contains(parent))
            || (candidate.At.IsExclusive && candidate.At.Choices.Any(run.Contains)) || !FindsWhatStands(candidate, run))
        {
            return false;
        }

        if (candidate.Input is not { } input)
        {
            return true;
        }

        var copies = run.Sum(sender => sender.Sends.Count(sending => sending.To == candidate.At.Actor && sending.Message.Equals(input)));
        var read = isOnce && (candidate.At.IsExclusive || candidate.At.Role is Role.Trusted { WaitsForMore: true })
            ? run.Count(reader => reader.At.Actor == candidate.At.Actor && input.Equals(reader.Input)) : 0;
        return copies > read;
    }
}
