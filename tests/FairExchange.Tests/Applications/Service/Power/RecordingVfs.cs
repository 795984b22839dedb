using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FairExchange.Tests.Applications.Service.Power;

/// <summary>
/// SQLite's own way to the system (a VFS, sqlite3.h), with what it does to the files of some folders written down, and nothing of it
/// flushed, which takes time. It is the one that SQLite takes for every file from then on; the files of other folders it leaves alone.
/// </summary>
internal static unsafe partial class RecordingVfs
{
    private const int MainJournal = 0x800, Wal = 0x80000, Create = 0x4;

    // The methods of a file (sqlite3_io_methods), counted from its version.
    private const int Methods = 19, CloseAt = 1, WriteAt = 3, TruncateAt = 4, SyncAt = 5;

    private static readonly ConcurrentDictionary<string, PowerRecord> Folders = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();

    private static readonly ConcurrentDictionary<nint, nint> Changed = new();

    private static readonly Lazy<nint> System = new(Register);

    /// <summary>Writes down what SQLite does to files of a folder, until it is disposed of.</summary>
    public static IDisposable Watch(string folder, PowerRecord record)
    {
        _ = System.Value;
        Folders[folder] = record;
        return new Watching(folder);
    }

    /// <param name="SyncsFolder">
    /// Whether its first flush is one of its folder too: so SQLite does with a log or a journal that it may have made (UNIXFILE_DIRSYNC).
    /// </param>
    private sealed record OpenFile(nint[] Methods, PowerRecord Record, PowerRecord.Node Node, bool SyncsFolder);

    private sealed class Watching(string folder) : IDisposable
    {
        public void Dispose() => Folders.TryRemove(folder, out _);
    }

    private static nint Register()
    {
        var found = (Vfs*)Find(0);
        var made = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *made = *found;
        made->Name = Marshal.StringToCoTaskMemUTF8("recording");
        made->Open = (nint)(delegate* unmanaged[Cdecl]<Vfs*, byte*, nint*, int, int*, int>)&Opened;
        made->Delete = (nint)(delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int>)&Deleted;
        Assert.Equal(0, Register((nint)made, 1));
        return (nint)found;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Opened(Vfs* vfs, byte* name, nint* file, int flags, int* given)
    {
        var open = (delegate* unmanaged[Cdecl]<Vfs*, byte*, nint*, int, int*, int>)((Vfs*)System.Value)->Open;
        var result = open(vfs, name, file, flags, given);
        if (result == 0 && name != null && Watched(name) is var (record, called))
        {
            var methods = new Span<nint>((void*)*file, Methods).ToArray();
            var mayBeNew = (flags & Create) != 0 && (flags & (MainJournal | Wal)) != 0;
            Files[(nint)file] = new OpenFile(methods, record, record.Open(called), mayBeNew);
            *file = Changed.GetOrAdd(*file, Change);
        }

        return result;
    }

    /// <summary>The same methods but for those that change something.</summary>
    private static nint Change(nint methods)
    {
        var made = (nint*)NativeMemory.Alloc(Methods, (nuint)sizeof(nint));
        new Span<nint>((void*)methods, Methods).CopyTo(new Span<nint>(made, Methods));
        made[CloseAt] = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Closed;
        made[WriteAt] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)&Written;
        made[TruncateAt] = (nint)(delegate* unmanaged[Cdecl]<nint, long, int>)&Truncated;
        made[SyncAt] = (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&Synced;
        return (nint)made;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Deleted(Vfs* vfs, byte* name, int syncsFolder)
    {
        var result = ((delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int>)((Vfs*)System.Value)->Delete)(vfs, name, syncsFolder);
        if (result == 0 && Watched(name) is var (record, called))
        {
            record.Remove(called);
            if (syncsFolder != 0)
            {
                record.FlushFolder();
            }
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Closed(nint file)
    {
        Files.TryRemove(file, out var open);
        return ((delegate* unmanaged[Cdecl]<nint, int>)open!.Methods[CloseAt])(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Written(nint file, byte* bytes, int count, long at)
    {
        var open = Files[file];
        open.Record.Write(open.Node, at, new ReadOnlySpan<byte>(bytes, count));
        return ((delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)open.Methods[WriteAt])(file, bytes, count, at);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncated(nint file, long length)
    {
        var open = Files[file];
        open.Record.Cut(open.Node, length);
        return ((delegate* unmanaged[Cdecl]<nint, long, int>)open.Methods[TruncateAt])(file, length);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Synced(nint file, int how)
    {
        var open = Files[file];
        open.Record.Flush(open.Node);
        if (open.SyncsFolder)
        {
            open.Record.FlushFolder();
            Files[file] = open with { SyncsFolder = false };
        }

        return 0;
    }

    private static (PowerRecord Record, string Name)? Watched(byte* name)
    {
        var path = Marshal.PtrToStringUTF8((nint)name)!;
        return Folders.TryGetValue(Path.GetDirectoryName(path) ?? "", out var record) ? (record, Path.GetFileName(path)) : null;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static partial nint Find(nint name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static partial int Register(nint vfs, int isDefault);

    /// <summary>struct sqlite3_vfs, version 3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version, FileSize, LongestPath;

        public nint Next, Name, Data, Open, Delete, Access, FullPath, OpenLibrary, LibraryError, LibrarySymbol, CloseLibrary, Randomness,
        Sleep, Time,
            LastError, PreciseTime, SetCall, GetCall, NextCall;
    }
}
