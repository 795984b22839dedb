using FairExchange.Simulation;

namespace FairExchange.Tests.Applications.Service.Power;

/// <summary>
/// What was done to the files of one folder, and what may be found in it when the power fails at any moment of that: bytes that
/// were flushed and names whose folder was; of all the rest some may be there and some not, each whole or torn, in any order.
/// </summary>
internal sealed class PowerRecord
{
    private static readonly object Folder = new();
    private readonly Lock key = new();
    private readonly Dictionary<string, Node> now = new(StringComparer.Ordinal);
    private readonly List<Act> acts = [];

    /// <summary>Of what was not flushed, this is on the disk.</summary>
    public enum Fate
    {
        Lost,
        Kept,

        /// <summary>Each by chance: lost, kept, or torn.</summary>
        Mixed,

        /// <summary>All but one.</summary>
        OneLost,

        /// <summary>One and no other.</summary>
        OneKept,

        /// <summary>All but the end of the last.</summary>
        LastTorn,
    }

    /// <summary>How much was done so far.</summary>
    public int Count
    {
        get
        {
            lock (key)
            {
                return acts.Count;
            }
        }
    }

    /// <summary>How often something reached the disk for certain.</summary>
    public int Flushes => acts.Count(act => act is Act.Flushed);

    /// <summary>What a file holds, whatever it is called.</summary>
    public sealed class Node;

    private abstract record Act
    {
        public sealed record Written(Node File, long At, byte[] Bytes) : Act;

        public sealed record Cut(Node File, long Length) : Act;

        public sealed record Flushed(Node File) : Act;

        /// <param name="File">Null where the name is removed.</param>
        public sealed record Named(string Name, Node? File) : Act;

        public sealed record FolderFlushed : Act;
    }

    /// <summary>The file of that name, from now on if there was none.</summary>
    public Node Open(string name)
    {
        lock (key)
        {
            if (!now.TryGetValue(name, out var file))
            {
                acts.Add(new Act.Named(name, now[name] = file = new Node()));
            }

            return file;
        }
    }

    public void Write(Node file, long at, ReadOnlySpan<byte> bytes) => Add(new Act.Written(file, at, bytes.ToArray()));

    public void Cut(Node file, long length) => Add(new Act.Cut(file, length));

    public void Flush(Node file) => Add(new Act.Flushed(file));

    public void FlushFolder() => Add(new Act.FolderFlushed());

    public void Remove(string name)
    {
        lock (key)
        {
            if (now.Remove(name))
            {
                acts.Add(new Act.Named(name, null));
            }
        }
    }

    /// <summary>One step for the system; on the disk the two names are two entries.</summary>
    public void Move(string from, string to)
    {
        lock (key)
        {
            var file = now[to] = now[from];
            now.Remove(from);
            acts.AddRange([new Act.Named(to, file), new Act.Named(from, null)]);
        }
    }

    /// <summary>The same without a single flush of a file of that name: as it would have been if nobody had asked for any.</summary>
    public PowerRecord WithoutFlushesOf(string name)
    {
        var record = new PowerRecord();
        var files = acts.OfType<Act.Named>().Where(named => named.Name == name).Select(named => named.File).ToHashSet();
        record.acts.AddRange(acts.Select(act =>
            act is Act.Flushed flushed && files.Contains(flushed.File) ? new Act.Flushed(new Node()) : act));
        return record;
    }

    /// <summary>What may be found after so many acts, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> After(int count, Fate fate, Chance chance)
    {
        var done = acts[..count];
        var flushes = LastFlushes(done);
        // What nothing says of that it is on the disk; and the one of it that is singled out.
        var loose = Enumerable.Range(0, count)
            .Where(at => FileOf(done[at]) is { } file && at > flushes.GetValueOrDefault(file, -1)).ToList();
        var one = loose.Count == 0 ? -1 : fate == Fate.LastTorn ? loose[^1] : loose[chance.Below(loose.Count)];
        Dictionary<string, Node?> names = new(StringComparer.Ordinal);
        Dictionary<Node, byte[]> contents = [];
        for (var at = 0; at < count; at++)
        {
            var share = loose.BinarySearch(at) < 0 ? 1 : Share(fate, at == one, chance);
            switch (done[at])
            {
                case Act.Named named when share > 0:
                    names[named.Name] = named.File;
                    break;
                case Act.Cut cut when share > 0:
                    contents[cut.File] = Sized(contents.GetValueOrDefault(cut.File, []), cut.Length);
                    break;
                case Act.Written written when share > 0:
                    contents[written.File] = Put(contents.GetValueOrDefault(written.File, []), written, share, chance);
                    break;
                default:
                    break;
            }
        }

        return names.Where(name => name.Value is not null).ToDictionary(
            name => name.Key, name => contents.GetValueOrDefault(name.Value!, []), StringComparer.Ordinal);
    }

    /// <summary>When each file was last flushed, and the folder.</summary>
    private static Dictionary<object, int> LastFlushes(List<Act> done)
    {
        var flushes = new Dictionary<object, int>();
        for (var at = 0; at < done.Count; at++)
        {
            if (done[at] is Act.Flushed flushed)
            {
                flushes[flushed.File] = at;
            }
            else if (done[at] is Act.FolderFlushed)
            {
                flushes[Folder] = at;
            }
        }

        return flushes;
    }

    /// <summary>What must be flushed for it.</summary>
    private static object? FileOf(Act act) => act switch
    {
        Act.Written written => written.File,
        Act.Cut cut => cut.File,
        Act.Named => Folder,
        _ => null,
    };

    /// <returns>How much of it is on the disk: nothing for 0, all for 1, a part between.</returns>
    private static double Share(Fate fate, bool isTheOne, Chance chance) => fate switch
    {
        Fate.Lost => 0,
        Fate.Kept => 1,
        Fate.Mixed => chance.Below(3) / 2d,
        Fate.OneLost => isTheOne ? 0 : 1,
        Fate.OneKept => isTheOne ? 1 : 0,
        Fate.LastTorn => isTheOne ? 0.5 : 1,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Torn, its beginning or its end has arrived, up to any byte.</summary>
    private static byte[] Put(byte[] content, Act.Written written, double share, Chance chance)
    {
        var (first, last) = (0, written.Bytes.Length);
        if (share < 1)
        {
            var middle = chance.Below(last + 1);
            (first, last) = chance.Below(2) == 0 ? (0, middle) : (middle, last);
        }

        var made = Sized(content, Math.Max(content.Length, first < last ? written.At + last : 0));
        written.Bytes.AsSpan(first, last - first).CopyTo(made.AsSpan((int)Math.Min(written.At + first, made.Length)));
        return made;
    }

    private static byte[] Sized(byte[] content, long length)
    {
        var made = new byte[length];
        content.AsSpan(0, (int)Math.Min(content.Length, length)).CopyTo(made);
        return made;
    }

    private void Add(Act act)
    {
        lock (key)
        {
            acts.Add(act);
        }
    }
}
