using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Service;

/// <summary>What outlives the process. Whatever has returned is on the disk; whatever has not may or may not be.</summary>
public interface IStore : IDisposable
{
    /// <summary>Nothing that is written in it has happened before its <see cref="ITransaction.Commit"/>.</summary>
    ITransaction Begin();

    /// <summary>Records that a name has paid until then; a later word takes the place of an earlier one.</summary>
    void Subscribe(string name, DateTimeOffset paidUntil);

    bool HasSubscribed(string name, DateTimeOffset at);

    LedgerEntry? Charged(Bytes request);

    /// <summary>In the order in which they were charged.</summary>
    IReadOnlyList<LedgerEntry> Ledger();

    /// <summary>All that was archived, in order.</summary>
    IReadOnlyList<ArchivedRequest> Archive();

    /// <summary>Those that the party's state hangs on, in order.</summary>
    IReadOnlyList<ArchivedRequest> Unsettled();

    /// <summary>The one with exactly these bytes.</summary>
    ArchivedRequest? Find(Bytes request);

    /// <summary>The one that says this and does not merely wait in the mailbox, where nobody has verified it.</summary>
    ArchivedRequest? FindTaken(Bytes meaning);

    /// <summary>The number of the last request that was ever archived, also of one that gave way; 0 before the first.</summary>
    long LastNumber();

    /// <summary>The latest time that was ever seen, by <see cref="ITransaction.Seen"/>; null before the first.</summary>
    DateTimeOffset? LatestTime();

    /// <summary>Answers that are not known to have left.</summary>
    IReadOnlyList<Answer> Pending();

    /// <summary>
    /// Answers to one request, and to those of the same deal, whoever's they are; but for letters that have been handed over.
    /// </summary>
    IReadOnlyList<Answer> AnswersTo(long request);

    /// <summary>An answer has been given to its channel.</summary>
    void Sent(long answer);
}

/// <summary>All that one request writes.</summary>
public interface ITransaction : IDisposable
{
    void Charge(LedgerEntry entry);

    void Archive(ArchivedRequest request);

    void Mark(long request, RequestState state);

    /// <summary>
    /// Drops a request that gave way in the mailbox, has expired or is answered for good, with what was kept to answer it.
    /// </summary>
    void Forget(long request);

    /// <summary>A request goes on with an earlier one: they are one deal.</summary>
    void Join(long request, long earlier);

    /// <returns>The answer with its number.</returns>
    Answer Keep(long request, Answer answer);

    /// <summary>The letters of this request have changed hands.</summary>
    void HandOver(long request);

    /// <summary>It has been so late.</summary>
    void Seen(DateTimeOffset time);

    void Commit();
}

/// <summary>
/// What was taken, and what was charged for it: there is no message in it, and no secret. Whoever asks for the same again is answered as on
/// that day, and charged nothing.
/// </summary>
/// <param name="Request">See <see cref="RequestDigest"/>.</param>
/// <param name="Name">Who asked, and pays; empty where the request does not show who asks, and nobody pays.</param>
/// <param name="Amount">In micro-dollars.</param>
/// <param name="At">When it was taken, to the millisecond.</param>
/// <param name="Exact">The SHA-256 digest of the bytes in which it came: those were verified then, and are not again.</param>
public sealed record LedgerEntry(Bytes Request, string Name, long Amount, DateTimeOffset At, Bytes Exact);

/// <summary>What has become of an archived request.</summary>
public enum RequestState
{
    /// <summary>It came early and fits nothing yet; gives way when the mailbox is full, and only then.</summary>
    Waiting,

    /// <summary>Taken; what it began waits for more, or what it entered in the register stands for good.</summary>
    Open,

    /// <summary>Taken and answered: proof of what was done, and no part of the party's state any more.</summary>
    Settled,
}

/// <summary>A message that a trusted party took, byte for byte as it came.</summary>
/// <param name="Number">Counts from 1 in the order in which they were taken.</param>
/// <param name="Meaning">What it says, by <see cref="RequestDigest"/>: signed anew it has other bytes, and is the same request.</param>
/// <param name="At">When it came, to the millisecond: by that time it is held to deadlines, also when it is replayed.</param>
public sealed record ArchivedRequest(long Number, Bytes Request, Bytes Meaning, RequestState State, DateTimeOffset At);

/// <summary>The store cannot be used. The message is one line.</summary>
public class StoreException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// There is no room on the disk, or it cannot be written now: nothing of the transaction has happened, and the store may be used again.
/// </summary>
public sealed class StoreFullException(string message, Exception? cause = null) : StoreException(message, cause);
