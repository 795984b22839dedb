using System.Collections.Immutable;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Service;

/// <summary>
/// Which answers have left. A visible party's are in the store; a virtual party's are made again from the request, which is kept until all
/// of them have left.
/// </summary>
internal sealed class Departures(IStore store, Journal journal, bool isVirtual)
{
    /// <summary>Of a virtual party: to which kept request each answer belongs that is not known to have left.</summary>
    private readonly Dictionary<long, long> owed = [];

    /// <summary>Answers that have left, which is not noted in the store yet.</summary>
    private readonly HashSet<long> unnoted = [];

    private readonly List<Answer> inherited = [];
    private long last;

    public ImmutableArray<Answer> Pending =>
        isVirtual ? [.. inherited.Where(answer => owed.ContainsKey(answer.Number!.Value))] : [.. store.Pending()];

    /// <summary>Numbers a virtual party's answers to a request that is kept until they have left.</summary>
    public ImmutableArray<Answer> Owe(ImmutableArray<Answer> answers, long request)
    {
        var numbered = answers.Select(answer => answer with { Number = ++last }).ToImmutableArray();
        foreach (var answer in numbered)
        {
            owed.Add(answer.Number!.Value, request);
        }

        return numbered;
    }

    /// <summary>As <see cref="Owe"/>, for a request that an earlier process took.</summary>
    public void Inherit(ImmutableArray<Answer> answers, long request) => inherited.AddRange(Owe(answers, request));

    /// <summary>
    /// An answer has left. Where there is no room to note that, it is noted with the next request; if the process dies before, the answer
    /// is sent once more.
    /// </summary>
    public void Leave(long number)
    {
        unnoted.Add(number);
        try
        {
            Note();
        }
        catch (StoreFullException)
        {
            // Said above.
        }
    }

    /// <exception cref="StoreFullException">There is no room.</exception>
    public void Note()
    {
        foreach (var number in unnoted.ToList())
        {
            if (!isVirtual)
            {
                store.Sent(number);
            }
            else if (owed.TryGetValue(number, out var request))
            {
                if (owed.Values.Count(other => other == request) == 1)
                {
                    journal.Write(transaction => transaction.Forget(request));
                }

                owed.Remove(number);
            }

            unnoted.Remove(number);
        }
    }
}

/// <summary>A trusted party's state, and which archived requests it hangs on. Replaying those, in order, makes it again.</summary>
/// <param name="Open">For each handler that waits for more, the requests that brought it there.</param>
/// <param name="Waiting">For each message in the mailbox, its request.</param>
internal sealed record RequestProgress(
    TrustedParty Party, ImmutableDictionary<OpenRequest, ImmutableList<long>> Open, ImmutableList<(Value Message, long Request)> Waiting)
{
    public static RequestProgress Beginning(TrustedParty party) =>
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
        var next = new RequestProgress(
            party,
            Open.RemoveRange(closed.Select(open => open.Key))
                .AddRange(opened.Select(position => KeyValuePair.Create(position, involved.Add(number)))),
            waiting);
        // What has entered something in the register is replayed for good: that is what the party remembers it by.
        var state = opened.Count > 0 || party.Register != Party.Register ? RequestState.Open : RequestState.Settled;
        return new Move(next, effects, null, requester, isNew ? state : null, involved, []);
    }

    /// <summary>Drops what has waited for too long.</summary>
    /// <returns>And the requests that nothing hangs on any more.</returns>
    public (RequestProgress Next, ImmutableList<long> Forgotten) Expire(DateTimeOffset now)
    {
        var party = Party.WithoutExpired(now.ToUnixTimeMilliseconds());
        var (ended, left) = (
            Open.Where(open => !Has(party.Open, open.Key)).ToList(), Waiting.FindAll(waiting => !IsKept(party, waiting.Message)));
        return (
            new RequestProgress(party, Open.RemoveRange(ended.Select(open => open.Key)), Waiting.RemoveAll(left.Contains)),
            [.. ended.SelectMany(open => open.Value), .. left.Select(gone => gone.Request)]);
    }

    /// <summary>Without a message that waits in the mailbox: it has come again.</summary>
    public RequestProgress Without(long request)
    {
        var gone = Waiting.FindAll(waiting => waiting.Request == request);
        return this with
        {
            Waiting = Waiting.RemoveAll(gone.Contains),
            Party = Party with
            {
                Mailbox = Party.Mailbox.RemoveAll(early => gone.Exists(waiting => ReferenceEquals(waiting.Message, early.Message))),
            },
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
    RequestProgress Next, ImmutableArray<Effect> Effects, Rejection? Rejection, Requester? Requester, RequestState? State,
    ImmutableList<long> Involved, ImmutableList<long> Forgotten);

/// <summary>
/// Writes to the store, and with what is taken the latest time that was seen: a clock that is set back changes nothing, also for the next
/// process.
/// </summary>
internal sealed class Journal
{
    private readonly IStore store;
    private readonly LatestTime time;
    private DateTimeOffset? noted;

    public Journal(IStore store, LatestTime time)
    {
        (this.store, this.time, noted) = (store, time, store.LatestTime());
        time.Latest = noted ?? DateTimeOffset.MinValue;
    }

    /// <summary>By this process or one before it.</summary>
    public DateTimeOffset Latest => time.Latest;

    public void See(DateTimeOffset now) => time.Latest = now > Latest ? now : Latest;

    /// <summary>
    /// It has not been so late: what came then was nothing that could be taken, and that is no reason to believe a clock.
    /// </summary>
    public void Return(DateTimeOffset earlier) => time.Latest = earlier;

    /// <summary>One transaction.</summary>
    /// <param name="isSeen">Whether it has been so late.</param>
    /// <exception cref="StoreFullException">There is no room: nothing has happened.</exception>
    public void Write(Action<ITransaction> write, bool isSeen = true)
    {
        using var transaction = store.Begin();
        write(transaction);
        if (isSeen && (noted is null || Latest > noted))
        {
            transaction.Seen(Latest);
        }

        transaction.Commit();
        noted = isSeen ? Latest : noted;
    }

    /// <summary>Writes that it has been so late, where that is not known yet.</summary>
    public void Remember()
    {
        if (noted is null || Latest > noted)
        {
            Write(_ => { });
        }
    }
}
