using System.Security.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>
/// A store in one SQLite file, which one process holds at a time. Write-ahead log with <c>synchronous=FULL</c>: a commit returns after its fsync, and what had not
/// committed when the process died is rolled back when the file is opened again.
/// </summary>
public sealed class SqliteStore : IStore
{
    private const int Version = 1;

    // State 0 is RequestState.Waiting, 2 is RequestState.Settled.
    private const string Schema = """
        CREATE TABLE meta (owner TEXT NOT NULL, seen_ms INTEGER);
        CREATE TABLE subscribers (name TEXT PRIMARY KEY, paid_until_ms INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE ledger (entry INTEGER PRIMARY KEY, request BLOB NOT NULL UNIQUE, name TEXT NOT NULL, amount_micro_dollars INTEGER NOT NULL, at_ms INTEGER NOT NULL);
        CREATE TABLE archive (number INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE, meaning BLOB NOT NULL, request BLOB NOT NULL, state INTEGER NOT NULL, at_ms INTEGER NOT NULL);
        CREATE INDEX by_meaning ON archive (meaning);
        CREATE INDEX unsettled ON archive (number) WHERE state <> 2;
        CREATE TABLE answers (
            number INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES archive, label TEXT NOT NULL, addressee TEXT NOT NULL, message BLOB NOT NULL,
            assurance INTEGER NOT NULL, has_left INTEGER NOT NULL);
        CREATE INDEX answers_by_request ON answers (request);
        CREATE INDEX pending ON answers (number) WHERE has_left = 0;
        """;

    private const string ArchiveColumns = "number, request, meaning, state, at_ms";

    private const string AnswerColumns = "number, label, addressee, message, assurance";

    private readonly SqliteConnection connection;

    private SqliteStore(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens a store, or makes one where there is no file.</summary>
    /// <param name="path">The file; SQLite keeps its log beside it.</param>
    /// <param name="owner">Whose it is: which party of which protocol, with which keys. A store of another owner is refused.</param>
    /// <exception cref="StoreException">Another process holds it, it is another owner's, or it is no store.</exception>
    public static SqliteStore Open(string path, string owner)
    {
        Reserve(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            connection.Run("PRAGMA locking_mode = EXCLUSIVE");
            connection.Run("PRAGMA journal_mode = WAL");
            connection.Run("PRAGMA synchronous = FULL");
            connection.Run("PRAGMA foreign_keys = ON");
            Prepare(connection, path, owner);
            return new SqliteStore(connection);
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw new StoreException(
                problem.SqliteErrorCode is 5 or 6 ? $"{path} is held by another process" : $"{path} cannot be used as a store: {problem.Message}", problem);
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }

    public ITransaction Begin() => new SqliteWriting(connection);

    public void Subscribe(string name, DateTimeOffset paidUntil) => connection.Run(
        "INSERT INTO subscribers VALUES ($name, $until) ON CONFLICT (name) DO UPDATE SET paid_until_ms = $until", ("$name", name), ("$until", paidUntil.ToUnixTimeMilliseconds()));

    public bool HasSubscribed(string name, DateTimeOffset at) => connection.Read(
        "SELECT 1 FROM subscribers WHERE name = $name AND paid_until_ms >= $at", _ => true, ("$name", name), ("$at", at.ToUnixTimeMilliseconds())).Count > 0;

    public LedgerEntry? Charged(Bytes request) =>
        connection.Read("SELECT request, name, amount_micro_dollars, at_ms FROM ledger WHERE request = $request", Entry, ("$request", request.Span.ToArray())).SingleOrDefault();

    public IReadOnlyList<LedgerEntry> Ledger() => connection.Read("SELECT request, name, amount_micro_dollars, at_ms FROM ledger ORDER BY entry", Entry);

    public IReadOnlyList<ArchivedRequest> Archive() => connection.Read($"SELECT {ArchiveColumns} FROM archive ORDER BY number", Request);

    public IReadOnlyList<ArchivedRequest> Unsettled() => connection.Read($"SELECT {ArchiveColumns} FROM archive WHERE state <> 2 ORDER BY number", Request);

    public ArchivedRequest? Find(Bytes request) =>
        connection.Read($"SELECT {ArchiveColumns} FROM archive WHERE digest = $digest", Request, ("$digest", SHA256.HashData(request.Span))).SingleOrDefault();

    public ArchivedRequest? FindTaken(Bytes meaning) => connection.Read(
        $"SELECT {ArchiveColumns} FROM archive WHERE meaning = $meaning AND state <> 0 ORDER BY number", Request, ("$meaning", meaning.Span.ToArray())).FirstOrDefault();

    public DateTimeOffset? LatestTime() => connection.Read(
        "SELECT seen_ms FROM meta WHERE seen_ms IS NOT NULL", row => (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0))).SingleOrDefault();

    public long LastNumber() => connection.Read("SELECT seq FROM sqlite_sequence WHERE name = 'archive'", row => row.GetInt64(0)).SingleOrDefault();

    public IReadOnlyList<Answer> Pending() => connection.Read($"SELECT {AnswerColumns} FROM answers WHERE has_left = 0 ORDER BY number", AnAnswer);

    public IReadOnlyList<Answer> AnswersTo(long request) => [.. connection.Read(
        $"SELECT {AnswerColumns}, has_left FROM answers WHERE request = $request ORDER BY number", row => (Answer: AnAnswer(row), HasLeft: row.GetInt64(5) != 0), ("$request", request))
        .Where(kept => !(kept.HasLeft && kept.Answer.IsInPerson)).Select(kept => kept.Answer)];

    public void Sent(long answer) => connection.Run("UPDATE answers SET has_left = 1 WHERE number = $number", ("$number", answer));

    public void Dispose() => connection.Dispose();

    /// <summary>A new file, for nobody but its owner to read where the system knows owners: an archive holds what was sent. SQLite's files beside it are as open as this one.</summary>
    private static void Reserve(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It is there already, or SQLite says what is wrong.
        }
    }

    private static void Prepare(SqliteConnection connection, string path, string owner)
    {
        using var transaction = connection.BeginTransaction();
        switch (connection.Read("PRAGMA user_version", row => row.GetInt64(0))[0])
        {
            case 0 when connection.Read("SELECT COUNT(*) FROM sqlite_schema", row => row.GetInt64(0))[0] == 0:
                connection.Run(Schema);
                connection.Run("INSERT INTO meta (owner) VALUES ($owner)", ("$owner", owner));
                connection.Run($"PRAGMA user_version = {Version}");
                break;
            case Version:
                var found = connection.Read("SELECT owner FROM meta", row => row.GetString(0)).SingleOrDefault();
                if (found != owner)
                {
                    throw new StoreException($"{path} is the store of {found}, not of {owner}");
                }

                break;
            case var other:
                throw new StoreException($"{path} is no store of format {Version} (its version is {other})");
        }

        transaction.Commit();
    }

    private static LedgerEntry Entry(SqliteDataReader row) =>
        new(new Bytes(row.GetFieldValue<byte[]>(0)), row.GetString(1), row.GetInt64(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)));

    private static ArchivedRequest Request(SqliteDataReader row) => new(
        row.GetInt64(0), new Bytes(row.GetFieldValue<byte[]>(1)), new Bytes(row.GetFieldValue<byte[]>(2)), (RequestState)row.GetInt64(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));

    private static Answer AnAnswer(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), new Bytes(row.GetFieldValue<byte[]>(3)), (Assurance)row.GetInt64(4));
}
