using System.Security.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Files;
using FairExchange.Runtime.Values;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>
/// A store in one SQLite file, which one process holds at a time. Write-ahead log with <c>synchronous=FULL</c>: a commit returns after its fsync, and what had not
/// committed when the process died is rolled back when the file is opened again. Every row is verified when it is read, and all of them on opening. Beside it lies <c>STORE.head</c>
/// (<see cref="StoreHead"/>), without which nothing is answered.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly SqliteConnection connection;
    private readonly StoreHead head;
    private Meta meta;

    internal SqliteStore(SqliteConnection connection, StoreHead head, Meta meta) => (this.connection, this.head, this.meta) = (connection, head, meta);

    /// <summary>Opens a store, or makes one where there is no file.</summary>
    /// <param name="path">The file; SQLite keeps its log beside it, as long as it is in use.</param>
    /// <param name="owner">Whose it is: which party of which protocol, with which keys, by which definition. A store of another owner is refused.</param>
    /// <param name="acceptOlder">Take it as it is, although it has lost what it once answered: an older copy, put in its place on purpose.</param>
    /// <exception cref="StoreException">Another process holds it, it is another owner's, it is no store, it is damaged, or it is older than what it has answered.</exception>
    public static SqliteStore Open(string path, string owner, bool acceptOlder = false) => StoreOpening.Open(Disk.System, path, owner, acceptOlder);

    /// <summary>How SQLite was told to write, as it says itself.</summary>
    internal (string Journal, long Synchronous) Settings => (connection.ReadOne<string>("PRAGMA journal_mode"), connection.ReadOne<long>("PRAGMA synchronous"));

    public ITransaction Begin() => Writing();

    public void Subscribe(string name, DateTimeOffset paidUntil)
    {
        if (PaidUntil(name) != paidUntil)
        {
            using var transaction = Writing();
            transaction.Subscribe(name, paidUntil);
            transaction.Commit();
        }
    }

    public bool HasSubscribed(string name, DateTimeOffset at) => PaidUntil(name) >= DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    public LedgerEntry? Charged(Bytes request) => Chained.Ledger.Read(connection, "WHERE request = $request", Entry, ("$request", request.Span.ToArray())).SingleOrDefault();

    public IReadOnlyList<LedgerEntry> Ledger() => Chained.Ledger.Read(connection, "ORDER BY number", Entry);

    public IReadOnlyList<ArchivedRequest> Archive() => Chained.Archive.Read(connection, "ORDER BY number", Request);

    public IReadOnlyList<ArchivedRequest> Unsettled() => Chained.Archive.Read(connection, "WHERE state <> 2 ORDER BY number", Request);

    public ArchivedRequest? Find(Bytes request) =>
        Chained.Archive.Read(connection, "WHERE request_digest = $digest", Request, ("$digest", SHA256.HashData(request.Span))).SingleOrDefault();

    public ArchivedRequest? FindTaken(Bytes meaning) =>
        Chained.Archive.Read(connection, "WHERE meaning = $meaning AND state <> 0 ORDER BY number", Request, ("$meaning", meaning.Span.ToArray())).FirstOrDefault();

    public long LastNumber() => meta.TipOf(Chained.Archive).Last;

    public DateTimeOffset? LatestTime() => meta.Seen == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(meta.Seen);

    public IReadOnlyList<Answer> Pending() => Chained.Answers.Read(connection, "WHERE has_left = 0 ORDER BY number", AnAnswer);

    public IReadOnlyList<Answer> AnswersTo(long request) =>
    [
        .. DealOf(request)
            .SelectMany(one => Chained.Answers.Read(connection, "WHERE request = $request ORDER BY number", row => (Answer: AnAnswer(row), HasLeft: row.Mark != 0), ("$request", one)))
            .Where(kept => !(kept.HasLeft && kept.Answer.IsInPerson)).Select(kept => kept.Answer),
    ];

    /// <summary>Forgets that it has been later, which a wrong clock has shown.</summary>
    public void ReturnTo(DateTimeOffset time)
    {
        if (LatestTime() > time)
        {
            using var transaction = Writing();
            transaction.ReturnTo(time);
            transaction.Commit();
        }
    }

    /// <summary>No part of what the head knows: if this is lost, the answer is sent once more.</summary>
    public void Sent(long answer) => Chained.Answers.Change(connection, "WHERE number = $number", 1, ("$number", answer));

    /// <summary>Leaves one file that is all of the store, and its head.</summary>
    public void Dispose()
    {
        try
        {
            Mark(isClosed: true);
            connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
            connection.Run("PRAGMA journal_mode = DELETE");
        }
        catch (StoreException)
        {
            // As after a crash: the log stays beside it, and is gone through when it is opened again.
        }

        connection.Dispose();
        head.Dispose();
    }

    /// <summary>From now on, the file alone is not all of the store, and says so itself.</summary>
    internal void BeginUse()
    {
        Mark(isClosed: false);
        if (connection.ReadOne<long>("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
        {
            throw new StoreException($"{connection.DataSource} is being read by another process: try again");
        }
    }

    private void Mark(bool isClosed)
    {
        if (meta.IsClosed != isClosed)
        {
            using var transaction = Writing();
            transaction.Close(isClosed);
            transaction.Commit();
        }
    }

    private SqliteWriting Writing() => new(connection, meta, Committed);

    /// <summary>Before anything that rests on it leaves the process. If it fails the transaction has happened all the same, so that the process must begin again.</summary>
    private void Committed(Meta now)
    {
        meta = now;
        try
        {
            head.Write(now);
        }
        catch (IOException problem)
        {
            throw new StoreException($"{connection.DataSource}.head cannot be written: {problem.Message}", problem);
        }
    }

    private DateTimeOffset? PaidUntil(string name) => Chained.Subscribers.Read(
        connection, "WHERE name = $name ORDER BY number DESC LIMIT 1", row => (DateTimeOffset?)row.Time(1), ("$name", name)).SingleOrDefault();

    /// <summary>All requests that went on with it, or that it went on with, in order.</summary>
    private SortedSet<long> DealOf(long request)
    {
        var (all, next) = (new SortedSet<long> { request }, new Queue<long>([request]));
        while (next.TryDequeue(out var one))
        {
            foreach (var other in Chained.Deals.Read(connection, "WHERE request = $one OR earlier = $one", row => row.Whole(0) == one ? row.Whole(1) : row.Whole(0), ("$one", one)).Where(all.Add))
            {
                next.Enqueue(other);
            }
        }

        return all;
    }

    private static LedgerEntry Entry(Row row) => new(row.Blob(0), row.Text(1), row.Whole(2), row.Time(3), row.Blob(4));

    private ArchivedRequest Request(Row row) => new(
        row.Number, row.Blob(2), row.Blob(1), Enum.IsDefined((RequestState)row.Mark) ? (RequestState)row.Mark : throw Chained.Damaged(connection, $"row {row.Number} of archive"), row.Time(3));

    private static Answer AnAnswer(Row row) => new(row.Number, row.Text(1), row.Text(2), row.Blob(3), (Assurance)row.Whole(4));
}
