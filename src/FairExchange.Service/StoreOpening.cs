using FairExchange.Runtime.Files;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>What is asked of a store before it is used.</summary>
internal static class StoreOpening
{
    public static SqliteStore Open(IDisk disk, string path, string owner, bool acceptOlder)
    {
        var file = StoreFile.Find(path);
        var headFile = StoreFile.Find($"{file}.head");
        var head = Held(file, () => StoreHead.TryOpen(disk, headFile));
        SqliteConnection? connection = null;
        try
        {
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
            var meta = Prepare(connection, path, owner, head, acceptOlder);
            if (head is null || head.At?.Id != meta.Id || head.At.Revision > meta.Revision)
            {
                head?.Dispose();
                head = Held(file, () => StoreHead.Create(disk, headFile, meta));
            }
            else if (head.At.Revision < meta.Revision)
            {
                Held(file, () =>
                {
                    head.Write(meta);
                    return head;
                });
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

    /// <summary>What to do about a store that has lost something.</summary>
    private const string Restore = "restore the newest copy that there is; --accept-older takes it as it is (what was answered since is charged again)";

    private static Meta Prepare(SqliteConnection connection, string path, string owner, StoreHead? head, bool acceptOlder)
    {
        using (var transaction = connection.Guarded(connection.BeginTransaction))
        {
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

        var at = head?.At;
        var isFork = false;
        var meta = Schema.Verify(connection, (table, tip) => isFork |= at is not null && at.TipOf(table).Last == tip.Last && !at.TipOf(table).Digest.AsSpan().SequenceEqual(tip.Digest));
        if (meta.Owner != owner)
        {
            throw new StoreException($"{path} is the store of {meta.Owner}, not of {owner}: serve it as what it is, or begin another");
        }

        return acceptOlder || WhatIsLost(path, meta, head, isFork) is not { } lost ? meta : throw new StoreException($"{lost}: {Restore}");
    }

    private static string? WhatIsLost(string path, Meta meta, StoreHead? head, bool isFork) => head switch
    {
        null => meta.IsClosed ? null : $"{path} is a copy that was made while the store was in use, and may lack what was written last; {path}.head is not there to say",
        { At: null } => meta.Revision == 0 ? null : $"{path}.head is damaged, and says no more how far the store has come",
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
