using FairExchange.Cryptography;

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
