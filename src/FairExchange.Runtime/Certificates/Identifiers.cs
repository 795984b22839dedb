namespace FairExchange.Runtime.Certificates;

/// <summary>Object identifiers. Our own lie below a UUID of their own (ITU-T X.667, arc 2.25), which takes no registration.</summary>
internal static class Identifiers
{
    /// <summary>3f1d6c0a-9b52-4e7d-b8c1-5a90e2734f68.</summary>
    private const string Arc = "2.25.83894131683935708620474971272279969640";

    /// <summary>Suite, encryption key and standing (<see cref="SubjectKeys"/>).</summary>
    public const string ExchangeKeys = $"{Arc}.1";

    /// <summary>The trusted parties that the subject recognises (<see cref="RecognisedParties"/>).</summary>
    public const string RecognisedParties = $"{Arc}.2";

    // X.520, 6.2.2.
    public const string CommonName = "2.5.4.3";

    // RFC 5280, 4.2.1.
    public const string KeyUsage = "2.5.29.15";
    public const string BasicConstraints = "2.5.29.19";
    public const string NameConstraints = "2.5.29.30";

    // RFC 5480, 2.1.1 and RFC 8410, 3.
    public const string EllipticCurveKey = "1.2.840.10045.2.1";
    public const string NistP256 = "1.2.840.10045.3.1.7";
    public const string Ed25519 = "1.3.101.112";
    public const string X25519 = "1.3.101.110";

    /// <summary>The curves of authorities' keys, P-256, P-384 and P-521, as their certificates name them (RFC 5480, 2.1.1.1), in DER.</summary>
    public static readonly byte[][] SoundCurves =
    [
        [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
        [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22],
        [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23],
    ];

    // RFC 5758, 3.2: ECDSA with SHA-256, SHA-384, SHA-512.
    public static readonly string[] SoundSignatures = ["1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"];
}
