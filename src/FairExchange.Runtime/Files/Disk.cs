using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FairExchange.Runtime.Files;

/// <summary>
/// The few things that a writer does to a disk. When the power fails, bytes are there that were flushed, and names that were made, changed
/// or removed before their folder was flushed; of all the rest some may be there and some not, in any order.
/// </summary>
public interface IDisk
{
    /// <summary>A new file; nothing may be there.</summary>
    /// <param name="mode">Who may read and write it, where the system knows owners; as usual for null.</param>
    Stream Create(string path, UnixFileMode? mode);

    /// <summary>A file that is there, to be written in its place, by nobody else at the same time.</summary>
    /// <exception cref="IOException">Another has it.</exception>
    Stream Open(string path);

    /// <summary>Returns once the bytes written are on the disk.</summary>
    /// <param name="file">From <see cref="Create"/> or <see cref="Open"/>.</param>
    void Flush(Stream file);

    /// <summary>Gives a file another name in its folder, in place of what had it.</summary>
    void Move(string from, string to);

    /// <summary>Removes a file if it is there.</summary>
    void Delete(string path);

    /// <summary>Makes a folder if it is not there, and those that it lies in; its own name is on the disk then.</summary>
    void CreateFolder(string folder);

    /// <summary>Returns once the names in it are on the disk.</summary>
    void FlushFolder(string folder);
}

/// <summary>The system's own.</summary>
public sealed class Disk : IDisk
{
    /// <summary>For its owner to read and write, and for nobody else.</summary>
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Func<SafeFileHandle, int> flush;

    /// <param name="flush">Brings what is open to the disk; below 0 it could not, and the system knows why.</param>
    internal Disk(Func<SafeFileHandle, int> flush) => this.flush = flush;

    public static Disk System { get; } = new(SystemCalls.Flush);

    public Stream Create(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return new FileStream(path, options);
    }

    public Stream Open(string path) => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    /// <summary>.NET's own flush says nothing when Linux refuses it, as a disk that fails does: so the system is asked here.</summary>
    public void Flush(Stream file)
    {
        var stream = (FileStream)file;
        stream.Flush(flushToDisk: !OperatingSystem.IsLinux());
        if (OperatingSystem.IsLinux())
        {
            Settle(stream.SafeFileHandle);
        }
    }

    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Then the file is not there either.
        }
    }

    public void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { Length: > 0 } above)
        {
            CreateFolder(above);
            Directory.CreateDirectory(folder);
            FlushFolder(above);
        }
    }

    /// <summary>Windows writes names through by itself, and opens no folder for this.</summary>
    public void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var opened = SystemCalls.Open(folder, 0);
        if (opened.IsInvalid)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        Settle(opened);
    }

    private void Settle(SafeFileHandle opened)
    {
        var problem = flush(opened) == 0 ? 0 : Marshal.GetLastPInvokeError();
        // Some file systems have no such thing for folders, nor pipes and devices, and say so.
        if (problem is not (0 or SystemCalls.Invalid))
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(problem));
        }
    }
}

/// <summary>
/// What .NET does not say or do about files: their kind and owner, and a folder's way to the disk. Errors are in
/// <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static partial class SystemCalls
{
    private const int CurrentFolder = -100;

    // STATX_BASIC_STATS
    private const uint Basics = 0x7ff;

    public const int NoEntry = 2;
    public const int NoPermission = 1;
    public const int AccessDenied = 13;
    public const int NotAFolder = 20;
    public const int Invalid = 22;

    // F_GETFD, FD_CLOEXEC
    public const int GetFlags = 1;
    public const int CloseOnExecution = 1;

    /// <summary>What lies at the end of a path, links followed.</summary>
    /// <returns>Mode as the system has it (type and permissions), owner, group, and under how many names it is known; null with an
    /// error.</returns>
    public static (int Mode, uint Owner, uint Group, long Names)? Status(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Statx(CurrentFolder, path, 0, Basics, out var found) == 0 ? (found.Mode, found.Owner, found.Group, found.Names) : null;
        }

        AppleStat apple;
        return (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Stat(path, out apple) : Stat64(path, out apple)) == 0
            ? (apple.Mode, apple.Owner, apple.Group, apple.Names)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint owner, uint group);

    /// <param name="flags">0: for reading.</param>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    /// <summary>With a command that has no argument.</summary>
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Flush(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out LinuxStatx found);

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, out AppleStat found);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat64(string path, out AppleStat found);

    /// <summary>struct statx of linux/stat.h, the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct LinuxStatx
    {
        [FieldOffset(16)]
        public uint Names;

        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;
    }

    /// <summary>struct stat of macOS's sys/stat.h with 64-bit inodes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct AppleStat
    {
        [FieldOffset(4)]
        public ushort Mode;

        [FieldOffset(6)]
        public ushort Names;

        [FieldOffset(16)]
        public uint Owner;

        [FieldOffset(20)]
        public uint Group;
    }
}
