using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;

namespace FairExchange.Runtime.Certificates;

/// <summary>
/// Proof of possession of both keys at once (RFC 4211, 4, where an encryption key answers a challenge): the authority encrypts a secret to the encryption key, and the applicant
/// signs the secret together with the application. Otherwise somebody could have another's key certified as its own, and claim what the other signs.
/// </summary>
public sealed class PossessionChallenge
{
    private const int SecretSize = 32;
    private readonly byte[] secret;

    private PossessionChallenge(CertificateApplication application, byte[] secret, ReadOnlyMemory<byte> ciphertext) =>
        (Application, this.secret, Ciphertext) = (application, secret, ciphertext);

    public CertificateApplication Application { get; }

    /// <summary>What the applicant gets.</summary>
    public ReadOnlyMemory<byte> Ciphertext { get; }

    // No protocol's operations have these contexts: their kinds are signature, encryption and hash.
    private static ReadOnlySpan<byte> ChallengeContext => "fair-exchange/1 certificate\0challenge"u8;

    private static ReadOnlySpan<byte> PossessionContext => "fair-exchange/1 certificate\0possession"u8;

    /// <summary>A fresh one, from the system's random source.</summary>
    public static PossessionChallenge Of(CertificateApplication application)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretSize);
        var ciphertext = application.Subject.Suite.Encryption.Encrypt(
            application.Subject.Keys.Encryption, ChallengeContext, secret, RandomNumberGenerator.GetBytes(CoinEncryption.CoinsSize));
        return new PossessionChallenge(application, secret, ciphertext);
    }

    /// <summary>The applicant's answer; null where the challenge is not for these keys.</summary>
    public static byte[]? Answer(CertificateApplication application, PrivateKeys own, ReadOnlySpan<byte> ciphertext) =>
        application.Subject.Suite.Encryption.TryDecrypt(own.Decryption, ChallengeContext, ciphertext, out var secret, out _) && secret.Length == SecretSize
            ? own.Signing.Sign(PossessionContext, [.. application.Digest(), .. secret])
            : null;

    public bool IsAnsweredBy(ReadOnlySpan<byte> answer) =>
        Application.Subject.Keys.Verification.Verify(PossessionContext, [.. Application.Digest(), .. secret], answer);
}
