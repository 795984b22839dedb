using System.Text;

namespace FairExchange.Cli;

/// <summary>Files that appear whole or not at all: written under another name beside their place, then moved there.</summary>
internal static class WholeFile
{
    /// <exception cref="UserError">The file cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <exception cref="UserError">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, file => file.Write(bytes.Span));

    /// <summary>A file that nobody but its owner reads, where the system knows owners.</summary>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public static void WriteSecret(string path, string text) => Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)), isSecret: true);

    /// <summary>For a file that is written bit by bit: it has its name only once <paramref name="write"/> is done.</summary>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, isSecret: false);

    private static void Write(string path, Action<Stream> write, bool isSecret)
    {
        var unfinished = $"{Named(path)}.unfinished";
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? throw new UserError($"{path} cannot be written: it is a folder");
            Directory.CreateDirectory(folder);
            // Never into what is there: somebody else's file would keep its owner and mode, and a link leads elsewhere.
            File.Delete(unfinished);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (isSecret && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(unfinished, options))
            {
                write(file);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be written: {problem.Message}");
        }
        finally
        {
            TryDelete(unfinished);
        }
    }

    /// <param name="path">A file, or anything else that ends: a pipe too.</param>
    /// <param name="largest">In bytes; more is refused.</param>
    /// <exception cref="UserError">The file is not there, cannot be read, or is larger.</exception>
    public static byte[] Read(string path, long largest)
    {
        try
        {
            using var file = File.OpenRead(Named(path));
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            while (file.Read(buffer) is > 0 and var count)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > largest)
                {
                    throw new UserError($"{path} is too large: at most {largest} bytes are read");
                }
            }

            return bytes.ToArray();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read: {problem.Message}");
        }
    }

    /// <summary>Refuses a file's place before the work rather than after it.</summary>
    /// <exception cref="UserError">Nothing can be written there.</exception>
    public static void CheckPlace(string path) => CheckFolder(Path.GetDirectoryName(Path.GetFullPath(Named(path))) ?? throw new UserError($"{path} cannot be written: it is a folder"));

    /// <summary>Refuses a folder before the work rather than after it, and leaves no trace there.</summary>
    /// <exception cref="UserError">It cannot be made, or nothing can be written in it.</exception>
    public static void CheckFolder(string folder)
    {
        var there = Path.GetFullPath(Named(folder));
        while (!Directory.Exists(there))
        {
            there = File.Exists(there) ? throw new UserError($"{folder} cannot be written to: {there} is a file") : Path.GetDirectoryName(there)!;
        }

        try
        {
            File.Create(Path.Combine(there, ".fairexchange.unfinished"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{folder} cannot be written to: {problem.Message}");
        }
    }

    private static string Named(string path) => path.Length > 0 ? path : throw new UserError("the name of a file or folder is empty");

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The first problem is the one to tell.
        }
    }
}
