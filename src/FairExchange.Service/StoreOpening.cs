using FairExchange.Runtime.Files;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>What is asked of a store before it is used.</summary>
internal static class StoreOpening
{
    /// <summary>What SQLite keeps beside a store.</summary>
    public static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>How a journal, a log (in either order of bytes) and its index begin.</summary>
    private static readonly string[] Beginnings = ["D9D505F9", "377F06", "18E22D00"];

    /// <summary>What to do about a store that has lost something.</summary>
    private const string Restore = "restore the newest copy that there is; --accept-older takes it as it is (what was answered since is charged again)";

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
            // Of several that begin at once, one after the other goes through here: who finds no head makes it, and nobody makes it anew under another's hands.
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

    /// <summary>What is beside a store, and not of one, is somebody's: it is neither replaced nor, as SQLite does with what it takes for its log, removed.</summary>
    private static void RefuseStrangers(string path, string file, StoreHead? head)
    {
        if (head is { IsForeign: true })
        {
            throw new StoreException($"{path}.head is not the head of a store: move it away, or give the store another name");
        }

        var there = new FileInfo(file);
        if (Companions.FirstOrDefault(end => there.Exists ? there.Length == 0 && IsForeign($"{file}{end}") : File.Exists($"{file}{end}")) is { } companion)
        {
            throw new StoreException($"{path}{companion} is there, and {path} is {(there.Exists ? "empty" : "not")}: restore the store that it belongs to, or move it away");
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
        return read.ContainsAnyExcept((byte)0) && Convert.ToHexString(read) is var word && !Beginnings.Any(beginning => word.StartsWith(beginning, StringComparison.Ordinal));
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
        var meta = Schema.Verify(connection, (table, tip) => isFork |= at is not null && at.TipOf(table).Last == tip.Last && !at.TipOf(table).Digest.AsSpan().SequenceEqual(tip.Digest));
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
            : $"{path} is a copy that was made while the store was in use, and may lack what was written last; {path}.head is not there to say",
        { At: null } => $"{path}.head is damaged, and says no more how far the store has come",
        { At: var at } when at.Id != meta.Id => $"{path} is another store than the one of {path}.head",
        { At: var at } when at.Revision > meta.Revision => $"{path} is older than what it has answered (revision {meta.Revision}, and {path}.head has {at.Revision})",
        { At: var at } when isFork || Chained.All.Any(table => at.TipOf(table).Last > meta.TipOf(table).Last) => $"{path} is not the continuation of what it has answered, as {path}.head has it",
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
                (problem.HResult & 0xFFFF) is 11 or 35 or 32 ? $"{path} is held by another process" : $"{path}.head cannot be used: {problem.Message}", problem);
        }
    }
}
