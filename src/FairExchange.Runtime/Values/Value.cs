using System.Collections.Immutable;
using System.Security.Cryptography;

namespace FairExchange.Runtime.Values;

/// <summary>
/// What a term of the model is at run time. Two values are equal where the model's terms are: signatures by the same signer of the same
/// body are one and the same, whatever nonce made their bytes (a value that was read has been verified).
/// </summary>
public abstract record Value
{
    private Value()
    {
    }

    /// <summary>A participant's identifier, 1 to 255 bytes of UTF-8 (<see cref="Wire.IsName"/>).</summary>
    public sealed record Name(string Text) : Value
    {
        public override string ToString() => Text;
    }

    /// <summary>A message or good, 0 bytes to 16 MiB.</summary>
    public sealed record Message(Bytes Bytes) : Value
    {
        public override string ToString() => $"message {Bytes}";
    }

    /// <summary>The randomness of an encryption, 32 bytes.</summary>
    public sealed record Coins(Bytes Bytes) : Value
    {
        public override string ToString() => $"coins {Bytes}";
    }

    /// <summary>A contract's text.</summary>
    public sealed record Contract(Bytes Bytes) : Value
    {
        public override string ToString() => $"contract {Bytes}";
    }

    /// <summary>A point of time, in milliseconds since 1970 UTC, up to the end of the year 9999.</summary>
    public sealed record Time(long Ms) : Value
    {
        public override string ToString() => Wire.IsTime(Ms)
            ? DateTimeOffset.FromUnixTimeMilliseconds(Ms)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)
            : $"time {Ms}";
    }

    /// <summary>An encryption as bytes.</summary>
    public sealed record Ciphertext(Bytes Bytes) : Value
    {
        public override string ToString() => $"ciphertext {Bytes}";
    }

    /// <summary>
    /// An encryption in the symbolic suite, which moves terms: only <see cref="Operations.SymbolicOperations"/> looks inside.
    /// </summary>
    public sealed record Sealed(Name Recipient, Value Plaintext, Coins Randomness) : Value
    {
        public override string ToString() => $"E_{Recipient}(…)";
    }

    public sealed record Tuple(ImmutableArray<Value> Items) : Value
    {
        public bool Equals(Tuple? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => Items.Aggregate(17, HashCode.Combine);

        public override string ToString() => $"({string.Join(", ", Items)})";
    }

    /// <summary>Two parties in no order; stored in ordinal order of their UTF-16 text.</summary>
    public sealed record Parties : Value
    {
        public Parties(Name one, Name other) =>
            (First, Second) = string.CompareOrdinal(one.Text, other.Text) <= 0 ? (one, other) : (other, one);

        public Name First { get; }

        public Name Second { get; }

        public override string ToString() => $"{{{First}, {Second}}}";
    }

    /// <param name="Signer">Whose signature it is.</param>
    /// <param name="Body">What is signed, which a signature reveals.</param>
    /// <param name="Proof">The signature algorithm's bytes.</param>
    public sealed record Signature(Name Signer, Value Body, Bytes Proof) : Value
    {
        public bool Equals(Signature? other) => other is not null && Signer == other.Signer && Body == other.Body;

        public override int GetHashCode() => HashCode.Combine(Signer, Body);

        public override string ToString() => $"SIG_{Signer}({Body})";
    }

    /// <summary>A word of the protocol's that says what is meant (<see cref="Model.Language.Term.Tag"/>).</summary>
    public sealed record Tag(string Word) : Value
    {
        public override string ToString() => Word;
    }

    /// <summary>A SHA-256 digest, 32 bytes.</summary>
    public sealed record Digest(Bytes Bytes) : Value
    {
        public override string ToString() => $"digest {Bytes}";
    }

    /// <summary>A digest in the symbolic suite.</summary>
    public sealed record Committed(Value Body) : Value
    {
        public override string ToString() => "H(…)";
    }

    /// <summary>The key of one symmetric encryption, 32 bytes. It never reaches a log.</summary>
    public sealed record Key(Bytes Bytes) : Value
    {
        public override string ToString() => $"key [{Bytes.Length} bytes]";
    }

    /// <summary>
    /// Goods under a key, by the SHA-256 digest of the sealed stream, 32 bytes: the goods themselves travel beside the message and lie in
    /// an
    /// <see cref="Runtime.Bulk.IBulkStore"/>.
    /// </summary>
    public sealed record Bulk(Bytes Bytes) : Value
    {
        public override string ToString() => $"goods {Bytes}";
    }

    /// <summary>Goods under a key in the symbolic suite.</summary>
    public sealed record Locked(Value Plaintext, Key Under) : Value
    {
        public override string ToString() => "E_K(…)";
    }

    /// <summary>
    /// A message of any size that lies in a file, by its SHA-256 digest. It is one's own: no protocol sends it but under a key.
    /// </summary>
    public sealed record Filed(Bytes Bytes) : Value
    {
        public override string ToString() => $"message of SHA-256 {Convert.ToHexStringLower(Bytes.Span)}";
    }

    /// <summary>The value and what anyone reads in it: parts of tuples, what signatures sign.</summary>
    public IEnumerable<Value> Visible() => this switch
    {
        Tuple tuple => tuple.Items.SelectMany(item => item.Visible()).Prepend(this),
        Signature signature => signature.Body.Visible().Prepend(this),
        _ => [this],
    };

    /// <summary>How many bytes there are, without what holds them together.</summary>
    public long Content() => this switch
    {
        Name name => name.Text.Length,
        Message message => message.Bytes.Length,
        Coins coins => coins.Bytes.Length,
        Contract contract => contract.Bytes.Length,
        Time => sizeof(long),
        Ciphertext ciphertext => ciphertext.Bytes.Length,
        Sealed known => known.Plaintext.Content() + known.Randomness.Content(),
        Tuple tuple => tuple.Items.Sum(item => item.Content()),
        Parties parties => parties.First.Content() + parties.Second.Content(),
        Signature signature => signature.Signer.Content() + signature.Body.Content() + signature.Proof.Length,
        Tag tag => tag.Word.Length,
        Digest digest => digest.Bytes.Length,
        Committed committed => committed.Body.Content(),
        Key key => key.Bytes.Length,
        Bulk bulk => bulk.Bytes.Length,
        Locked => SHA256.HashSizeInBytes,
        Filed filed => filed.Bytes.Length,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>
/// Immutable bytes, equal by content. Not for secrets that an outsider may probe: the comparison takes as long as the bytes agree.
/// </summary>
public readonly struct Bytes : IEquatable<Bytes>
{
    private readonly ReadOnlyMemory<byte> memory;

    /// <summary>Takes the memory over; nobody may write to it any more.</summary>
    public Bytes(ReadOnlyMemory<byte> memory) => this.memory = memory;

    public ReadOnlySpan<byte> Span => memory.Span;

    public ReadOnlyMemory<byte> Memory => memory;

    public int Length => memory.Length;

    public bool Equals(Bytes other) => memory.Span.SequenceEqual(other.memory.Span);

    public override bool Equals(object? obj) => obj is Bytes other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        // The ends and the length tell the values of one run apart; hashing 16 MiB each time would not be worth it.
        hash.AddBytes(Span.Length <= 64 ? Span : Span[..32]);
        hash.AddBytes(Span.Length <= 64 ? [] : Span[^32..]);
        hash.Add(Span.Length);
        return hash.ToHashCode();
    }

    /// <summary>Enough to tell values apart in a log, not the content: the length and, from 8 bytes on, the last four.</summary>
    public override string ToString() => Length < 8 ? $"[{Length} bytes]" : $"[{Length} bytes …{Convert.ToHexStringLower(Span[^4..])}]";

    public static bool operator ==(Bytes left, Bytes right) => left.Equals(right);

    public static bool operator !=(Bytes left, Bytes right) => !left.Equals(right);
}
