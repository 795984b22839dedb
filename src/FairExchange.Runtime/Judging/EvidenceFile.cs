using System.Formats.Cbor;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Judging;

/// <summary>
/// Evidence as a file, in deterministic CBOR:
/// <code>["fair-exchange evidence", 2, suite, protocol, its definition's digest, holder's role, value as bytes, [[name, verification key,
/// encryption key], ...]]</code> with the names in ordinal order. The keys are what the holder says they are: a judge compares their
/// fingerprints with a list of its own.
/// </summary>
public sealed record EvidenceFile(Suite Suite, Evidence Evidence, KeyDirectory Keys)
{
    /// <summary>The greatest file that is read: a message, its encoding, and keys.</summary>
    public const int MaximumSize = Wire.MaximumEncoding + (256 * 1024);

    private const string Format = "fair-exchange evidence";
    private const int Version = 2;
    private const int MaximumKeys = 64;

    /// <summary>With the keys of everyone that the evidence names.</summary>
    public static EvidenceFile Of(Suite suite, Evidence evidence, KeyDirectory directory)
    {
        var named = Names(evidence.Shown).Concat(evidence.Protocol.TrustedParties.Select(party => party.Name.Symbol)).Distinct();
        return new EvidenceFile(suite, evidence, named.Where(name => directory.Find(name) is not null)
            .Aggregate(KeyDirectory.Empty, (keys, name) => keys.With(name, directory.Find(name)!)));
    }

    public byte[] Write()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(8);
        writer.WriteTextString(Format);
        writer.WriteInt32(Version);
        writer.WriteTextString(Suite.Name);
        writer.WriteTextString(Evidence.Protocol.Id);
        writer.WriteTextString(Evidence.Protocol.Digest);
        writer.WriteTextString(Evidence.Item.Holder.Symbol);
        writer.WriteByteString(Wire.Encode(Evidence.Shown));
        writer.WriteStartArray(Keys.Entries.Count);
        foreach (var (name, keys) in Keys.Entries)
        {
            writer.WriteStartArray(3);
            writer.WriteTextString(name);
            writer.WriteByteString(keys.Verification.PublicKey.Span);
            writer.WriteByteString(keys.Encryption.PublicKey.Span);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads a file from anywhere.</summary>
    /// <param name="bytes">At most <see cref="MaximumSize"/> bytes.</param>
    /// <param name="find">The protocols that are known.</param>
    /// <param name="problem">In one line, what is wrong; null where nothing is.</param>
    public static EvidenceFile? TryRead(ReadOnlyMemory<byte> bytes, Func<string, Protocol?> find, out string? problem)
    {
        try
        {
            if (bytes.Length > MaximumSize)
            {
                problem = $"is larger than {MaximumSize} bytes";
                return null;
            }

            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            var file = Read(reader, find, out problem);
            if (file is not null && reader.BytesRemaining > 0)
            {
                problem = "has more bytes than one piece of evidence";
                return null;
            }

            return file;
        }
        catch (Exception malformed)
            when (malformed is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            problem = "is not an evidence file, or is truncated or garbled";
            return null;
        }
    }

    private static EvidenceFile? Read(CborReader reader, Func<string, Protocol?> find, out string? problem)
    {
        // The first format had a part less: it is told by its version.
        if (reader.ReadStartArray() is not (7 or 8) || reader.ReadTextString() != Format)
        {
            throw new CborContentException("no evidence");
        }

        var version = reader.ReadInt32();
        if (version != Version)
        {
            problem = $"has format version {version}; this program reads version {Version}";
            return null;
        }

        var (suiteName, protocolId, digest, holder) = (
            reader.ReadTextString(), reader.ReadTextString(), reader.ReadTextString(), reader.ReadTextString());
        var shown = Wire.TryDecode(reader.ReadByteString());
        if (!Suite.TryGet(suiteName, out var suite))
        {
            problem = $"is of a suite that is not known ('{Legible.Shown(suiteName)}')";
            return null;
        }

        var keys = ReadKeys(reader, suite);
        reader.ReadEndArray();
        if (find(protocolId) is not { } protocol)
        {
            problem = $"is of a protocol that is not known ('{Legible.Shown(protocolId)}')";
            return null;
        }

        if (protocol.Digest != digest)
        {
            problem = $"is of another definition of {protocol.Id} ({Legible.Shown(digest)}) than this judge's "
                + $"({protocol.Digest[..40]}): judge it by the definition that it was made under";
            return null;
        }

        if (protocol.Items.FirstOrDefault(item => item.Holder.Symbol == holder && item.IsEvidence) is not { } item)
        {
            problem = $"shows nothing that a judge of {protocol.Id} could accept for '{Legible.Shown(holder)}'";
            return null;
        }

        problem = shown is null ? "has no well-formed value to show" : keys is null ? "has a public key that is not valid" : null;
        return problem is null ? new EvidenceFile(suite, new Evidence(protocol, item, shown!), keys!) : null;
    }

    private static KeyDirectory? ReadKeys(CborReader reader, Suite suite)
    {
        var directory = KeyDirectory.Empty;
        var last = "";
        var count = reader.ReadStartArray();
        for (var i = 0; i < (count is <= MaximumKeys ? count : throw new CborContentException("too many keys")); i++)
        {
            reader.ReadStartArray();
            var name = reader.ReadTextString();
            if (string.CompareOrdinal(last, name) >= 0 || !Wire.IsName(name))
            {
                throw new CborContentException("names out of order");
            }

            last = name;
            var (verification, encryption) = (reader.ReadByteString(), reader.ReadByteString());
            directory = directory?.TryWith(suite, name, verification, encryption);
            reader.ReadEndArray();
        }

        reader.ReadEndArray();
        return directory;
    }

    private static IEnumerable<string> Names(Value value) => value switch
    {
        Value.Name name => [name.Text],
        Value.Signature signature => [signature.Signer.Text, .. Names(signature.Body)],
        Value.Tuple tuple => tuple.Items.SelectMany(Names),
        Value.Parties parties => [parties.First.Text, parties.Second.Text],
        _ => [],
    };
}
