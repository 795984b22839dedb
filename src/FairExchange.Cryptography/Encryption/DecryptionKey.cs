namespace FairExchange.Cryptography;

/// <summary>A private encryption key. Safe for use by several threads; dispose it after the last of them is done.</summary>
public abstract class DecryptionKey : IDisposable
{
    private readonly Lazy<EncryptionKey> encryptionKey;

    private protected DecryptionKey(HpkeKem kem, ReadOnlyMemory<byte> publicKey, Func<EncryptionKey> encryptionKey)
    {
        Kem = kem;
        PublicKey = publicKey;
        this.encryptionKey = new Lazy<EncryptionKey>(encryptionKey);
    }

    public HpkeKem Kem { get; }

    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Stays usable after this key is disposed.</summary>
    public EncryptionKey EncryptionKey => encryptionKey.Value;

    /// <summary>SerializePrivateKey (RFC 9180, 7.1.2): 32 bytes, clamped for X25519. The caller zeroes them.</summary>
    /// <exception cref="ObjectDisposedException"/>
    public abstract byte[] ExportPrivateKey();

    /// <summary>Destroys the private key.</summary>
    public abstract void Dispose();

    /// <summary>DH(skX, pkY) of RFC 9180, 4.1, into 32 bytes. False if the result must not be used (7.1.4).</summary>
    internal abstract bool TryAgree(EncryptionKey peer, Span<byte> secret);

    /// <summary>The same with a public key as it came from outside: false also where that is invalid.</summary>
    internal abstract bool TryAgree(ReadOnlySpan<byte> peer, Span<byte> secret);
}
