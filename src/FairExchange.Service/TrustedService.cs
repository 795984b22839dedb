using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Service;

/// <summary>
/// A trusted party that may die at any moment: requests go in, answers come out once everything that they rest on is on the disk. Without a network, and
/// without a clock of its own. One transaction a request; for one thread.
/// <para>
/// A virtual party keeps no message and no secret: its answers follow from the request, and where it has a policy, from who has paid. All it writes is the ledger, before it
/// answers. If it dies in between, whoever still lacks an answer asks again, is charged nothing more, and is answered alike, also when it is too late by then for a new request.
/// Where the protocol has a cut-off, it keeps the request itself, in which nothing can be read, until its answers have left: who waits only for so long is not to hang on whether
/// the other side asks again.
/// </para>
/// <para>
/// A visible party archives what it takes and what it answers, before it answers. When it begins again it is where it was, and <see cref="Pending"/> are
/// the answers that may not have left: sent twice rather than never, since a content party asks for nothing.
/// </para>
/// <para>
/// Nobody is charged but who has signed the request itself. The latest time that was ever seen counts, and is kept: what has expired stays expired when a clock is set back. Where
/// there is no room to write, the request is refused as <see cref="Rejection.Busy"/>, and nothing has happened.
/// </para>
/// </summary>
public sealed class TrustedService
{
    private readonly IStore store;
    private readonly Policy policy;
    private readonly ImmutableArray<RequestForm> forms;
    private readonly bool isVirtual;
    private readonly Journal journal;
    private readonly Departures departures;
    private Progress progress;
    private long last;

    /// <summary>Begins, or goes on where a process before it stopped.</summary>
    /// <param name="execution">Of a <see cref="Role.Trusted"/>, with its keys.</param>
    /// <exception cref="ArgumentException">The policy charges, and a request of this protocol does not show who asks.</exception>
    public TrustedService(Execution execution, IStore store, Policy policy)
    {
        (this.store, this.policy) = (store, policy);
        var role = (Role.Trusted)execution.Role;
        forms = RequestForm.Of(execution.Protocol, role);
        if (policy.Charges && !RequestForm.ShowWhoAsks(execution.Protocol, role))
        {
            throw new ArgumentException($"A request of {execution.Protocol} does not show who asks: nobody can be charged for it.", nameof(policy));
        }

        (isVirtual, journal) = (role.IsStateless, new Journal(store));
        departures = new Departures(store, journal, isVirtual);
        progress = Progress.Beginning(new TrustedParty(execution));
        foreach (var request in store.Unsettled())
        {
            var move = progress.Take(Decoded(request), request.Number, request.At);
            progress = move.Next;
            if (isVirtual)
            {
                departures.Inherit(AnswersOf(move), request.Number);
            }
        }

        last = store.LastNumber();
    }

    /// <summary>Handlers that wait for more, and messages that fit nothing yet.</summary>
    public (int Open, int Waiting) Unfinished => (progress.Party.Open.Count, progress.Party.Mailbox.Count);

    /// <summary>Answers that may not have left before a crash; letters in person among them until their answers are archived.</summary>
    public ImmutableArray<Answer> Pending => departures.Pending;

    /// <summary>The latest time that was ever seen, by this process or one before it.</summary>
    public DateTimeOffset Latest => journal.Latest;

    /// <summary>Says what time it is: what has waited for too long is dropped.</summary>
    /// <exception cref="StoreFullException">There is no room to write that down.</exception>
    public void See(DateTimeOffset now)
    {
        journal.See(now);
        var (next, forgotten) = progress.Expire(Latest);
        if (!forgotten.IsEmpty)
        {
            journal.Write(transaction => forgotten.ForEach(transaction.Forget));
            progress = next;
        }
    }

    /// <param name="request">As it came from outside.</param>
    /// <param name="now">For deadlines, subscriptions and the ledger; a time before the latest that was seen counts as that.</param>
    public Taken Take(ReadOnlyMemory<byte> request, DateTimeOffset now)
    {
        if (Wire.TryDecode(request) is not { } message)
        {
            return new Taken([], new Rejection.Malformed(), null);
        }

        try
        {
            See(now);
            departures.Note();
            return Known(message, request) ?? Take(message, request);
        }
        catch (StoreFullException)
        {
            return new Taken([], new Rejection.Busy(null), null);
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
            ?? (store.FindTaken(RequestDigest.Of(message)) is { } same && message.Visible().OfType<Value.Signature>().All(progress.Party.Execution.Operations.Verify) ? same : null);
        return known is null ? null
            : new Taken([.. store.AnswersTo(known.Number)], known.State == RequestState.Waiting ? new Rejection.Duplicate() : null, null);
    }

    private Taken Take(Value message, ReadOnlyMemory<byte> request)
    {
        var digest = RequestDigest.Of(forms.Select(form => form.Find(message)).FirstOrDefault(found => found is not null) ?? message);
        var before = store.Charged(digest);
        // Who was charged for this request is helped with it, also when the subscription has run out since; and what came in time is not late when it is asked again.
        var party = progress.Party with { Serves = name => before is not null || Price(name) is not null };
        var move = (progress with { Party = party }).Take(message, last + 1, isVirtual && before is not null ? before.At : Latest);
        var entry = move.Requester is { } requester && before is null ? Entry(digest, requester) : null;
        if (move.Rejection is Rejection.TooLate or Rejection.NotSubscribed || IsTooLate(move, entry))
        {
            // That it has been so late is what a clock set back must not undo.
            journal.Remember();
        }

        if (move.Rejection is null && IsTooLate(move, entry))
        {
            return new Taken([], new Rejection.TooLate(), null);
        }

        var answers = Write(move, request, RequestDigest.Of(message), entry);
        progress = move.Next;
        return new Taken(answers, move.Rejection, entry is { Name.Length: > 0 } ? entry : null);
    }

    private LedgerEntry Entry(Bytes digest, Requester requester) =>
        requester is { Request: not null, Name: { } name } ? new LedgerEntry(digest, name, Price(name)!.Value, Latest) : new LedgerEntry(digest, "", 0, Latest);

    /// <summary>A request is not charged beyond the time that who asks has put under it; and what could not be answered any more is not begun.</summary>
    private bool IsTooLate(Move move, LedgerEntry? entry)
    {
        var now = Latest.ToUnixTimeMilliseconds();
        return (entry is { Amount: > 0 } && move.Requester!.UntilMs < now) || move.Next.Party.Open.Exists(open => open.ExpiresMs < now);
    }

    private long? Price(string name) => policy.Charge(store.HasSubscribed(name, Latest));

    private ImmutableArray<Answer> Write(Move move, ReadOnlyMemory<byte> request, Bytes meaning, LedgerEntry? entry)
    {
        var (answers, number) = (AnswersOf(move), last + 1);
        // A virtual party keeps what it has just taken, where it must; a visible one what the move says.
        RequestState? state = !isVirtual ? move.State : progress.Party.Execution.Protocol.IsTimed && entry is not null ? RequestState.Open : null;
        if (entry is null && state is null && move.Forgotten.IsEmpty)
        {
            return answers;
        }

        journal.Write(transaction =>
        {
            if (entry is not null)
            {
                transaction.Charge(entry);
            }

            move.Forgotten.ForEach(transaction.Forget);
            if (state is not { } kept)
            {
                return;
            }

            transaction.Archive(new ArchivedRequest(number, new Bytes(request.ToArray()), meaning, kept, Latest));
            if (isVirtual)
            {
                return;
            }

            foreach (var involved in move.Involved)
            {
                transaction.Mark(involved, kept);
                transaction.HandOver(involved);
            }

            answers = [.. answers.Select(answer => transaction.Keep(number, answer))];
        });
        last += state is null ? 0 : 1;
        return state is not null && isVirtual ? departures.Owe(answers, number) : answers;
    }

    private static ImmutableArray<Answer> AnswersOf(Move move) => [.. move.Effects.OfType<Effect.Send>()
        .Select(send => new Answer(null, send.Label, send.To.Text, new Bytes(Wire.Encode(send.Message)), send.Assurance))];

    private static Value Decoded(ArchivedRequest request) =>
        Wire.TryDecode(request.Request.Span.ToArray()) ?? throw new StoreException($"row {request.Number} of archive is no message: it was written by another version of the program");
}
