using System.Text;
using FairExchange.Runtime.Files;

namespace FairExchange.Cli;

/// <summary>
/// The files that commands are given. What is written appears whole or not at all, at the end of a link and with the owner and mode of what it replaces; pipes and character
/// devices are written into. What is read is a plain file or a pipe, up to a bound. Ctrl-C ends every wait.
/// </summary>
internal static class WholeFile
{
    /// <exception cref="UserError">The file cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <exception cref="UserError">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, file => file.Write(bytes.Span));

    /// <summary>For a file that is written bit by bit: it has its name only once <paramref name="write"/> is done.</summary>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        Named(path);
        try
        {
            var place = Place.Of(path);
            if (place.IsStream)
            {
                using var stream = Blocking.Run(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
                write(new Blocking.Writing(stream));
                return;
            }

            var disk = Disk.System;
            disk.CreateFolder(Path.GetDirectoryName(place.Path)!);
            Replacement.Write(disk, $"{place.Path}.unfinished", place.Path, write, place.Mode, place.KeepOwnerAndMode);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be written: {problem.Message}");
        }
    }

    /// <param name="path">A plain file, or a pipe, as a shell makes of <c>&lt;(…)</c>.</param>
    /// <param name="largest">In bytes; more is refused.</param>
    /// <exception cref="UserError">The file is not there, cannot be read, or is larger.</exception>
    public static byte[] Read(string path, long largest) => Reading(path, () => InputFile.Read(path, largest));

    /// <summary>A file that nobody has named himself, found in a folder or beside another: a pipe there is not waited for.</summary>
    /// <exception cref="UserError">The file is not there, cannot be read, is no plain one, or is larger.</exception>
    public static byte[] ReadPlain(string path, long largest) => Reading(path, () => InputFile.ReadPlain(path, largest));

    /// <summary>A plain file or a pipe of any size, for who takes it piece by piece.</summary>
    /// <exception cref="UserError">The file is not there or cannot be read.</exception>
    public static T Read<T>(string path, Func<Stream, T> read) => Reading(path, () =>
    {
        using var file = InputFile.Open(path);
        return read(file);
    });

    /// <summary>Refuses a file's place before the work rather than after it.</summary>
    /// <exception cref="UserError">Nothing can be written there.</exception>
    public static void CheckPlace(string path)
    {
        Named(path);
        try
        {
            var place = Place.Of(path);
            if (!place.IsStream)
            {
                CheckFolder(Path.GetDirectoryName(place.Path)!);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be written: {problem.Message}");
        }
    }

    /// <summary>Refuses files' places before the work, and two names of one file: the second would take the first one's place.</summary>
    /// <exception cref="UserError">Nothing can be written there, or two are the same.</exception>
    public static void CheckPlaces(params IEnumerable<string?> paths)
    {
        List<string> named = [.. paths.OfType<string>()];
        named.ForEach(CheckPlace);
        for (var i = 1; i < named.Count; i++)
        {
            if (named.Take(i).FirstOrDefault(before => Place.Of(before).IsSameAs(Place.Of(named[i]))) is { } same)
            {
                throw new UserError($"{same} and {named[i]} are one file: give each output its own");
            }
        }
    }

    /// <summary>Refuses a file among those that a command writes to a folder, if it is called as they are.</summary>
    /// <param name="endings">Of their names.</param>
    /// <exception cref="UserError">One could have the other's place.</exception>
    public static void CheckOutside(string folder, IReadOnlyList<string> endings, params IEnumerable<string> files)
    {
        if (files.FirstOrDefault(file => Place.Of(file) is { IsStream: false } place && place.IsIn(folder)
            && endings.Any(ending => place.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) is { } among)
        {
            throw new UserError($"{among} could be one of the files that go to {folder} ({string.Join(", ", endings.Select(ending => $"*{ending}"))}): give it another name or folder");
        }
    }

    /// <summary>Refuses a folder before the work rather than after it, and leaves no trace there.</summary>
    /// <exception cref="UserError">It cannot be made, or nothing can be written in it.</exception>
    public static void CheckFolder(string folder)
    {
        try
        {
            var there = Path.GetFullPath(Named(folder));
            for (FileKind kind; (kind = FileStatus.Of(there).Kind) != FileKind.Folder; there = Path.GetDirectoryName(there)!)
            {
                if (kind != FileKind.Missing || new FileInfo(there).LinkTarget is not null)
                {
                    throw new IOException($"{there} is {(kind == FileKind.Missing ? "a link to nothing" : InputFile.Word(kind))}");
                }
            }

            // Two at once try under names of their own.
            var name = $".fairexchange.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.unfinished";
            Replacement.Write(Disk.System, Path.Combine(there, name), _ => null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{folder} cannot be written to: {problem.Message}");
        }
    }

    /// <summary>The folder that a file lies in, by its name alone.</summary>
    /// <exception cref="UserError">It is no name.</exception>
    public static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(Named(path))) ?? throw new UserError($"{path} is a folder, and a file is wanted");

    /// <exception cref="UserError">It is no name.</exception>
    public static string Named(string path) => path switch
    {
        "" => throw new UserError("the name of a file or folder is empty"),
        _ when path.Contains('\0', StringComparison.Ordinal) => throw new UserError("the name of a file or folder has a zero byte in it"),
        // What is not UTF-8 has come to this program with this sign in its place, and would be another file.
        _ when path.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(path) => throw new UserError($"the name {path} is not UTF-8: rename it, or go to its folder"),
        _ => path,
    };

    private static T Reading<T>(string path, Func<T> read)
    {
        Named(path);
        try
        {
            return Blocking.Run(read);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read: {problem.Message}");
        }
    }
}
