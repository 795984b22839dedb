using System.Collections.Immutable;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Service;

/// <summary>A trusted party's state, and which archived requests it hangs on. Replaying those, in order, makes it again.</summary>
/// <param name="Open">For each handler that waits for more, the requests that brought it there.</param>
/// <param name="Waiting">For each message in the mailbox, its request.</param>
internal sealed record Progress(TrustedParty Party, ImmutableDictionary<Position, ImmutableList<long>> Open, ImmutableList<(Value Message, long Request)> Waiting)
{
    public static Progress Beginning(TrustedParty party) =>
        new(party, ImmutableDictionary.Create<Position, ImmutableList<long>>(ReferenceEqualityComparer.Instance), []);

    /// <summary>Takes a message that is, or is to be, archived under the number given.</summary>
    /// <param name="at">When it came: a protocol may have deadlines.</param>
    public Move Take(Value message, long number, DateTimeOffset at)
    {
        var (party, effects, asker) = Party.Take(message, at.ToUnixTimeMilliseconds());
        var rejection = effects.OfType<Effect.Rejected>().FirstOrDefault()?.Reason;
        var left = Waiting.FindAll(waiting => !Has(party.Mailbox, waiting.Message));
        var waiting = Waiting.RemoveAll(left.Contains);
        if (rejection is not null)
        {
            // What is no longer in the mailbox has given way to this message.
            return Has(party.Mailbox, message)
                ? new Move(this with { Party = party, Waiting = waiting.Add((message, number)) }, effects, rejection, null, RequestState.Waiting, [], [.. left.Select(gone => gone.Request)])
                : new Move(this with { Party = party }, effects, rejection, null, null, [], []);
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
        return new Move(next, effects, null, asker, isNew ? state : null, involved, []);
    }

    private static bool Has<T>(IEnumerable<T> all, T one)
        where T : class => all.Any(other => ReferenceEquals(other, one));
}

/// <summary>What a message changes.</summary>
/// <param name="State">As what the message is archived; null where it is not.</param>
/// <param name="Involved">Earlier requests that go with it: they get the same state.</param>
/// <param name="Forgotten">Messages that gave way in the mailbox.</param>
internal sealed record Move(
    Progress Next, ImmutableArray<Effect> Effects, Rejection? Rejection, string? Asker, RequestState? State, ImmutableList<long> Involved, ImmutableList<long> Forgotten);
