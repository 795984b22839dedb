using System.Collections.Immutable;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Service;

/// <summary>A trusted party's state, and which archived requests it hangs on. Replaying those, in order, makes it again.</summary>
/// <param name="Open">For each handler that waits for more, the requests that brought it there.</param>
/// <param name="Waiting">For each message in the mailbox, its request.</param>
internal sealed record Progress(TrustedParty Party, ImmutableDictionary<OpenRequest, ImmutableList<long>> Open, ImmutableList<(Value Message, long Request)> Waiting)
{
    public static Progress Beginning(TrustedParty party) =>
        new(party, ImmutableDictionary.Create<OpenRequest, ImmutableList<long>>(ReferenceEqualityComparer.Instance), []);

    /// <summary>Takes a message that is, or is to be, archived under the number given.</summary>
    /// <param name="at">When it came: a protocol may have deadlines.</param>
    public Move Take(Value message, long number, DateTimeOffset at)
    {
        var (party, effects, requester) = Party.Take(message, at.ToUnixTimeMilliseconds());
        var rejection = effects.OfType<Effect.Rejected>().FirstOrDefault()?.Reason;
        var left = Waiting.FindAll(waiting => !IsKept(party, waiting.Message));
        var waiting = Waiting.RemoveAll(left.Contains);
        if (rejection is not null)
        {
            // What is no longer in the mailbox has given way to this message, or this one to them.
            var isKept = IsKept(party, message);
            return new Move(
                this with { Party = party, Waiting = isKept ? waiting.Add((message, number)) : waiting },
                effects, rejection, null, isKept ? RequestState.Waiting : null, [], [.. left.Select(gone => gone.Request)]);
        }

        var closed = Open.Where(open => !Has(party.Open, open.Key)).ToList();
        var opened = party.Open.Where(position => !Open.ContainsKey(position)).ToList();
        // An equal request waits already: there is nothing new to keep.
        var isNew = closed.Count + opened.Count + left.Count > 0 || effects.Any(effect => effect is Effect.Send);
        var involved = closed.SelectMany(open => open.Value).Concat(left.Select(fitting => fitting.Request)).ToImmutableList();
        var next = new Progress(
            party,
            Open.RemoveRange(closed.Select(open => open.Key)).AddRange(opened.Select(position => KeyValuePair.Create(position, involved.Add(number)))),
            waiting);
        var state = opened.Count > 0 ? RequestState.Open : RequestState.Settled;
        return new Move(next, effects, null, requester, isNew ? state : null, involved, []);
    }

    /// <summary>Drops what has waited for too long.</summary>
    /// <returns>And the requests that nothing hangs on any more.</returns>
    public (Progress Next, ImmutableList<long> Forgotten) Expire(DateTimeOffset now)
    {
        var party = Party.WithoutExpired(now.ToUnixTimeMilliseconds());
        var (ended, left) = (Open.Where(open => !Has(party.Open, open.Key)).ToList(), Waiting.FindAll(waiting => !IsKept(party, waiting.Message)));
        return (
            new Progress(party, Open.RemoveRange(ended.Select(open => open.Key)), Waiting.RemoveAll(left.Contains)),
            [.. ended.SelectMany(open => open.Value), .. left.Select(gone => gone.Request)]);
    }

    /// <summary>Without a message that waits in the mailbox: it has come again.</summary>
    public Progress Without(long request)
    {
        var gone = Waiting.FindAll(waiting => waiting.Request == request);
        return this with
        {
            Waiting = Waiting.RemoveAll(gone.Contains),
            Party = Party with { Mailbox = Party.Mailbox.RemoveAll(early => gone.Exists(waiting => ReferenceEquals(waiting.Message, early.Message))) },
        };
    }

    private static bool IsKept(TrustedParty party, Value message) => party.Mailbox.Exists(early => ReferenceEquals(early.Message, message));

    private static bool Has<T>(IEnumerable<T> all, T one)
        where T : class => all.Any(other => ReferenceEquals(other, one));
}

/// <summary>What a message changes.</summary>
/// <param name="State">As what the message is archived; null where it is not.</param>
/// <param name="Involved">Earlier requests that go with it: they get the same state.</param>
/// <param name="Forgotten">Messages that gave way in the mailbox.</param>
internal sealed record Move(
    Progress Next, ImmutableArray<Effect> Effects, Rejection? Rejection, Requester? Requester, RequestState? State, ImmutableList<long> Involved, ImmutableList<long> Forgotten);
