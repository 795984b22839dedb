namespace FairExchange.Runtime.Files;

/// <summary>The one way to read a file that somebody names: what it is is asked before it is opened, and how much is read is bounded.</summary>
public static class InputFile
{
    private static readonly FileKind[] PlainOnly = [FileKind.Plain];

    private static readonly FileKind[] Ending = [FileKind.Plain, FileKind.Pipe];

    /// <param name="largest">In bytes.</param>
    /// <exception cref="IOException">It is not there, is not of this kind, or is larger; in one line that says nothing of its name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadPlain(string path, long largest) => Read(path, largest, PlainOnly);

    /// <summary>A file, or a pipe, as a shell makes of <c>&lt;(…)</c>: waits for who writes into it.</summary>
    /// <inheritdoc cref="ReadPlain"/>
    public static byte[] Read(string path, long largest) => Read(path, largest, Ending);

    /// <summary>A file or a pipe of any size, for who takes it piece by piece.</summary>
    /// <inheritdoc cref="ReadPlain"/>
    public static Stream Open(string path) => Open(path, Ending);

    private static byte[] Read(string path, long largest, FileKind[] kinds)
    {
        using var file = Open(path, kinds);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (file.Read(buffer) is > 0 and var count)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > largest)
            {
                throw new IOException($"it is too large: larger than {largest} bytes, the most that are read");
            }
        }

        return bytes.ToArray();
    }

    private static FileStream Open(string path, FileKind[] kinds)
    {
        var kind = FileStatus.Of(path).Kind;
        if (kind != FileKind.Missing && !kinds.Contains(kind))
        {
            throw new IOException($"it is {Word(kind)}, and a {(kinds == PlainOnly ? "file" : "file or a pipe")} is wanted");
        }

        // Others may go on writing: the shell's side of a pipe does, and what a file holds is verified by whoever reads it.
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    /// <summary>With its article.</summary>
    public static string Word(FileKind kind) => kind switch
    {
        FileKind.Missing => "nothing",
        FileKind.Plain => "a file",
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe",
        FileKind.CharacterDevice => "a device",
        FileKind.Other => "neither a file nor a folder",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
