namespace FairExchange.Cryptography;

/// <summary>A public encryption key that has been validated (RFC 9180, 7.1.4). Safe for use by several threads.</summary>
public abstract class EncryptionKey
{
    private protected EncryptionKey(HpkeKem kem, ReadOnlyMemory<byte> publicKey)
    {
        Kem = kem;
        PublicKey = publicKey;
    }

    public HpkeKem Kem { get; }

    /// <summary>The one encoding, as <see cref="HpkeKem.TryImportPublicKey"/> takes it.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }
}
