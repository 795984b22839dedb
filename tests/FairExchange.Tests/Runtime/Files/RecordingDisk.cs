using System.Collections.Immutable;
using FairExchange.Runtime.Files;

namespace FairExchange.Tests.Runtime.Files;

/// <summary>
/// A disk in memory that remembers what was done to it, and can say what it may hold when the power fails at any moment: flushed bytes and
/// names, and of the rest anything.
/// </summary>
internal sealed class RecordingDisk : IDisk
{
    private readonly Dictionary<string, Node> names = [];
    private readonly List<Act> acts = [];

    /// <summary>A file's content, whatever it is called.</summary>
    private sealed class Node
    {
        public byte[] Now = [];
    }

    private abstract record Act
    {
        /// <param name="Before">All of the file's bytes before, and after.</param>
        public sealed record Written(Node File, byte[] Before, byte[] After) : Act;

        public sealed record Flushed(Node File) : Act;

        public sealed record Named(string Name, Node? File) : Act;

        public sealed record FolderFlushed(string Folder) : Act;
    }

    public int Count => acts.Count;

    /// <summary>What is called so now.</summary>
    public byte[]? Find(string path) => names.GetValueOrDefault(path)?.Now;

    public Stream Create(string path, UnixFileMode? mode)
    {
        var file = new Node();
        if (!names.TryAdd(path, file))
        {
            throw new IOException("it is there");
        }

        acts.Add(new Act.Named(path, file));
        return new Writer(this, file);
    }

    public Stream Open(string path) =>
        names.TryGetValue(path, out var file) ? new Writer(this, file) : throw new FileNotFoundException(path);

    public void Flush(Stream file) => acts.Add(new Act.Flushed(((Writer)file).File));

    public void Move(string from, string to)
    {
        names.Remove(from, out var file);
        names[to] = file!;
        // One step for the system; on the disk the two names are two entries.
        acts.Add(new Act.Named(to, file));
        acts.Add(new Act.Named(from, null));
    }

    public void Delete(string path)
    {
        if (names.Remove(path))
        {
            acts.Add(new Act.Named(path, null));
        }
    }

    public void CreateFolder(string folder)
    {
    }

    public void FlushFolder(string folder) => acts.Add(new Act.FolderFlushed(folder));

    /// <summary>Everything that a name may show if the power fails after so many acts; null for nothing.</summary>
    public IEnumerable<byte[]?> After(int count, string path)
    {
        var done = acts[..count];
        var settled = done.FindLastIndex(act => act is Act.FolderFlushed flushed && flushed.Folder == Path.GetDirectoryName(path));
        var said = done.Select((act, index) => (Named: act as Act.Named, index)).Where(act => act.Named?.Name == path).ToList();
        // Of the names that no flush has settled, any may be the one that is on the disk.
        var possible = said.Where(act => act.index > settled).Select(act => act.Named!.File)
            .Append(said.LastOrDefault(act => act.index < settled).Named?.File).Distinct();
        return possible.SelectMany(file => file is null ? Enumerable.Repeat<byte[]?>(null, 1) : Contents(done, file));
    }

    /// <summary>What was flushed, with each of the writes since then on the disk, lost, or torn in the middle.</summary>
    private static IEnumerable<byte[]> Contents(List<Act> done, Node file)
    {
        var flushed = done.FindLastIndex(act => act is Act.Flushed known && known.File == file);
        var writes = done.Select((act, index) => (Written: act as Act.Written, index)).Where(act => act.Written?.File == file).ToList();
        var start = writes.LastOrDefault(act => act.index < flushed).Written?.After ?? [];
        var possible = ImmutableList.Create<byte[]>([start]);
        foreach (var write in writes.Where(act => act.index > flushed).Select(act => act.Written!))
        {
            possible = [.. possible.SelectMany(content =>
                new byte[][] { content, Put(content, write, write.After.Length),
                    Put(content, write, (write.Before.Length + write.After.Length) / 2), Put(content, write, Changed(write) / 2) })];
            Assert.InRange(possible.Count, 1, 1 << 16);
        }

        return possible.DistinctBy(Convert.ToHexString);
    }

    /// <summary>Only the changed bytes before a place arrive.</summary>
    private static byte[] Put(byte[] content, Act.Written write, int until)
    {
        var made = new byte[Math.Max(content.Length, Math.Min(until, write.After.Length))];
        content.CopyTo(made, 0);
        for (var at = 0; at < Math.Min(until, write.After.Length); at++)
        {
            if (at >= write.Before.Length || write.Before[at] != write.After[at])
            {
                made[at] = write.After[at];
            }
        }

        return made;
    }

    private static int Changed(Act.Written write) =>
        Enumerable.Range(0, write.After.Length).Where(at => at >= write.Before.Length || write.Before[at] != write.After[at])
            .Select(at => 2 * at).FirstOrDefault(write.After.Length);

    private sealed class Writer(RecordingDisk disk, Node file) : MemoryStream
    {
        public Node File => file;

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var (before, start) = (file.Now, (int)Position);
            var after = new byte[Math.Max(before.Length, start + buffer.Length)];
            before.CopyTo(after, 0);
            buffer.CopyTo(after.AsSpan(start));
            file.Now = after;
            SetLength(after.Length);
            Position = start + buffer.Length;
            disk.acts.Add(new Act.Written(file, before, after));
        }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, Math.Max(0, file.Now.Length - (int)Position));
            file.Now.AsSpan((int)Position, count).CopyTo(buffer);
            SetLength(file.Now.Length);
            Position += count;
            return count;
        }
    }
}
