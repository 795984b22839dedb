using System.Collections.Immutable;
using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Cryptography.Encryption;
using FairExchange.Cryptography.Signatures;

namespace FairExchange.Runtime.Operations;

/// <summary>What everyone knows of a participant.</summary>
public sealed record PublicKeys(VerificationKey Verification, EncryptionKey Encryption);

/// <summary>Whose key is whose. What a name's keys are is decided outside: a directory, certificates, a judge's own list.</summary>
public interface IKeyDirectory
{
    /// <summary>Null for a name that nobody vouches for.</summary>
    PublicKeys? Find(string name);
}

/// <summary>A participant's own keys.</summary>
public sealed record PrivateKeys(string Name, SigningKey Signing, DecryptionKey Decryption)
{
    public PublicKeys Public => new(Signing.VerificationKey, Decryption.EncryptionKey);

    /// <summary>Keys never reach a log.</summary>
    public override string ToString() => $"keys of {Name}";
}

/// <summary>A list of names and keys that somebody believes.</summary>
public sealed record KeyDirectory(ImmutableSortedDictionary<string, PublicKeys> Entries) : IKeyDirectory
{
    public static KeyDirectory Empty { get; } = new(ImmutableSortedDictionary.Create<string, PublicKeys>(StringComparer.Ordinal));

    public static KeyDirectory Of(IEnumerable<PrivateKeys> owners) =>
        owners.Aggregate(Empty, (directory, owner) => directory.With(owner.Name, owner.Public));

    public PublicKeys? Find(string name) => Entries.GetValueOrDefault(name);

    public KeyDirectory With(string name, PublicKeys keys) => new(Entries.SetItem(name, keys));

    /// <summary>Null where the bytes are not valid public keys of the suite.</summary>
    public KeyDirectory? TryWith(Suite suite, string name, ReadOnlySpan<byte> verification, ReadOnlySpan<byte> encryption) =>
        suite.Signatures.TryImport(verification, out var verificationKey) && suite.Encryption.TryImport(encryption, out var encryptionKey)
            ? With(name, new PublicKeys(verificationKey, encryptionKey))
            : null;

    /// <summary>SHA-256 over both public keys, in lower-case hexadecimal, by which people compare them; null for an unknown name.</summary>
    public string? Fingerprint(string name) => Find(name) is { } keys
        ? Convert.ToHexStringLower(SHA256.HashData([.. keys.Verification.PublicKey.Span, .. keys.Encryption.PublicKey.Span]))
        : null;
}
