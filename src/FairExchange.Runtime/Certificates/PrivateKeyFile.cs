using System.Formats.Asn1;
using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;

namespace FairExchange.Runtime.Certificates;

/// <summary>A participant's two private keys as other programs read them: PKCS #8 (RFC 5958; RFC 5915; RFC 8410, 7) in PEM, signature key first, not encrypted.</summary>
public static class PrivateKeyFile
{
    /// <summary>The text is as secret as the keys.</summary>
    public static string Write(Suite suite, PrivateKeys keys) =>
        Block(suite, keys.Signing.ExportPrivateKey(), Identifiers.Ed25519) + Block(suite, keys.Decryption.ExportPrivateKey(), Identifiers.X25519);

    private static string Block(Suite suite, byte[] key, string curve)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(suite == Suite.P256 ? Identifiers.EllipticCurveKey : curve);
                if (suite == Suite.P256)
                {
                    writer.WriteObjectIdentifier(Identifiers.NistP256);
                }
            }

            using (writer.PushOctetString())
            {
                if (suite == Suite.P256)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteInteger(1);
                        writer.WriteOctetString(key);
                    }
                }
                else
                {
                    writer.WriteOctetString(key);
                }
            }
        }

        CryptographicOperations.ZeroMemory(key);
        return $"{PemEncoding.WriteString("PRIVATE KEY", writer.Encode())}\n";
    }
}
