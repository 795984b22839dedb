using System.Runtime.InteropServices;

namespace FairExchange.Runtime.Files;

/// <summary>
/// The one way to read a file that somebody names: what it is is asked before it is opened, and how much is read is bounded.
/// </summary>
public static class InputFile
{
    private static readonly FileKind[] PlainOnly = [FileKind.Plain];

    private static readonly FileKind[] Ending = [FileKind.Plain, FileKind.Pipe];

    /// <param name="largest">In bytes.</param>
    /// <exception cref="IOException">It is not there, is not of this kind, or is larger; in one line that says nothing of its
    /// name.</exception>
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

public enum FileKind
{
    /// <summary>Nothing is there, or a link that leads to nothing.</summary>
    Missing,

    Plain,

    Folder,

    /// <summary>With a name, or a shell's <c>&lt;(…)</c>.</summary>
    Pipe,

    /// <summary>A terminal, <c>/dev/null</c>, <c>/dev/zero</c>: it may never end.</summary>
    CharacterDevice,

    /// <summary>A disk, a socket.</summary>
    Other,
}

/// <summary>What lies at the end of a path, links followed.</summary>
/// <param name="Owner">User and group; 0 where the system knows none.</param>
/// <param name="Names">Under how many names (hard links) it is known.</param>
public readonly record struct FileStatus(FileKind Kind, UnixFileMode Mode, (uint User, uint Group) Owner, long Names)
{
    private const int TypeMask = 0xF000;

    private const int PermissionMask = 0xFFF;

    /// <exception cref="IOException">The links lead in a circle, or a folder on the way cannot be read.</exception>
    public static FileStatus Of(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return new FileStatus(File.Exists(path)
                ? FileKind.Plain : Directory.Exists(path) ? FileKind.Folder : FileKind.Missing, default, default, 1);
        }

        if (SystemCalls.Status(path) is { } found)
        {
            return new FileStatus(
                KindOf(found.Mode & TypeMask), (UnixFileMode)(found.Mode & PermissionMask), (found.Owner, found.Group), found.Names);
        }

        return Marshal.GetLastPInvokeError() is SystemCalls.NoEntry or SystemCalls.NotAFolder
            ? new FileStatus(FileKind.Missing, default, default, 0)
            : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    /// <exception cref="IOException">Only root may give files away.</exception>
    public static void ChangeOwner(string path, (uint User, uint Group) owner)
    {
        if (SystemCalls.ChangeOwner(path, owner.User, owner.Group) != 0)
        {
            throw new IOException(
                $"what is there is another user's, and would be no more ({Marshal.GetLastPInvokeErrorMessage()}): remove it first");
        }
    }

    private static FileKind KindOf(int type) => type switch
    {
        0x1000 => FileKind.Pipe,
        0x2000 => FileKind.CharacterDevice,
        0x4000 => FileKind.Folder,
        0x8000 => FileKind.Plain,
        _ => FileKind.Other,
    };
}
