using System.Diagnostics.CodeAnalysis;

namespace FairExchange.Cryptography;

/// <summary>A receiver's context (RFC 9180, 5.2): opens in the order in which the sender sealed. For one thread.</summary>
public sealed class HpkeReceiver : IDisposable
{
    internal HpkeReceiver(HpkeKeys keys) => Keys = keys;

    internal HpkeKeys Keys { get; }

    /// <summary>False, and never an exception, for whatever is not the sender's next text; the context then still awaits that.</summary>
    /// <exception cref="ObjectDisposedException"/>
    public bool TryOpen(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, [NotNullWhen(true)] out byte[]? plaintext)
    {
        byte[] buffer = ciphertext.ToArray();
        plaintext = Keys.TryOpen(aad, buffer) ? buffer[..^HpkeAead.TagSize] : null;
        return plaintext is not null;
    }

    /// <inheritdoc cref="HpkeSender.Export"/>
    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length) => Keys.Export(exporterContext, length);

    /// <summary>Zeroes the keys.</summary>
    public void Dispose() => Keys.Dispose();
}
