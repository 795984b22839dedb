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
/// answers. If it dies in between, whoever still lacks an answer asks again, is charged nothing more, and is answered alike.
/// </para>
/// <para>
/// A visible party archives what it takes and what it answers, before it answers. When it begins again it is where it was, and <see cref="Pending"/> are
/// the answers that may not have left: sent twice rather than never, since a content party asks for nothing.
/// </para>
/// </summary>
public sealed class TrustedService
{
    private readonly IStore store;
    private readonly Policy policy;
    private Progress progress;
    private long last;

    /// <summary>Begins, or goes on where a process before it stopped.</summary>
    /// <param name="execution">Of a <see cref="Role.Trusted"/>, with its keys.</param>
    public TrustedService(Execution execution, IStore store, Policy policy)
    {
        (this.store, this.policy) = (store, policy);
        progress = store.Unsettled().Aggregate(
            Progress.Beginning(new TrustedParty(execution)), (made, request) => made.Take(Wire.TryDecode(request.Request.Span.ToArray())!, request.Number, request.At).Next);
        last = store.LastNumber();
    }

    /// <summary>Handlers that wait for more, and messages that fit nothing yet.</summary>
    public (int Open, int Waiting) Unfinished => (progress.Party.Open.Count, progress.Party.Mailbox.Count);

    /// <summary>Answers that may not have left before a crash; letters in person among them until their answers are archived.</summary>
    public ImmutableArray<Answer> Pending => [.. store.Pending()];

    /// <param name="request">As it came from outside.</param>
    /// <param name="now">For deadlines, subscriptions and the ledger.</param>
    public Taken Take(ReadOnlyMemory<byte> request, DateTimeOffset now)
    {
        if (Wire.TryDecode(request) is not { } message)
        {
            return new Taken([], new Rejection.Malformed(), null);
        }

        var bytes = new Bytes(request.ToArray());
        if (!progress.Party.Role.IsStateless && store.Find(bytes) is { } known)
        {
            // Taken before, and kept: sent again because its answer, or the word that it had come, was lost.
            return new Taken([.. store.AnswersTo(known.Number)], known.State == RequestState.Waiting ? new Rejection.Duplicate() : null, null);
        }

        var digest = RequestDigest.Of(message);
        var before = store.Charged(digest);
        // Who was charged for this request is helped with it, also when the subscription has run out since.
        var party = progress.Party with { Serves = name => before is not null || Price(name, now) is not null };
        var move = (progress with { Party = party }).Take(message, last + 1, now);
        var entry = move.Asker is { } asker && before is null ? new LedgerEntry(digest, asker, Price(asker, now)!.Value, now) : null;
        var answers = Write(move, bytes, entry, now);
        progress = move.Next;
        return new Taken(answers, move.Rejection, entry);
    }

    /// <summary>Reports that an answer has been given to its channel; of a letter in person, that is for its answer to say.</summary>
    public void Sent(Answer answer)
    {
        if (answer is { Number: { } number, IsInPerson: false })
        {
            store.Sent(number);
        }
    }

    private long? Price(string name, DateTimeOffset now) => policy.Charge(store.HasSubscribed(name, now));

    private ImmutableArray<Answer> Write(Move move, Bytes request, LedgerEntry? entry, DateTimeOffset now)
    {
        var answers = move.Effects.OfType<Effect.Send>()
            .Select(send => new Answer(null, send.Label, send.To.Text, new Bytes(Wire.Encode(send.Message)), send.Assurance)).ToImmutableArray();
        var state = progress.Party.Role.IsStateless ? null : move.State;
        if (entry is null && state is null)
        {
            return answers;
        }

        using var transaction = store.Begin();
        if (entry is not null)
        {
            transaction.Charge(entry);
        }

        if (state is { } kept)
        {
            transaction.Archive(new ArchivedRequest(last + 1, request, kept, now));
            foreach (var involved in move.Involved)
            {
                transaction.Mark(involved, kept);
                transaction.HandOver(involved);
            }

            foreach (var forgotten in move.Forgotten)
            {
                transaction.Forget(forgotten);
            }

            answers = [.. answers.Select(answer => transaction.Keep(last + 1, answer))];
        }

        transaction.Commit();
        last += state is null ? 0 : 1;
        return answers;
    }
}
