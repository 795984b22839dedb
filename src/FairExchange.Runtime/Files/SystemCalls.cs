using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FairExchange.Runtime.Files;

/// <summary>What .NET does not say or do about files: their kind and owner, and a folder's way to the disk. Errors are in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
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
    /// <returns>Mode as the system has it (type and permissions), owner, group, and under how many names it is known; null with an error.</returns>
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
