using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Files;
using FairExchange.Runtime.Values;
using Microsoft.Data.Sqlite;

namespace FairExchange.Applications.Service;

/// <summary>
/// A store in one SQLite file, which one process holds at a time. Write-ahead log with <c>synchronous=FULL</c>: a commit returns after its
/// fsync, and what had not committed when the process died is rolled back when the file is opened again. Every row is verified when it is
/// read, and all of them on opening. Beside it lies <c>STORE.head</c> (<see cref="StoreHead"/>), without which nothing is answered.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly SqliteConnection connection;
    private readonly StoreHead head;
    private Meta meta;

    internal SqliteStore(SqliteConnection connection, StoreHead head, Meta meta) =>
        (this.connection, this.head, this.meta) = (connection, head, meta);

    /// <summary>Opens a store, or makes one where there is no file.</summary>
    /// <param name="path">The file; SQLite keeps its log beside it, as long as it is in use.</param>
    /// <param name="owner">Whose it is: which party of which protocol, with which keys, by which definition. A store of another owner is
    /// refused.</param>
    /// <param name="acceptOlder">Take it as it is, although it has lost what it once answered: an older copy, put in its place on
    /// purpose.</param>
    /// <exception cref="StoreException">Another process holds it, it is another owner's, it is no store, it is damaged, or it is older than
    /// what it has answered.</exception>
    public static SqliteStore Open(string path, string owner, bool acceptOlder = false) =>
        StoreOpening.Open(Disk.System, path, owner, acceptOlder);

    /// <summary>How SQLite was told to write, as it says itself.</summary>
    internal (string Journal, long Synchronous) Settings =>
        (connection.ReadOne<string>("PRAGMA journal_mode"), connection.ReadOne<long>("PRAGMA synchronous"));

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

    public bool HasSubscribed(string name, DateTimeOffset at) =>
        PaidUntil(name) >= DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    public LedgerEntry? Charged(Bytes request) =>
        Chained.Ledger.Read(connection, "WHERE request = $request", Entry, ("$request", request.Span.ToArray())).SingleOrDefault();

    public IReadOnlyList<LedgerEntry> Ledger() => Chained.Ledger.Read(connection, "ORDER BY number", Entry);

    public IReadOnlyList<ArchivedRequest> Archive() => Chained.Archive.Read(connection, "ORDER BY number", Request);

    public IReadOnlyList<ArchivedRequest> Unsettled() => Chained.Archive.Read(connection, "WHERE state <> 2 ORDER BY number", Request);

    public ArchivedRequest? Find(Bytes request) =>
        Chained.Archive.Read(connection, "WHERE request_digest = $digest", Request, ("$digest", SHA256.HashData(request.Span)))
            .SingleOrDefault();

    public ArchivedRequest? FindTaken(Bytes meaning) =>
        Chained.Archive.Read(connection, "WHERE meaning = $meaning AND state <> 0 ORDER BY number", Request,
            ("$meaning", meaning.Span.ToArray())).FirstOrDefault();

    public long LastNumber() => meta.TipOf(Chained.Archive).Last;

    public DateTimeOffset? LatestTime() => meta.Seen == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(meta.Seen);

    public IReadOnlyList<Answer> Pending() => Chained.Answers.Read(connection, "WHERE has_left = 0 ORDER BY number", AnAnswer);

    public IReadOnlyList<Answer> AnswersTo(long request) =>
    [
        .. DealOf(request)
            .SelectMany(one => Chained.Answers.Read(connection, "WHERE request = $request ORDER BY number",
                row => (Answer: AnAnswer(row), HasLeft: row.Mark != 0), ("$request", one)))
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

    /// <summary>
    /// Before anything that rests on it leaves the process. If it fails the transaction has happened all the same, so that the process must
    /// begin again.
    /// </summary>
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
        connection, "WHERE name = $name ORDER BY number DESC LIMIT 1", row => (DateTimeOffset?)row.Time(1), ("$name", name))
            .SingleOrDefault();

    /// <summary>All requests that went on with it, or that it went on with, in order.</summary>
    private SortedSet<long> DealOf(long request)
    {
        var (all, next) = (new SortedSet<long> { request }, new Queue<long>([request]));
        while (next.TryDequeue(out var one))
        {
            foreach (var other in Chained.Deals.Read(connection, "WHERE request = $one OR earlier = $one", row => row.Whole(0) == one
                ? row.Whole(1) : row.Whole(0), ("$one", one)).Where(all.Add))
            {
                next.Enqueue(other);
            }
        }

        return all;
    }

    private static LedgerEntry Entry(StoredRow row) => new(row.Blob(0), row.Text(1), row.Whole(2), row.Time(3), row.Blob(4));

    private ArchivedRequest Request(StoredRow row) => new(
        row.Number, row.Blob(2), row.Blob(1), Enum.IsDefined((RequestState)row.Mark)
            ? (RequestState)row.Mark : throw Chained.Damaged(connection, $"row {row.Number} of archive"), row.Time(3));

    private static Answer AnAnswer(StoredRow row) => new(row.Number, row.Text(1), row.Text(2), row.Blob(3), (Assurance)row.Whole(4));
}

/// <summary>One transaction; rolled back where it is disposed of before its commit, and where the process dies.</summary>
internal sealed class SqliteWriting : ITransaction
{
    private readonly SqliteConnection connection;
    private readonly Meta before;
    private readonly Action<Meta> committed;
    private readonly SqliteTransaction transaction;

    private Meta meta;

    /// <param name="connection">To the store.</param>
    /// <param name="before">What the store says of itself.</param>
    /// <param name="committed">Told what it says after the commit.</param>
    /// <exception cref="StoreException">What the store says of itself is not <paramref name="before"/>: another process writes to
    /// it.</exception>
    public SqliteWriting(SqliteConnection connection, Meta before, Action<Meta> committed)
    {
        (this.connection, this.before, this.committed, meta) = (
            connection, before, committed, before with { Revision = before.Revision + 1 });
        transaction = connection.Guarded(connection.BeginTransaction);
        if (connection.ReadOne<long>("SELECT revision FROM meta") != before.Revision)
        {
            transaction.Dispose();
            throw Meta.IsAnothers(connection);
        }
    }

    public void Subscribe(string name, DateTimeOffset paidUntil) =>
        Append(Chained.Subscribers, null, name, paidUntil.ToUnixTimeMilliseconds());

    public void Charge(LedgerEntry entry) =>
        Append(Chained.Ledger, null, entry.Request.Span.ToArray(), entry.Name, entry.Amount, entry.At.ToUnixTimeMilliseconds(),
            entry.Exact.Span.ToArray());

    public void Archive(ArchivedRequest request)
    {
        if (request.Number != meta.TipOf(Chained.Archive).Last + 1)
        {
            throw new ArgumentException($"Request {request.Number} is not the next.", nameof(request));
        }

        Append(
            Chained.Archive, (long)request.State, SHA256.HashData(request.Request.Span), request.Meaning.Span.ToArray(),
            request.Request.Span.ToArray(), request.At.ToUnixTimeMilliseconds());
    }

    public void Mark(long request, RequestState state) =>
        Chained.Archive.Change(connection, "WHERE number = $request", (long)state, ("$request", request));

    public void Forget(long request)
    {
        Chained.Answers.Forget(connection, "WHERE request = $request ORDER BY number", ("$request", request));
        Chained.Deals.Forget(connection, "WHERE request = $request OR earlier = $request ORDER BY number", ("$request", request));
        Chained.Archive.Forget(connection, "WHERE number = $request", ("$request", request));
    }

    public void Join(long request, long earlier) => Append(Chained.Deals, null, request, earlier);

    public Answer Keep(long request, Answer answer)
    {
        Append(Chained.Answers, 0, request, answer.Label, answer.To, answer.Message.Span.ToArray(), (long)answer.Assurance);
        return answer with { Number = meta.TipOf(Chained.Answers).Last };
    }

    public void HandOver(long request) => Chained.Answers.Change(
        connection, "WHERE request = $request AND (assurance & $person) = $person", 1, ("$request", request),
        ("$person", (long)Model.Language.Assurance.InPerson));

    public void Seen(DateTimeOffset time) => meta = meta with { Seen = Math.Max(meta.Seen, time.ToUnixTimeMilliseconds()) };

    /// <summary>It has been so late, and no later.</summary>
    public void ReturnTo(DateTimeOffset time) => meta = meta with { Seen = time.ToUnixTimeMilliseconds() };

    /// <summary>Marks how much of the store its file holds.</summary>
    public void Close(bool isClosed) => meta = meta with { IsClosed = isClosed };

    public void Commit()
    {
        meta.Replace(connection, before);
        connection.Guarded(() =>
        {
            transaction.Commit();
            return true;
        });
        committed(meta);
    }

    public void Dispose() => transaction.Dispose();

    private void Append(Chained table, long? mark, params object[] values) =>
        meta = meta.With(table, table.Append(connection, meta.TipOf(table), mark, values));
}

/// <summary>
/// SQL as text of this project's own, with everything that comes from outside in parameters. What SQLite says against it is a
/// <see cref="StoreException"/>.
/// </summary>
internal static class Statements
{
    /// <returns>How many rows were changed.</returns>
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return Guarded(connection, command.ExecuteNonQuery);
    }

    public static List<T> Read<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return Guarded(connection, () =>
        {
            using var rows = command.ExecuteReader();
            var found = new List<T>();
            while (rows.Read())
            {
                found.Add(read(rows));
            }

            return found;
        });
    }

    public static T ReadOne<T>(this SqliteConnection connection, string sql) => (T)connection.Read(sql, row => row.GetValue(0)).Single();

    /// <summary>SQLite has rolled back by itself, or does so when the transaction is disposed of.</summary>
    /// <exception cref="StoreFullException">No room, or the file cannot be read or written.</exception>
    /// <exception cref="StoreException">Another process holds it, or it is damaged.</exception>
    public static T Guarded<T>(this SqliteConnection connection, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException problem)
        {
            var (path, said) = (connection.DataSource, problem.Message.ReplaceLineEndings(" "));
            throw problem.SqliteErrorCode switch
            {
                SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR =>
                    new StoreFullException($"{path} cannot be written: {said}", problem),
                SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
                    new StoreException($"{path} is held by another process", problem),
                SQLitePCL.raw.SQLITE_CORRUPT => new StoreException($"{path} is damaged ({said}): restore a backup", problem),
                _ => new StoreException($"{path} cannot be used as a store: {said}", problem),
            };
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is made of constants at every call.")]
    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}

/// <summary>
/// A row as it was read. Of a damaged one any column may be of any kind, so it is asked first whether it <see cref="Fits"/>.
/// </summary>
internal sealed class StoredRow
{
    private const int Fixed = 3;

    private readonly object?[] values;

    public StoredRow(SqliteDataReader reader, Chained table)
    {
        Number = reader.GetInt64(0);
        (Before, Digest) = (reader.GetValue(1) as byte[] ?? [], reader.GetValue(2) as byte[] ?? []);
        values = [.. Enumerable.Range(Fixed, table.Columns.Length).Select(reader.GetValue)];
        var mark = table.Mark is null ? null : reader.GetValue(Fixed + values.Length) as long?;
        Mark = mark ?? 0;
        Fits = Digest.AsSpan().SequenceEqual(table.Digest(Number, Before, values))
            && (table.Mark is null
                || (mark is not null && (reader.GetValue(Fixed + values.Length + 1) as byte[] ?? []).AsSpan()
                    .SequenceEqual(Chained.Seal(Digest, Mark))));
    }

    public long Number { get; }

    public byte[] Before { get; }

    public byte[] Digest { get; }

    public long Mark { get; }

    public bool Fits { get; }

    public long Whole(int column) => (long)values[column]!;

    public string Text(int column) => (string)values[column]!;

    public Bytes Blob(int column) => new((byte[])values[column]!);

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Whole(column));
}
