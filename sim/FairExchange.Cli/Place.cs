using System.Runtime.Versioning;
using FairExchange.Runtime.Files;

namespace FairExchange.Cli;

/// <summary>Where a file that is to be written really goes, links followed.</summary>
/// <param name="Path">In full; not a link itself.</param>
/// <param name="IsStream">A pipe or a character device: written into, and never replaced.</param>
/// <param name="Before">What is there now.</param>
internal sealed record Place(string Path, bool IsStream, FileStatus Before)
{
    private const int MostLinks = 40;

    /// <exception cref="IOException">No file can be put there, in words that follow "cannot be written".</exception>
    public static Place Of(string path)
    {
        var before = FileStatus.Of(path);
        switch (before.Kind)
        {
            case FileKind.Pipe or FileKind.CharacterDevice:
                return new Place(path, true, before);
            case FileKind.Plain or FileKind.Missing:
                var place = new Place(Follow(path), false, before);
                place.CheckOwner();
                return place;
            default:
                throw new IOException($"it is {InputFile.Word(before.Kind)}");
        }
    }

    /// <summary>Whether what is written to one of them takes the place of what is written to the other. Into one device several may write.</summary>
    public bool IsSameAs(Place other) => Before.Kind != FileKind.CharacterDevice && Before.Kind == other.Before.Kind
        && string.Equals(Real(Path), Real(other.Path), SystemComparison);

    /// <summary>Whether it is in that folder itself, and not in one below.</summary>
    public bool IsIn(string folder) => string.Equals(Real(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!), Real(folder), SystemComparison);

    private static StringComparison SystemComparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>By what name the system itself knows it: with no link on the way.</summary>
    private static string Real(string path, int links = 0)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (System.IO.Path.GetDirectoryName(full) is not { } above)
        {
            return full;
        }

        var (folder, name) = (Real(above, links), System.IO.Path.GetFileName(full));
        var real = System.IO.Path.Combine(folder, name);
        return links < MostLinks && new FileInfo(real).LinkTarget is { } target ? Real(System.IO.Path.Combine(folder, target), links + 1) : real;
    }

    /// <summary>Who may see a new file while it is being written: nobody who could not see the one that it replaces.</summary>
    public UnixFileMode? Mode => Before.Kind == FileKind.Plain ? Before.Mode : null;

    /// <summary>Gives a new file the owner and mode of the one that it is about to replace.</summary>
    /// <exception cref="IOException">The system does not let it.</exception>
    public void KeepOwnerAndMode(string unfinished)
    {
        if (!OperatingSystem.IsWindows() && Before.Kind == FileKind.Plain)
        {
            KeepOnUnix(unfinished);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private void KeepOnUnix(string unfinished)
    {
        if (FileStatus.Of(unfinished).Owner != Before.Owner)
        {
            FileStatus.ChangeOwner(unfinished, Before.Owner);
        }

        // After the owner: a change of owner takes bits away.
        File.SetUnixFileMode(unfinished, Before.Mode);
    }

    /// <summary>A file that may not be written is not replaced either, nor one that has keys.</summary>
    private void CheckOwner()
    {
        if (Before.Kind == FileKind.Plain)
        {
            File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
            KeyFiles.CheckNone(Path);
        }
    }

    private static string Follow(string path)
    {
        var there = System.IO.Path.GetFullPath(path);
        if (System.IO.Path.EndsInDirectorySeparator(there))
        {
            throw new IOException("it is the name of a folder");
        }

        for (var links = 0; ; links++)
        {
            if (links > MostLinks)
            {
                throw new IOException("its links lead in a circle");
            }

            // What a shell has opened there is no name of a file: a new one in its place would be another.
            if (there.StartsWith("/proc/", StringComparison.Ordinal) || there.StartsWith("/dev/fd/", StringComparison.Ordinal))
            {
                throw new IOException("it is a file that is open already: give the file's own name");
            }

            if (new FileInfo(there).LinkTarget is not { } target)
            {
                return there;
            }

            there = System.IO.Path.GetFullPath(target, System.IO.Path.GetDirectoryName(there)!);
        }
    }
}
