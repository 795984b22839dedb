namespace FairExchange.Runtime.Values;

/// <summary>Immutable bytes, equal by content. Not for secrets that an outsider may probe: the comparison takes as long as the bytes agree.</summary>
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
