namespace FairExchange.Runtime.Files;

/// <summary>
/// The one way in which a file of this program comes to its name: whole or not at all, also when the power fails. Written under another
/// name beside its place, flushed, moved, and the folder flushed; in this order.
/// </summary>
public static class Replacement
{
    /// <param name="unfinished">Its name until then, in the same folder; what has that name is removed.</param>
    /// <param name="path">What is there is replaced.</param>
    /// <param name="mode">Who may read and write it, where the system knows owners; as usual for null.</param>
    /// <param name="ready">Told the unfinished name before the file is moved.</param>
    public static void Write(
        IDisk disk, string unfinished, string path, Action<Stream> write, UnixFileMode? mode = null, Action<string>? ready = null) => Write(
        disk,
        unfinished,
        file =>
        {
            write(file);
            return path;
        },
        mode,
        ready);

    /// <summary>For a file that is called after what is in it.</summary>
    /// <param name="write">Says how it is called; null where it is not to be kept.</param>
    /// <returns>What <paramref name="write"/> said.</returns>
    public static string? Write(
        IDisk disk, string unfinished, Func<Stream, string?> write, UnixFileMode? mode = null, Action<string>? ready = null)
    {
        // Never into what is there: somebody else's file would keep its owner and mode, and a link leads elsewhere.
        disk.Delete(unfinished);
        try
        {
            string? path;
            using (var file = disk.Create(unfinished, mode))
            {
                path = write(file);
                if (path is null)
                {
                    return null;
                }

                ready?.Invoke(unfinished);
                // On the disk before it has its name: what is called so must be all there after a power cut too.
                disk.Flush(file);
            }

            Name(disk, unfinished, path);
            return path;
        }
        finally
        {
            TryDelete(disk, unfinished);
        }
    }

    /// <summary>For a file that another has written, and perhaps not flushed.</summary>
    public static void Adopt(IDisk disk, string unfinished, string path)
    {
        using (var file = disk.Open(unfinished))
        {
            disk.Flush(file);
        }

        Name(disk, unfinished, path);
    }

    private static void Name(IDisk disk, string unfinished, string path)
    {
        disk.Move(unfinished, path);
        disk.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static void TryDelete(IDisk disk, string path)
    {
        try
        {
            disk.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The first problem is the one to tell.
        }
    }
}
