using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FairExchange.Cryptography.Encryption;
using FairExchange.Cryptography.Signatures;

namespace FairExchange.Cryptography;

/// <summary>A signature algorithm and an encryption with coins that are used together. Safe for use by several threads.</summary>
public sealed class Suite
{
    private Suite(string name, SignatureAlgorithm signatures, CoinEncryption encryption)
    {
        Name = name;
        Signatures = signatures;
        Encryption = encryption;
    }

    /// <summary>ECDSA P-256 with SHA-256; HPKE with P-256, HKDF-SHA256, AES-128-GCM. The platform's own code, and the default.</summary>
    public static Suite P256 { get; } =
        new("p256", SignatureAlgorithm.P256, new CoinEncryption(new Hpke(HpkeKem.P256, HpkeAead.Aes128Gcm)));

    /// <summary>Ed25519; HPKE with X25519, HKDF-SHA256, ChaCha20-Poly1305. The curves are BouncyCastle's.</summary>
    public static Suite Curve25519 { get; } =
        new("curve25519", SignatureAlgorithm.Ed25519, new CoinEncryption(new Hpke(HpkeKem.X25519, HpkeAead.ChaCha20Poly1305)));

    public static ImmutableArray<Suite> All { get; } = [P256, Curve25519];

    /// <summary><c>p256</c> or <c>curve25519</c>: what a command line and a CSV say.</summary>
    public string Name { get; }

    public SignatureAlgorithm Signatures { get; }

    public CoinEncryption Encryption { get; }

    /// <summary>Names are compared exactly, letter case included.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out Suite? suite)
    {
        suite = All.FirstOrDefault(s => s.Name == name);
        return suite is not null;
    }

    public override string ToString() => Name;
}
