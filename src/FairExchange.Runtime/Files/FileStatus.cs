using System.Runtime.InteropServices;

namespace FairExchange.Runtime.Files;

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
            return new FileStatus(File.Exists(path) ? FileKind.Plain : Directory.Exists(path) ? FileKind.Folder : FileKind.Missing, default, default, 1);
        }

        if (SystemCalls.Status(path) is { } found)
        {
            return new FileStatus(KindOf(found.Mode & TypeMask), (UnixFileMode)(found.Mode & PermissionMask), (found.Owner, found.Group), found.Names);
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
            throw new IOException($"what is there is another user's, and would be no more ({Marshal.GetLastPInvokeErrorMessage()}): remove it first");
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
