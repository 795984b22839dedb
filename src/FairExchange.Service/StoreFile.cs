using FairExchange.Runtime.Files;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>Where a store lies: a file of exactly the name given, whatever SQLite takes other names for.</summary>
internal static class StoreFile
{
    private const int MostLinks = 40;

    /// <summary>The file itself in full, at the end of links: what belongs beside it must lie beside the same file whichever name is used.</summary>
    /// <exception cref="StoreException">No store can be there.</exception>
    public static string Find(string path)
    {
        if (path.Length == 0)
        {
            throw new StoreException("the name of a store is empty");
        }

        // What is not UTF-8 has come to this program with this sign in its place, and would be another file.
        if (path.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(path))
        {
            throw new StoreException($"{path} cannot be used as a store: its name is not UTF-8; rename it, or go to its folder");
        }

        try
        {
            var there = Path.GetFullPath(path);
            for (var links = 0; links < MostLinks && new FileInfo(there).LinkTarget is { } target; links++)
            {
                there = Path.GetFullPath(target, Path.GetDirectoryName(there)!);
            }

            var status = FileStatus.Of(there);
            return status switch
            {
                { Kind: not (FileKind.Plain or FileKind.Missing) } => throw new StoreException($"{path} cannot be used as a store: it is {InputFile.Word(status.Kind)}"),
                { Kind: FileKind.Plain, Names: > 1 } => throw new StoreException($"{path} cannot be used as a store: the file has {status.Names} names, and SQLite keeps its log under one of them"),
                _ => there,
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StoreException($"{path} cannot be used as a store: {problem.Message}", problem);
        }
    }

    /// <summary>A new file, for nobody but its owner to read where the system knows owners: an archive holds what was sent. SQLite's files beside it are as open as this one.</summary>
    /// <exception cref="StoreException">It cannot be made.</exception>
    public static void Reserve(IDisk disk, string path)
    {
        try
        {
            disk.Create(path, Disk.Secret).Dispose();
            disk.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be used as a store: {problem.Message}", problem);
        }
    }

    /// <param name="path">In full, so that it is no name of SQLite's own (<c>:memory:</c>, <c>file:…</c>).</param>
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Guarded(() =>
            {
                connection.Open();
                return true;
            });
            return connection;
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }
}
