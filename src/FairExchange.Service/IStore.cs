using FairExchange.Runtime.Values;

namespace FairExchange.Service;

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

    /// <summary>Answers to one request, and to those of the same deal, whoever's they are; but for letters that have been handed over.</summary>
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

    /// <summary>Drops a request that gave way in the mailbox, has expired or is answered for good, with what was kept to answer it.</summary>
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
