namespace FairExchange.Cryptography;

internal sealed class X25519EncryptionKey(HpkeKem kem, byte[] publicKey) : EncryptionKey(kem, publicKey)
{
    internal byte[] U { get; } = publicKey;
}
