using FairExchange.Runtime.Files;

namespace FairExchange.Applications.Service;

/// <summary>
/// A copy of a store by SQLite's own backup, also while another process uses it: the copy is one moment's, whole and verified, in one file.
/// </summary>
public static class SqliteBackup
{
    /// <summary>How each SQLite file begins.</summary>
    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <param name="target">Where it goes; an earlier copy of the same store, or what is no store at all, is replaced when the copy is
    /// done.</param>
    /// <returns>How many charges it has.</returns>
    /// <exception cref="StoreException">There is no store, it is damaged, there is another store or what belongs to one, or nothing can be
    /// written there.</exception>
    public static long Make(string path, string target)
    {
        var (from, to) = (StoreFile.Find(path), StoreFile.Find(target));
        if (!File.Exists(from))
        {
            throw new StoreException($"{path} is not there");
        }

        if (from == to || Beside.Any(end => to == $"{from}{end}"))
        {
            throw new StoreException($"{target} is the store's own file: give the copy another name");
        }

        RefuseStores(from, to, target);
        var unfinished = $"{to}.unfinished";
        try
        {
            Remove(unfinished);
            StoreFile.Reserve(Disk.System, unfinished);
            var charges = Copy(from, unfinished);
            Replacement.Adopt(Disk.System, unfinished, to);
            return charges;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{target} cannot be written: {problem.Message}", problem);
        }
        finally
        {
            TryRemove(unfinished);
        }
    }

    private static IEnumerable<string> Beside => StoreOpening.Companions.Append(".head");

    /// <summary>
    /// A store that is, or was, served is nobody's place for a copy; nor is what lies beside it, without which it is not served any more.
    /// </summary>
    private static void RefuseStores(string from, string to, string target)
    {
        if (Beside.Any(end => to.EndsWith(end, StringComparison.Ordinal) && File.Exists(to[..^end.Length])))
        {
            throw new StoreException($"{target} belongs to a store: give the copy another name");
        }

        if (Beside.Any(end => File.Exists($"{to}{end}")) || (IsDatabase(to) && IdOf(to) != IdOf(from)))
        {
            throw new StoreException(
                $"{target} is a store, and not an earlier copy of {Path.GetFileName(from)}: give the copy another name");
        }
    }

    private static bool IsDatabase(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = File.OpenRead(path);
        var begins = new byte[Magic.Length];
        return file.ReadAtLeast(begins, begins.Length, throwOnEndOfStream: false) == begins.Length && begins.AsSpan().SequenceEqual(Magic);
    }

    /// <summary>Null where it is no store.</summary>
    private static string? IdOf(string path)
    {
        using var connection = StoreFile.Connect(path);
        return connection.Read("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'meta'", row => row.GetInt64(0)) is [1]
            && connection.Read("SELECT id FROM meta", row => row.GetValue(0)) is [string id] ? id : null;
    }

    /// <summary>Not on the disk before it is adopted, which flushes it.</summary>
    private static long Copy(string from, string to)
    {
        using var copy = StoreFile.Connect(to);
        using (var store = StoreFile.Connect(from))
        {
            Schema.CheckVersion(store);
            store.Guarded(() =>
            {
                store.BackupDatabase(copy);
                return true;
            });
        }

        copy.Run("PRAGMA journal_mode = DELETE");
        var meta = Schema.Verify(copy);
        (meta with { IsClosed = true }).Replace(copy, meta);
        return meta.TipOf(Chained.Ledger).Last;
    }

    private static void TryRemove(string path)
    {
        try
        {
            Remove(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The first problem is the one to tell.
        }
    }

    private static void Remove(string path)
    {
        foreach (var file in (string[])[path, $"{path}-journal", $"{path}-wal", $"{path}-shm"])
        {
            Disk.System.Delete(file);
        }
    }
}
