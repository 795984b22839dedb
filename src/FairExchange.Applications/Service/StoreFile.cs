using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Runtime.Files;
using Microsoft.Data.Sqlite;

namespace FairExchange.Applications.Service;

/// <summary>Where a store lies: a file of exactly the name given, whatever SQLite takes other names for.</summary>
internal static class StoreFile
{
    private const int MostLinks = 40;

    /// <summary>
    /// The file itself in full, at the end of links: what belongs beside it must lie beside the same file whichever name is used.
    /// </summary>
    /// <exception cref="StoreException">No store can be there.</exception>
    public static string Find(string path)
    {
        if (path.Length == 0)
        {
            throw new StoreException("the name of a store is empty");
        }

        // What is not UTF-8 has come to this program with this sign in its place, and would be another file.
        if (path.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(path))
        {
            throw new StoreException($"{path} cannot be used as a store: its name is not UTF-8; rename it, or go to its folder");
        }

        try
        {
            var there = Path.GetFullPath(path);
            for (var links = 0; links < MostLinks && new FileInfo(there).LinkTarget is { } target; links++)
            {
                there = Path.GetFullPath(target, Path.GetDirectoryName(there)!);
            }

            var status = FileStatus.Of(there);
            return status switch
            {
                { Kind: not (FileKind.Plain or FileKind.Missing) } =>
                    throw new StoreException($"{path} cannot be used as a store: it is {InputFile.Word(status.Kind)}"),
                { Kind: FileKind.Plain, Names: > 1 } =>
                    throw new StoreException(
                        $"{path} cannot be used as a store: the file has {status.Names} names, and SQLite keeps its log under one of them"),
                _ => there,
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StoreException($"{path} cannot be used as a store: {problem.Message}", problem);
        }
    }

    /// <summary>
    /// A new file, for nobody but its owner to read where the system knows owners: an archive holds what was sent. SQLite's files beside it
    /// are as open as this one.
    /// </summary>
    /// <exception cref="StoreException">It cannot be made.</exception>
    public static void Reserve(IDisk disk, string path)
    {
        try
        {
            disk.Create(path, Disk.Secret).Dispose();
            disk.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be used as a store: {problem.Message}", problem);
        }
    }

    /// <param name="path">In full, so that it is no name of SQLite's own (<c>:memory:</c>, <c>file:…</c>).</param>
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 1,
            }.ToString());
        try
        {
            connection.Guarded(() =>
            {
                connection.Open();
                return true;
            });
            return connection;
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }
}

/// <summary>
/// The file <c>STORE.head</c>: how far the store had come when the last answer left, so that a store that has lost what it answered is
/// known. Whoever has it open holds the store. Two places in turn, each whole by its own digest: when the power fails in the midst of one,
/// the other stands.
/// </summary>
internal sealed class StoreHead : IDisposable
{
    private const int PlaceSize = 1024;
    private const string Format = "fairexchange store head 2";

    private readonly IDisk disk;
    private readonly Stream file;

    private StoreHead(IDisk disk, Stream file, bool isForeign, Meta? at) =>
        (this.disk, this.file, IsForeign, At) = (disk, file, isForeign, at);

    /// <summary>Whether it is another file than a head, whole or damaged, and not to be written to.</summary>
    public bool IsForeign { get; }

    /// <summary>Its id, revision and tips; null where neither place is whole.</summary>
    public Meta? At { get; private set; }

    /// <summary>Null where there is none.</summary>
    /// <exception cref="IOException">It cannot be opened: another process holds it.</exception>
    public static StoreHead? TryOpen(IDisk disk, string path)
    {
        Stream file;
        try
        {
            file = disk.Open(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var bytes = new byte[2 * PlaceSize];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var places = new[] { 0, PlaceSize }.Where(start => start < length)
            .Select(start => Decode(bytes.AsSpan(start, Math.Min(PlaceSize, length - start))));
        return new StoreHead(disk, file, file.Length != bytes.Length
            && file.Length != 0, places.OfType<Meta>().MaxBy(place => place.Revision));
    }

    /// <summary>A new one, where there is none.</summary>
    public static StoreHead Create(IDisk disk, string path, Meta meta)
    {
        Replacement.Write(disk, $"{path}.unfinished", path, file =>
        {
            file.Write(Encode(meta));
            file.Write(Encode(meta));
        }, Disk.Secret);
        return TryOpen(disk, path) ?? throw new IOException("it is gone again");
    }

    /// <summary>
    /// Forgets what it says, of another store or of what is lost. In its place, so that whoever has it open still holds it.
    /// </summary>
    public void Begin(Meta meta)
    {
        Write(meta with { Revision = meta.Revision + 1 }, meta);
        Write(meta);
    }

    /// <summary>Returns once it is on the disk.</summary>
    public void Write(Meta meta) => Write(meta, meta);

    private void Write(Meta place, Meta meta)
    {
        file.Position = place.Revision % 2 * PlaceSize;
        file.Write(Encode(meta));
        disk.Flush(file);
        At = meta;
    }

    public void Dispose() => file.Dispose();

    private static byte[] Encode(Meta meta)
    {
        var text = $"{Format} {meta.Id} {meta.Revision.ToString(CultureInfo.InvariantCulture)} "
            + string.Join(' ', meta.Tips.Select(tip =>
                $"{tip.Last.ToString(CultureInfo.InvariantCulture)}:{Convert.ToHexStringLower(tip.Digest)}"));
        var whole = $"{text} {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))}";
        return Encoding.ASCII.GetBytes(whole.PadRight(PlaceSize - 1) + "\n");
    }

    private static Meta? Decode(ReadOnlySpan<byte> place)
    {
        var words = Encoding.ASCII.GetString(place).TrimEnd().Split(' ');
        var text = string.Join(' ', words[..^1]);
        if (!text.StartsWith($"{Format} ", StringComparison.Ordinal)
            || words[^1] != Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))))
        {
            return null;
        }

        // Whole by its digest, so it is what Encode writes.
        var fields = text[(Format.Length + 1)..].Split(' ');
        return new Meta(fields[0], "", long.Parse(fields[1], CultureInfo.InvariantCulture), false, 0, [.. fields[2..].Select(Tip)]);

        static Tip Tip(string word) =>
            new(long.Parse(word.Split(':')[0], CultureInfo.InvariantCulture), Convert.FromHexString(word.Split(':')[1]));
    }
}

/// <summary>What a store says of itself.</summary>
/// <param name="Id">Drawn when it was made; a copy has the same.</param>
/// <param name="Owner">Which party of which protocol, with which keys, by which definition.</param>
/// <param name="Revision">How many transactions there were.</param>
/// <param name="IsClosed">Whether its file is all of it. While it is in use, what was written last is in SQLite's log beside it.</param>
/// <param name="Seen">The latest time seen, in milliseconds; 0 before the first.</param>
/// <param name="Tips">Where each of the tables of <see cref="Chained.All"/> ends.</param>
internal sealed record Meta(string Id, string Owner, long Revision, bool IsClosed, long Seen, ImmutableArray<Tip> Tips)
{
    public static Meta New(string owner) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), owner, 0, true, 0, [.. Chained.All.Select(_ => Tip.None)]);

    public Tip TipOf(Chained table) => Tips[Chained.All.IndexOf(table)];

    public Meta With(Chained table, Tip tip) => this with { Tips = Tips.SetItem(Chained.All.IndexOf(table), tip) };

    /// <exception cref="StoreException">It is damaged.</exception>
    public static Meta Read(SqliteConnection connection)
    {
        var rows = connection.Read(
            "SELECT id, owner, revision, is_closed, seen_ms, digest FROM meta", row =>
                Enumerable.Range(0, 6).Select(row.GetValue).ToList());
        var tips = Chained.All.Select(table => connection.Read(
            "SELECT last, digest FROM chains WHERE name = $name", row =>
                row.GetValue(0) is long last && row.GetValue(1) is byte[] digest ? new Tip(last, digest) : Tip.None,
            ("$name", table.Name)).SingleOrDefault(Tip.None));
        return rows is [[string id, string owner, long revision, long closed, long seen, byte[] digest]]
            && new Meta(id, owner, revision, closed != 0, seen, [.. tips]) is var meta && digest.AsSpan().SequenceEqual(meta.Digest())
            ? meta
            : throw Chained.Damaged(connection, "row 1 of meta");
    }

    public void Insert(SqliteConnection connection)
    {
        connection.Run("INSERT INTO meta VALUES ($id, $owner, 0, 1, 0, $digest)", ("$id", Id), ("$owner", Owner), ("$digest", Digest()));
        foreach (var table in Chained.All)
        {
            connection.Run("INSERT INTO chains VALUES ($name, 0, $digest)", ("$name", table.Name), ("$digest", Tip.None.Digest));
        }
    }

    /// <summary>Takes the place of an earlier one.</summary>
    /// <exception cref="StoreException">That is not what is there: another process writes to it.</exception>
    public void Replace(SqliteConnection connection, Meta before)
    {
        foreach (var (table, tip) in Chained.All.Zip(Tips).Where(pair => pair.Second != before.TipOf(pair.First)))
        {
            connection.Run("UPDATE chains SET last = $last, digest = $digest WHERE name = $name", ("$last", tip.Last),
                ("$digest", tip.Digest), ("$name", table.Name));
        }

        var changed = connection.Run(
            "UPDATE meta SET revision = $revision, is_closed = $closed, seen_ms = $seen, digest = $digest WHERE revision = $before",
            ("$revision", Revision), ("$closed", IsClosed ? 1L : 0), ("$seen", Seen), ("$digest", Digest()), ("$before", before.Revision));
        if (changed != 1)
        {
            throw IsAnothers(connection);
        }
    }

    public static StoreException IsAnothers(SqliteConnection connection) =>
        new($"{connection.DataSource} is written to by another process");

    private byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in Tips.SelectMany(tip => new object[] { tip.Last, tip.Digest }).Prepend(Seen).Prepend(IsClosed ? 1L : 0L)
            .Prepend(Revision).Prepend(Owner).Prepend(Id))
        {
            Chained.Add(hash, value);
        }

        return hash.GetHashAndReset();
    }
}
