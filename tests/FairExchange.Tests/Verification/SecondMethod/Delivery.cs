using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// Both honest and no message lost: every order in which a network that loses, copies and forges nothing may deliver. Each copy is read by one session, a trusted
/// party takes every request, and somebody loses patience only where nothing else can happen any more.
/// </summary>
internal sealed class Delivery
{
    private readonly Ground ground;

    public Delivery(World world) => ground = Ground.Of(world);

    /// <summary>All ways in which it may end, as sets of events.</summary>
    public IEnumerable<HashSet<Event>> Ends()
    {
        var visited = new HashSet<string>();
        var open = new Stack<HashSet<Event>>([[]]);
        while (open.TryPop(out var run))
        {
            var possible = ground.Events.Where(candidate => candidate.TooLateFor.IsEmpty && CanHappen(candidate, run)).ToList();
            var next = possible.Exists(candidate => candidate.Kind != EventKind.Otherwise)
                ? possible.FindAll(candidate => candidate.Kind != EventKind.Otherwise)
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
    /// Every set of events that can come about where messages may also be lost and patience may run out at any time. What a trusted party has kept or
    /// learned in one of them it has kept or learned in every end that follows.
    /// </summary>
    public IEnumerable<HashSet<Event>> Reached()
    {
        var visited = new HashSet<string>();
        var open = new Stack<HashSet<Event>>([[]]);
        while (open.TryPop(out var run))
        {
            yield return run;
            foreach (var extended in ground.Events.Where(candidate => CanHappen(candidate, run)).Select(candidate => new HashSet<Event>(run) { candidate }))
            {
                if (visited.Add(string.Join(',', extended.Select(happening => happening.Index).Order())))
                {
                    open.Push(extended);
                }
            }
        }
    }

    /// <summary>Whether a trusted party has come to wait for more than its first request.</summary>
    public bool IsKept(HashSet<Event> run) => ground.WaitPoints.Any(at => at.Role is Role.Trusted && at.After is { } after && run.Contains(after));

    private bool IsToTrusted(Sending sending) => ground.World.Protocol.TrustedParties.Any(trusted => World.TrustedName(trusted) == sending.To);

    /// <summary>Whether a trusted party finds the subject of some deal in what it was sent.</summary>
    public bool IsDisclosed(HashSet<Event> run) =>
        run.SelectMany(happening => happening.Sends).Where(IsToTrusted).Any(request => Deduction.Closure(request.Message, request.To.Equals)
            .Any(part => part is Term.Constant { Sort: Sort.Message or Sort.Contract } content && run.Any(happening =>
                happening.At.Session is not null && happening.Binding[ground.World.Protocol.Subject] is { } subject && subject.Equals(content))));

    /// <summary>Whether each of the first party's sessions has a deal of which both hold their items.</summary>
    public bool BothHold(HashSet<Event> run) => Hold(run, ground.World.Protocol.Items);

    /// <summary>The same for some of the items.</summary>
    public bool Hold(HashSet<Event> run, IEnumerable<Item> items)
    {
        var protocol = ground.World.Protocol;
        return ground.World.Sessions.Where(session => session.Role == protocol.First).All(session =>
        {
            var last = run.Where(happening => happening.At.Session == session).MaxBy(happening => happening.Binding.Values.Count)!;
            return items.All(item =>
            {
                var holder = ground.World.Honest[item.Holder == protocol.First.Name ? 0 : 1];
                var matching = Claims.Matching(ground, item, protocol.Deal, last.Binding).ToList();
                var read = run.Where(happening => happening.At.Actor == holder).SelectMany(happening => happening.Made.Concat(happening.Input is { } input ? [input] : [])).ToList();
                var reader = new Reader(new Lexicon(matching.Concat(read).Concat(ground.Domains.Public)), holder.Equals, ground.Domains.Public.Concat(read));
                var lexicon = new Lexicon(matching.Concat(read).Concat(ground.Domains.Public));
                return matching.Exists(term => reader.Derives(reader.Beginning(), lexicon[term]));
            });
        });
    }

    private static bool CanHappen(Event candidate, HashSet<Event> run)
    {
        if (run.Contains(candidate) || (candidate.Parent is { } parent && !run.Contains(parent))
            || (candidate.At.IsExclusive && candidate.At.Choices.Any(run.Contains)))
        {
            return false;
        }

        if (candidate.Input is not { } input)
        {
            return true;
        }

        var copies = run.Sum(sender => sender.Sends.Count(sending => sending.To == candidate.At.Actor && sending.Message.Equals(input)));
        var read = candidate.At.IsExclusive ? run.Count(reader => reader.At.Actor == candidate.At.Actor && input.Equals(reader.Input)) : 0;
        return copies > read;
    }
}
