using System.Collections.Immutable;
using System.Security.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Service;

/// <summary>
/// A trusted party that may die at any moment: requests go in, answers come out once everything that they rest on is on the disk. Without a
/// network, and without a clock of its own. One transaction a request; for one thread.
/// <para>
/// A virtual party keeps no message and no secret: its answers follow from the request, and where it has a policy, from who has paid. All
/// it writes is the ledger, before it answers. If it dies in between, whoever still lacks an answer asks again, is charged nothing more,
/// and is answered alike, also when it is too late by then for a new request. Where the protocol has a cut-off, it keeps the request
/// itself, in which nothing can be read, until its answers have left: who waits only for so long is not to hang on whether the other side
/// asks again.
/// </para>
/// <para>
/// A party with state (a visible one, or one with a register) archives what it takes and what it answers, before it answers. When it begins
/// again it is where it was, and <see cref="Pending"/> are the answers that may not have left: sent twice rather than never, since a
/// content party asks for nothing.
/// </para>
/// <para>
/// Nobody is charged but who has signed the request itself. The latest time that was ever seen counts, and is kept: what has expired stays
/// expired when a clock is set back. Where there is no room to write, the request is refused as <see cref="Rejection.Busy"/>, and nothing
/// has happened.
/// </para>
/// </summary>
public sealed partial class TrustedService
{
    private readonly IStore store;
    private readonly Policy policy;
    private readonly ImmutableArray<RequestForm> forms;
    private readonly bool isVirtual;
    private readonly Journal journal;
    private readonly Departures departures;
    private RequestProgress progress;
    private long last;

    /// <summary>Begins, or goes on where a process before it stopped.</summary>
    /// <param name="execution">Of a <see cref="Role.Trusted"/>, with its keys.</param>
    /// <param name="store">What outlives this process.</param>
    /// <param name="policy">Whom it helps.</param>
    /// <param name="time">Told what time counts, from now on; for who judges certificates by it.</param>
    /// <exception cref="StoreException">What was taken is not any more, under this execution: it is told by row.</exception>
    /// <exception cref="ArgumentException">The policy charges, and a request of this protocol does not show who asks.</exception>
    public TrustedService(Execution execution, IStore store, Policy policy, LatestTime? time = null)
    {
        (this.store, this.policy) = (store, policy);
        var role = (Role.Trusted)execution.Role;
        forms = RequestForm.Of(execution.Protocol, role);
        if (policy.Charges && !RequestForm.ShowWhoAsks(execution.Protocol, role))
        {
            throw new ArgumentException(
                $"A request of {execution.Protocol} does not show who asks: nobody can be charged for it.", nameof(policy));
        }

        (isVirtual, journal) = (role.IsStateless, new Journal(store, time ?? new LatestTime()));
        departures = new Departures(store, journal, isVirtual);
        progress = ArchiveReplay.Of(execution, store.Unsettled(), (move, request) =>
        {
            if (isVirtual)
            {
                departures.Inherit(AnswersOf(move), request);
            }
        });
        last = store.LastNumber();
    }

    /// <summary>Handlers that wait for more, and messages that fit nothing yet.</summary>
    public (int Open, int Waiting) Unfinished => (progress.Party.Open.Count, progress.Party.Mailbox.Count);

    /// <summary>Answers that may not have left before a crash; letters in person among them until their answers are archived.</summary>
    public ImmutableArray<Answer> Pending => departures.Pending;

    /// <summary>The latest time that was ever seen, by this process or one before it.</summary>
    public DateTimeOffset Latest => journal.Latest;

    /// <summary>
    /// <see cref="Pending"/> but for what has waited for too long by then; it is dropped with the next request that is taken.
    /// </summary>
    public ImmutableArray<Answer> PendingAt(DateTimeOffset now)
    {
        var ended = progress.Expire(now > Latest ? now : Latest).Forgotten.SelectMany(store.AnswersTo).Select(answer => answer.Number)
            .ToHashSet();
        return Pending.RemoveAll(answer => ended.Contains(answer.Number));
    }

    /// <summary>Says what time it is, on the operator's word: what has waited for too long is dropped.</summary>
    /// <exception cref="StoreFullException">There is no room to write that down.</exception>
    public void See(DateTimeOffset now)
    {
        journal.See(now);
        Believe();
    }

    /// <param name="request">As it came from outside.</param>
    /// <param name="now">For deadlines, subscriptions and the ledger; a time before the latest that was seen counts as that.</param>
    public Taken Take(ReadOnlyMemory<byte> request, DateTimeOffset now)
    {
        if (Wire.TryDecode(request) is not { } message)
        {
            return new Taken([], new Rejection.Malformed(), null);
        }

        var earlier = Latest;
        var isBelieved = false;
        try
        {
            departures.Note();
            journal.See(now);
            if (Known(message, request) is { } known)
            {
                return known;
            }

            (var taken, isBelieved) = Take(message, request, earlier);
            return taken;
        }
        catch (StoreFullException)
        {
            return new Taken([], new Rejection.Busy(null), null);
        }
        finally
        {
            if (!isBelieved)
            {
                journal.Return(earlier);
            }
        }
    }

    /// <summary>Reports that an answer has been given to its channel; of a letter in person, that is for its answer to say.</summary>
    public void Sent(Answer answer)
    {
        if (answer is { Number: { } number, IsInPerson: false })
        {
            departures.Leave(number);
        }
    }

    /// <summary>What was taken before, and kept: sent again because its answer, or the word that it had come, was lost.</summary>
    private Taken? Known(Value message, ReadOnlyMemory<byte> request)
    {
        if (isVirtual)
        {
            return null;
        }

        var known = store.Find(new Bytes(request.ToArray()))
            // Signed anew it is the same request, if it is signed: what is in the archive has been verified, these bytes have not.
            ?? (store.FindTaken(RequestDigest.Of(message)) is { } same
                && message.Visible().OfType<Value.Signature>().All(progress.Party.Execution.Operations.Verify) ? same : null);
        return known is null or { State: RequestState.Waiting } ? null : new Taken([.. store.AnswersTo(known.Number)], null, null);
    }

    /// <returns>And whether it is believed that it is so late: a request that is taken, or comes too late, says so; anything else may be
    /// anybody's, whenever a clock goes wrong.</returns>
    private (Taken Taken, bool IsBelieved) Take(Value message, ReadOnlyMemory<byte> request, DateTimeOffset earlier)
    {
        var digest = RequestDigest.Of(forms.Select(form => form.Find(message)).FirstOrDefault(found => found is not null) ?? message);
        var exact = new Bytes(SHA256.HashData(request.Span));
        var before = store.Charged(digest);
        // What waits may fit by now: whose certificate was not there has one.
        long? waited = !isVirtual && store.Find(new Bytes(request.ToArray())) is { } early ? early.Number : null;
        var (current, ended) = progress.Expire(Latest);
        var move = TakeBy(current);
        if (waited is not null && move.Rejection is not (null or Rejection.TooLate or Rejection.NotSubscribed))
        {
            return (new Taken([], new Rejection.Duplicate(), null), false);
        }

        if (move.Rejection is Rejection.NotSubscribed refused)
        {
            var hasEnded = store.HasSubscribed(refused.Asker, earlier);
            if (hasEnded)
            {
                Believe();
            }

            return (new Taken([], refused, null), hasEnded);
        }

        if (move.Rejection is not (null or Rejection.TooLate) && !ended.IsEmpty)
        {
            move = TakeBy(progress);
            if (move.Rejection is null)
            {
                // It goes on with what has ended, and with nothing else.
                Believe();
                return (new Taken([], new Rejection.TooLate(), null), true);
            }
        }

        var entry = move.Requester is { } requester && before is null ? Entry(digest, requester, exact) : null;
        if (move.Rejection is null ? IsTooLate(move, entry) : waited is not null)
        {
            Believe();
            return (new Taken([], new Rejection.TooLate(), null), true);
        }

        // That it has been so late is what a clock set back must not undo.
        var isBelieved = move.Rejection is null or Rejection.TooLate;
        if (move.Rejection is Rejection.TooLate)
        {
            Believe();
        }

        var answers = Write(move, request, RequestDigest.Of(message), entry, move.Rejection is not null
            ? [] : waited is { } taken ? ended.Add(taken) : ended, isBelieved);
        progress = move.Next with { Party = move.Next.Party with { Execution = progress.Party.Execution } };
        return (new Taken(answers, move.Rejection, entry is { Name.Length: > 0 } ? entry : null), isBelieved);

        Move TakeBy(RequestProgress state)
        {
            // Who was charged for this request is helped with it, also when the subscription has run out since; and what came in time is
            // not late when it is asked again.
            state = waited is { } number ? state.Without(number) : state;
            var (isKnown, party) = (isVirtual
                && before is not null, state.Party with { Serves = name => before is not null || Price(name) is not null });
            // Nor is it held to today's certificates in the very bytes that were verified then.
            party = isKnown && before!.Exact == exact ? party with { Execution = party.Execution.Believing() } : party;
            return (state with { Party = party }).Take(message, last + 1, isKnown ? before!.At : Latest);
        }
    }

    /// <summary>It is as late as <see cref="Latest"/>: that is kept, and what has waited for too long is dropped.</summary>
    private void Believe()
    {
        var (next, ended) = progress.Expire(Latest);
        if (ended.IsEmpty)
        {
            journal.Remember();
            return;
        }

        journal.Write(transaction => ended.ForEach(transaction.Forget));
        progress = next;
    }

    private LedgerEntry Entry(Bytes digest, Requester requester, Bytes exact) =>
        requester is { Request: not null, Name: { } name }
            ? new LedgerEntry(digest, name, Price(name)!.Value, Latest, exact) : new LedgerEntry(digest, "", 0, Latest, exact);

    /// <summary>
    /// A request is not charged beyond the time that who asks has put under it; and what could not be answered any more is not begun.
    /// </summary>
    private bool IsTooLate(Move move, LedgerEntry? entry)
    {
        var now = Latest.ToUnixTimeMilliseconds();
        return (entry is { Amount: > 0 } && move.Requester!.UntilMs < now) || move.Next.Party.Open.Exists(open => open.ExpiresMs < now);
    }

    private long? Price(string name) => policy.Charge(store.HasSubscribed(name, Latest));
}

/// <summary>A message that the trusted party wants sent.</summary>
/// <param name="Number">By which it is reported as sent, and until when it is kept; null for a virtual party's, which keeps none, but where
/// its protocol has a cut-off.</param>
/// <param name="Label">The paper's name of the step.</param>
/// <param name="Message">As <see cref="Wire.Encode"/> writes it.</param>
/// <param name="Assurance">
/// What the channel must give. A letter in person stays on its way until its answer is archived: that is the moment in which it is handed
/// over.
/// </param>
public sealed record Answer(long? Number, string Label, string To, Bytes Message, Assurance Assurance)
{
    public bool IsInPerson => Assurance.HasFlag(Assurance.InPerson);
}

/// <summary>What became of a request.</summary>
/// <param name="Answers">To be sent in this order.</param>
/// <param name="Rejection">Why it was not taken; null where it was, now or before.</param>
/// <param name="Charged">Written into the ledger just now; null where nothing was.</param>
public sealed record Taken(ImmutableArray<Answer> Answers, Rejection? Rejection, LedgerEntry? Charged);

/// <summary>
/// Whom a trusted party helps, and what that costs who asks (section 1.3); amounts in whole micro-dollars. A subscription is paid for
/// elsewhere: what is charged here is one request, "at cost" or more.
/// </summary>
public abstract record Policy
{
    private Policy()
    {
    }

    /// <summary>Everyone, at cost.</summary>
    public sealed record Open(long AtCost) : Policy;

    /// <summary>Who has subscribed, at cost; "the TP may refuse to help him" who has not.</summary>
    public sealed record SubscribersOnly(long AtCost) : Policy;

    /// <summary>Everyone: who has subscribed at cost, the others at "a much higher fee".</summary>
    public sealed record Surcharge(long AtCost, long Others) : Policy;

    /// <summary>Whether anybody pays anything, so that requests must show who asks.</summary>
    public bool Charges =>
        this is Open { AtCost: > 0 } or SubscribersOnly { AtCost: > 0 } or Surcharge { AtCost: > 0 } or Surcharge { Others: > 0 };

    /// <summary>What a request costs who asks; null where it is refused.</summary>
    public long? Charge(bool hasSubscribed) => this switch
    {
        Open open => open.AtCost,
        SubscribersOnly only => hasSubscribed ? only.AtCost : null,
        Surcharge surcharge => hasSubscribed ? surcharge.AtCost : surcharge.Others,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>
/// A request's SHA-256 digest, by which the ledger knows it again. Signatures count by signer and body, as everywhere in the model: a
/// request that is signed once more, with other bytes, is the same request and is charged once.
/// </summary>
public static class RequestDigest
{
    private static readonly byte[] Context = "fair-exchange/1 ledger\0"u8.ToArray();

    public static Bytes Of(Value request) => new(SHA256.HashData([.. Context, .. Wire.Encode(WithoutProofs(request))]));

    private static Value WithoutProofs(Value value) => value switch
    {
        Value.Signature signature => new Value.Signature(signature.Signer, WithoutProofs(signature.Body), default),
        Value.Tuple tuple => new Value.Tuple([.. tuple.Items.Select(WithoutProofs)]),
        _ => value,
    };
}
