using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Runtime.Files;

namespace FairExchange.Service;

/// <summary>
/// The file <c>STORE.head</c>: how far the store had come when the last answer left, so that a store that has lost what it answered is known. Whoever has it open holds the store.
/// Two places in turn, each whole by its own digest: when the power fails in the midst of one, the other stands.
/// </summary>
internal sealed class StoreHead : IDisposable
{
    private const int PlaceSize = 1024;
    private const string Format = "fairexchange store head 2";

    private readonly IDisk disk;
    private readonly Stream file;

    private StoreHead(IDisk disk, Stream file, bool isForeign, Meta? at) => (this.disk, this.file, IsForeign, At) = (disk, file, isForeign, at);

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
        var places = new[] { 0, PlaceSize }.Where(start => start < length).Select(start => Decode(bytes.AsSpan(start, Math.Min(PlaceSize, length - start))));
        return new StoreHead(disk, file, file.Length != bytes.Length && file.Length != 0, places.OfType<Meta>().MaxBy(place => place.Revision));
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

    /// <summary>Forgets what it says, of another store or of what is lost. In its place, so that whoever has it open still holds it.</summary>
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
            + string.Join(' ', meta.Tips.Select(tip => $"{tip.Last.ToString(CultureInfo.InvariantCulture)}:{Convert.ToHexStringLower(tip.Digest)}"));
        var whole = $"{text} {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))}";
        return Encoding.ASCII.GetBytes(whole.PadRight(PlaceSize - 1) + "\n");
    }

    private static Meta? Decode(ReadOnlySpan<byte> place)
    {
        var words = Encoding.ASCII.GetString(place).TrimEnd().Split(' ');
        var text = string.Join(' ', words[..^1]);
        if (!text.StartsWith($"{Format} ", StringComparison.Ordinal) || words[^1] != Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))))
        {
            return null;
        }

        // Whole by its digest, so it is what Encode writes.
        var fields = text[(Format.Length + 1)..].Split(' ');
        return new Meta(fields[0], "", long.Parse(fields[1], CultureInfo.InvariantCulture), false, 0, [.. fields[2..].Select(Tip)]);

        static Tip Tip(string word) => new(long.Parse(word.Split(':')[0], CultureInfo.InvariantCulture), Convert.FromHexString(word.Split(':')[1]));
    }
}
