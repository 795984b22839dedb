using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FairExchange.Runtime.Files;

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
