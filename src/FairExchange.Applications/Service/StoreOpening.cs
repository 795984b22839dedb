using FairExchange.Runtime.Files;
using Microsoft.Data.Sqlite;

namespace FairExchange.Applications.Service;

/// <summary>What is asked of a store before it is used.</summary>
internal static class StoreOpening
{
    /// <summary>What SQLite keeps beside a store.</summary>
    public static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>How a journal, a log (in either order of bytes) and its index begin.</summary>
    private static readonly string[] Beginnings = ["D9D505F9", "377F06", "18E22D00"];

    /// <summary>What to do about a store that has lost something.</summary>
    private const string Restore =
        "restore the newest copy that there is; --accept-older takes it as it is (what was answered since is charged again)";

    public static SqliteStore Open(IDisk disk, string path, string owner, bool acceptOlder)
    {
        var file = StoreFile.Find(path);
        var headFile = StoreFile.Find($"{file}.head");
        var head = Held(file, () => StoreHead.TryOpen(disk, headFile));
        SqliteConnection? connection = null;
        try
        {
            RefuseStrangers(path, file, head);
            if (!File.Exists(file))
            {
                if (head is not null && !acceptOlder)
                {
                    throw new StoreException($"{path} is not there, and {headFile} says that it was used: {Restore}");
                }

                StoreFile.Reserve(disk, file);
            }

            connection = StoreFile.Connect(file);
            if (!Schema.IsEmpty(connection))
            {
                Schema.CheckVersion(connection);
            }

            connection.Run("PRAGMA journal_mode = WAL");
            connection.Run("PRAGMA synchronous = FULL");
            connection.Run("PRAGMA foreign_keys = ON");
            connection.Run("PRAGMA cell_size_check = ON");
            Create(connection, owner);
            Meta meta;
            // Of several that begin at once, one after the other goes through here: who finds no head makes it, and nobody makes it anew
            // under another's hands.
            using (connection.Guarded(connection.BeginTransaction))
            {
                head ??= Held(file, () => StoreHead.TryOpen(disk, headFile));
                meta = Prepare(connection, path, owner, head, acceptOlder);
                head = Held(file, () => Brought(disk, headFile, head, meta));
            }

            var store = new SqliteStore(connection, head!, meta);
            store.BeginUse();
            return store;
        }
        catch
        {
            connection?.Dispose();
            head?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What is beside a store, and not of one, is somebody's: it is neither replaced nor, as SQLite does with what it takes for its log,
    /// removed.
    /// </summary>
    private static void RefuseStrangers(string path, string file, StoreHead? head)
    {
        if (head is { IsForeign: true })
        {
            throw new StoreException($"{path}.head is not the head of a store: move it away, or give the store another name");
        }

        var there = new FileInfo(file);
        if (Companions.FirstOrDefault(end => there.Exists
            ? there.Length == 0 && IsForeign($"{file}{end}") : File.Exists($"{file}{end}")) is { } companion)
        {
            throw new StoreException(
                $"{path}{companion} is there, and {path} is {(there.Exists ? "empty" : "not")}: restore the store that it belongs to, "
                + "or move it away");
        }
    }

    /// <summary>Whether SQLite did not write it when the power failed.</summary>
    private static bool IsForeign(string companion)
    {
        if (!File.Exists(companion))
        {
            return false;
        }

        var begins = new byte[4];
        using var file = File.OpenRead(companion);
        ReadOnlySpan<byte> read = begins.AsSpan(0, file.ReadAtLeast(begins, begins.Length, throwOnEndOfStream: false));
        return read.ContainsAnyExcept((byte)0) && Convert.ToHexString(read) is var word
            && !Beginnings.Any(beginning => word.StartsWith(beginning, StringComparison.Ordinal));
    }

    private static void Create(SqliteConnection connection, string owner)
    {
        using var transaction = connection.Guarded(connection.BeginTransaction);
        if (Schema.IsEmpty(connection))
        {
            Schema.Create(connection);
            Meta.New(owner).Insert(connection);
        }

        connection.Guarded(() =>
        {
            transaction.Commit();
            return true;
        });
    }

    private static Meta Prepare(SqliteConnection connection, string path, string owner, StoreHead? head, bool acceptOlder)
    {
        var at = head?.At;
        var isFork = false;
        var meta = Schema.Verify(connection, (table, tip) => isFork |= at is not null && at.TipOf(table).Last == tip.Last
            && !at.TipOf(table).Digest.AsSpan().SequenceEqual(tip.Digest));
        if (meta.Owner != owner)
        {
            throw new StoreException($"{path} is the store of {meta.Owner}, not of {owner}: serve it as what it is, or begin another");
        }

        return acceptOlder || WhatIsLost(path, meta, head, isFork) is not { } lost ? meta : throw new StoreException($"{lost}: {Restore}");
    }

    /// <summary>A head that says where the store is.</summary>
    private static StoreHead Brought(IDisk disk, string headFile, StoreHead? head, Meta meta)
    {
        if (head is null)
        {
            return StoreHead.Create(disk, headFile, meta);
        }

        if (head.At?.Id != meta.Id || head.At.Revision > meta.Revision)
        {
            head.Begin(meta);
        }
        else if (head.At.Revision < meta.Revision)
        {
            head.Write(meta);
        }

        return head;
    }

    private static string? WhatIsLost(string path, Meta meta, StoreHead? head, bool isFork) => head switch
    {
        // Made, and nothing written in it yet: the power failed before it had a head.
        null => meta.Revision == 0 ? null
            : meta.IsClosed ? $"{path} has been used, and {path}.head is not there to say whether this is all that it has answered"
            : $"{path} is a copy that was made while the store was in use, and may lack what was written last; {path}.head is not there "
                + "to say",
        { At: null } => $"{path}.head is damaged, and says no more how far the store has come",
        { At: var at } when at.Id != meta.Id => $"{path} is another store than the one of {path}.head",
        { At: var at } when at.Revision > meta.Revision =>
            $"{path} is older than what it has answered (revision {meta.Revision}, and {path}.head has {at.Revision})",
        { At: var at } when isFork || Chained.All.Any(table => at.TipOf(table).Last > meta.TipOf(table).Last) =>
            $"{path} is not the continuation of what it has answered, as {path}.head has it",
        _ => null,
    };

    /// <exception cref="StoreException">The head cannot be had.</exception>
    private static StoreHead? Held(string path, Func<StoreHead?> open)
    {
        try
        {
            return open();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
            throw new StoreException(
                (problem.HResult & 0xFFFF) is 11 or 35 or 32
                    ? $"{path} is held by another process" : $"{path}.head cannot be used: {problem.Message}", problem);
        }
    }
}

/// <summary>The tables of a store, and whether they are whole.</summary>
internal static class Schema
{
    /// <summary>SQLite's user_version.</summary>
    public const long Version = 3;

    // State 0 is RequestState.Waiting, 2 is RequestState.Settled.
    private const string Text = """
        CREATE TABLE meta (
            id TEXT NOT NULL, owner TEXT NOT NULL, revision INTEGER NOT NULL, is_closed INTEGER NOT NULL,
            seen_ms INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
        CREATE TABLE chains (name TEXT PRIMARY KEY, last INTEGER NOT NULL, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE gaps (
            chain TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, digest BLOB NOT NULL,
            PRIMARY KEY (chain, first)) STRICT, WITHOUT ROWID;
        CREATE TABLE subscribers (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, name TEXT NOT NULL, paid_until_ms INTEGER NOT NULL,
            digest BLOB NOT NULL) STRICT;
        CREATE INDEX subscribers_by_name ON subscribers (name, number);
        CREATE TABLE ledger (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, request BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
            amount_micro_dollars INTEGER NOT NULL, at_ms INTEGER NOT NULL,
            exact_digest BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
        CREATE TABLE archive (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, request_digest BLOB NOT NULL UNIQUE, meaning BLOB NOT NULL,
            request BLOB NOT NULL, at_ms INTEGER NOT NULL,
            digest BLOB NOT NULL, state INTEGER NOT NULL, seal BLOB NOT NULL) STRICT;
        CREATE INDEX archive_by_meaning ON archive (meaning);
        CREATE INDEX unsettled ON archive (number) WHERE state <> 2;
        CREATE TABLE answers (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, request INTEGER NOT NULL REFERENCES archive, label TEXT NOT NULL,
            addressee TEXT NOT NULL, message BLOB NOT NULL,
            assurance INTEGER NOT NULL, digest BLOB NOT NULL, has_left INTEGER NOT NULL, seal BLOB NOT NULL) STRICT;
        CREATE INDEX answers_by_request ON answers (request);
        CREATE INDEX pending ON answers (number) WHERE has_left = 0;
        CREATE TABLE deals (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, request INTEGER NOT NULL REFERENCES archive,
            earlier INTEGER NOT NULL REFERENCES archive, digest BLOB NOT NULL) STRICT;
        CREATE INDEX deals_by_request ON deals (request);
        CREATE INDEX deals_by_earlier ON deals (earlier);
        """;

    private static readonly Lazy<List<string>> Wanted = new(() =>
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Run(Text);
        return Definitions(connection);
    });

    public static void Create(SqliteConnection connection)
    {
        connection.Run(Text);
        connection.Run($"PRAGMA user_version = {Version}");
    }

    public static bool IsEmpty(SqliteConnection connection) =>
        connection.ReadOne<long>("PRAGMA user_version") == 0 && connection.ReadOne<long>("SELECT COUNT(*) FROM sqlite_schema") == 0;

    /// <exception cref="StoreException">It is another version's, or no store.</exception>
    public static void CheckVersion(SqliteConnection connection)
    {
        if (connection.ReadOne<long>("PRAGMA user_version") is var found && found != Version)
        {
            throw new StoreException(
                $"{connection.DataSource} has schema version {found}, and this program reads version {Version}: it is another version's "
                + "store, or no store; serve it with that version, or begin another");
        }
    }

    /// <summary>Reads every row of every table.</summary>
    /// <param name="passed">Told where the chains are after each row.</param>
    /// <exception cref="StoreException">Something is damaged; by table and row where it is a row.</exception>
    public static Meta Verify(SqliteConnection connection, Action<Chained, Tip>? passed = null)
    {
        if (!Definitions(connection).SequenceEqual(Wanted.Value))
        {
            throw Chained.Damaged(connection, "its schema");
        }

        var meta = Meta.Read(connection);
        foreach (var table in Chained.All)
        {
            try
            {
                table.Verify(connection, meta.TipOf(table), tip => passed?.Invoke(table, tip));
            }
            catch (StoreException problem)
                when (problem.InnerException is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT })
            {
                throw Chained.Damaged(connection, $"table {table.Name} ({problem.InnerException.Message.ReplaceLineEndings(" ")})");
            }
        }

        // What is left are indexes, by which requests are found: a row that is there must be found.
        var words = connection.ReadOne<string>("PRAGMA integrity_check(1)");
        return words == "ok" ? meta : throw Chained.Damaged(connection, $"its indexes ({words.ReplaceLineEndings(" ")})");
    }

    private static List<string> Definitions(SqliteConnection connection) =>
        connection.Read("SELECT type, name, tbl_name, sql FROM sqlite_schema",
            row => string.Join('|', Enumerable.Range(0, 4).Select(column => $"{row.GetValue(column)}")));
}
