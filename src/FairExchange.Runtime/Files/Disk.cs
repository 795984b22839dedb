using System.Runtime.InteropServices;

namespace FairExchange.Runtime.Files;

/// <summary>The system's own.</summary>
public sealed class Disk : IDisk
{
    /// <summary>For its owner to read and write, and for nobody else.</summary>
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private Disk()
    {
    }

    public static Disk System { get; } = new();

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
            Check(SystemCalls.Flush(stream.SafeFileHandle) == 0 ? 0 : Marshal.GetLastPInvokeError());
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

        var descriptor = SystemCalls.Open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        var problem = SystemCalls.Flush(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = SystemCalls.Close(descriptor);
        Check(problem);
    }

    private static void Check(int problem)
    {
        // Some file systems have no such thing for folders, nor pipes and devices, and say so.
        if (problem is not (0 or SystemCalls.Invalid))
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(problem));
        }
    }
}
