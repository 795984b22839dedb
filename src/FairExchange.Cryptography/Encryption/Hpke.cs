using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <summary>
/// Hybrid public key encryption (RFC 9180) in base mode with HKDF-SHA256. Safe for use by several threads; the contexts
/// that it sets up are not.
/// </summary>
public sealed class Hpke
{
    private const int KdfId = 0x0001; // HKDF-SHA256

    private readonly LabeledHkdf hkdf;

    public Hpke(HpkeKem kem, HpkeAead aead)
    {
        Kem = kem;
        Aead = aead;
        SuiteId = [.. "HPKE"u8, (byte)(kem.Id >> 8), (byte)kem.Id, KdfId >> 8, KdfId, (byte)(aead.Id >> 8), (byte)aead.Id];
        hkdf = new LabeledHkdf(SuiteId);
    }

    public HpkeKem Kem { get; }

    public HpkeAead Aead { get; }

    internal byte[] SuiteId { get; }

    /// <summary>SetupBaseS (RFC 9180, 5.1.1) with a fresh ephemeral key.</summary>
    /// <exception cref="ArgumentException">A key of another KEM.</exception>
    public HpkeSender SetupSender(EncryptionKey recipient, ReadOnlySpan<byte> info)
    {
        using DecryptionKey ephemeral = Kem.GenerateKeyPair();
        return SetupSender(recipient, info, ephemeral);
    }

    /// <summary>SetupBaseS with an ephemeral key of the caller's choice: see <see cref="HpkeKem.Encap"/> for the danger.</summary>
    /// <exception cref="ArgumentException">A key of another KEM.</exception>
    public HpkeSender SetupSender(EncryptionKey recipient, ReadOnlySpan<byte> info, DecryptionKey ephemeral)
    {
        byte[] sharedSecret = Kem.Encap(recipient, ephemeral);
        var sender = new HpkeSender(new HpkeKeys(hkdf, Aead, sharedSecret, info), ephemeral.PublicKey);
        CryptographicOperations.ZeroMemory(sharedSecret);
        return sender;
    }

    /// <summary>SetupBaseR (RFC 9180, 5.1.1). False, and never an exception, for whatever is not an encapsulation.</summary>
    /// <exception cref="ArgumentException">A key of another KEM.</exception>
    public bool TrySetupReceiver(ReadOnlySpan<byte> enc, DecryptionKey key, ReadOnlySpan<byte> info, [NotNullWhen(true)] out HpkeReceiver? receiver)
    {
        receiver = null;
        if (!Kem.TryDecap(enc, key, out byte[]? sharedSecret))
        {
            return false;
        }

        receiver = new HpkeReceiver(new HpkeKeys(hkdf, Aead, sharedSecret, info));
        CryptographicOperations.ZeroMemory(sharedSecret);
        return true;
    }
}
