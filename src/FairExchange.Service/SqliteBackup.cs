using FairExchange.Runtime.Files;

namespace FairExchange.Service;

/// <summary>A copy of a store by SQLite's own backup, also while another process uses it: the copy is one moment's, whole and verified, in one file.</summary>
public static class SqliteBackup
{
    /// <param name="target">Where it goes; what is there is replaced when the copy is done.</param>
    /// <returns>How many charges it has.</returns>
    /// <exception cref="StoreException">There is no store, it is damaged, or nothing can be written there.</exception>
    public static long Make(string path, string target)
    {
        var (from, to) = (StoreFile.Find(path), StoreFile.Find(target));
        if (!File.Exists(from))
        {
            throw new StoreException($"{path} is not there");
        }

        if (from == to || to == $"{from}.head" || to == $"{from}-wal" || to == $"{from}-shm" || to == $"{from}-journal")
        {
            throw new StoreException($"{target} is the store's own file: give the copy another name");
        }

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
