using System.Runtime.Versioning;
using System.Text;
using FairExchange.Runtime.Files;

namespace FairExchange.Cli;

/// <summary>
/// The files that commands are given. What is written appears whole or not at all, at the end of a link and with the owner and mode of what
/// it replaces; pipes and character devices are written into. What is read is a plain file or a pipe, up to a bound. Ctrl-C ends every
/// wait.
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
            var place = OutputPath.Of(path);
            if (place.IsStream)
            {
                using var stream = CancellableWait.Run(() =>
                    new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
                write(new CancellableWait.Writing(stream));
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
            var place = OutputPath.Of(path);
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
            if (named.Take(i).FirstOrDefault(before => OutputPath.Of(before).IsSameAs(OutputPath.Of(named[i]))) is { } same)
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
        if (files.FirstOrDefault(file => OutputPath.Of(file) is { IsStream: false } place && place.IsIn(folder)
            && endings.Any(ending => place.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) is { } among)
        {
            throw new UserError($"{among} could be one of the files that go to {folder} "
                + $"({string.Join(", ", endings.Select(ending => $"*{ending}"))}): give it another name or folder");
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
    public static string FolderOf(string path) =>
        Path.GetDirectoryName(Path.GetFullPath(Named(path))) ?? throw new UserError($"{path} is a folder, and a file is wanted");

    /// <exception cref="UserError">It is no name.</exception>
    public static string Named(string path) => path switch
    {
        "" => throw new UserError("the name of a file or folder is empty"),
        _ when path.Contains('\0', StringComparison.Ordinal) => throw new UserError("the name of a file or folder has a zero byte in it"),
        // What is not UTF-8 has come to this program with this sign in its place, and would be another file.
        _ when path.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(path) =>
            throw new UserError($"the name {path} is not UTF-8: rename it, or go to its folder"),
        _ => path,
    };

    private static T Reading<T>(string path, Func<T> read)
    {
        Named(path);
        try
        {
            return CancellableWait.Run(read);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read: {problem.Message}");
        }
    }
}

/// <summary>Where a file that is to be written really goes, links followed.</summary>
/// <param name="Path">In full; not a link itself.</param>
/// <param name="IsStream">A pipe or a character device: written into, and never replaced.</param>
/// <param name="Before">What is there now.</param>
internal sealed record OutputPath(string Path, bool IsStream, FileStatus Before)
{
    private const int MostLinks = 40;

    /// <exception cref="IOException">No file can be put there, in words that follow "cannot be written".</exception>
    public static OutputPath Of(string path)
    {
        var before = FileStatus.Of(path);
        switch (before.Kind)
        {
            case FileKind.Pipe or FileKind.CharacterDevice:
                return new OutputPath(path, true, before);
            case FileKind.Plain or FileKind.Missing:
                var place = new OutputPath(Follow(path), false, before);
                place.CheckOwner();
                return place;
            default:
                throw new IOException($"it is {InputFile.Word(before.Kind)}");
        }
    }

    /// <summary>
    /// Whether what is written to one of them takes the place of what is written to the other. Into one device several may write.
    /// </summary>
    public bool IsSameAs(OutputPath other) => Before.Kind != FileKind.CharacterDevice && Before.Kind == other.Before.Kind
        && string.Equals(Real(Path), Real(other.Path), SystemComparison);

    /// <summary>Whether it is in that folder itself, and not in one below.</summary>
    public bool IsIn(string folder) =>
        string.Equals(Real(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!), Real(folder), SystemComparison);

    private static StringComparison SystemComparison =>
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

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
        return links < MostLinks && new FileInfo(real).LinkTarget is { } target
            ? Real(System.IO.Path.Combine(folder, target), links + 1) : real;
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

/// <summary>
/// Texts as people's programs write them: UTF-8, with or without the byte order mark of Windows editors and spreadsheets.
/// </summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="largest">In bytes; more is refused.</param>
    /// <param name="isFound">Nobody has named it himself: it must be a plain file.</param>
    /// <exception cref="UserError">The file is not there, cannot be read, is larger, or is no text in UTF-8.</exception>
    public static string Read(string path, long largest, bool isFound = false)
    {
        var bytes = ReadBytes(path, largest, isFound);
        try
        {
            return Strict.GetString(bytes.Span);
        }
        catch (DecoderFallbackException problem)
        {
            throw new UserError($"{path} is not text in UTF-8 (byte {problem.Index + 1}): save it as UTF-8");
        }
    }

    /// <summary>What a reader makes of the text.</summary>
    /// <exception cref="UserError">As <see cref="Read"/> says, or the reader finds it wrong.</exception>
    public static T Parse<T>(string path, long largest, Func<string, T> reader, bool isFound = false)
    {
        try
        {
            return reader(Read(path, largest, isFound));
        }
        catch (FormatException problem)
        {
            throw new UserError($"{path}: {problem.Message}");
        }
    }

    /// <summary>For readers that decode themselves; without the mark.</summary>
    /// <exception cref="UserError">The file is not there, cannot be read, or is larger, or is text of another encoding.</exception>
    public static ReadOnlyMemory<byte> ReadBytes(string path, long largest, bool isFound = false)
    {
        ReadOnlyMemory<byte> bytes = isFound ? WholeFile.ReadPlain(path, largest) : WholeFile.Read(path, largest);
        return bytes.Span switch
        {
            [0xEF, 0xBB, 0xBF, ..] => bytes[3..],
            [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] => throw new UserError($"{path} is text in UTF-16: save it as UTF-8"),
            _ => bytes,
        };
    }
}

/// <summary>
/// Calls that the system may keep waiting for ever, as opening a pipe that nobody writes to: Ctrl-C ends the wait. The call itself cannot
/// be called off, so it is left behind.
/// </summary>
internal static class CancellableWait
{
    private static readonly AsyncLocal<CancellationToken> Ambient = new();

    /// <summary>What ends waits in this command; of this thread and those that it starts.</summary>
    public static CancellationToken Cancellation
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    public static T Run<T>(Func<T> call)
    {
        if (!Cancellation.CanBeCanceled)
        {
            return call();
        }

        // A thread of its own: others may be waiting for those of the pool.
        var waiting = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return waiting.WaitAsync(Cancellation).GetAwaiter().GetResult();
    }

    /// <summary>A stream each of whose writes may wait.</summary>
    public sealed class Writing(Stream stream) : WriteOnlyStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            var kept = buffer.AsMemory(offset, count).ToArray();
            Run(() =>
            {
                stream.Write(kept);
                return true;
            });
        }

        public override void Flush()
        {
            // Each write goes through at once.
        }
    }
}
