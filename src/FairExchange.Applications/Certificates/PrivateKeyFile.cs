using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;

namespace FairExchange.Applications.Certificates;

/// <summary>
/// A participant's two private keys as other programs read them: PKCS #8 (RFC 5958; RFC 5915; RFC 8410, 7) in PEM, signature key first, not
/// encrypted.
/// </summary>
public static class PrivateKeyFile
{
    /// <summary>The greatest file that is read, in bytes.</summary>
    public const int MaximumSize = 4096;

    private const string Label = "PRIVATE KEY";

    /// <summary>The text is as secret as the keys.</summary>
    public static string Write(Suite suite, PrivateKeys keys) =>
        Block(suite, keys.Signing.ExportPrivateKey(), Identifiers.Ed25519)
            + Block(suite, keys.Decryption.ExportPrivateKey(), Identifiers.X25519);

    /// <summary>Null, and never an exception, for whatever <see cref="Write"/> has not written for keys of this suite.</summary>
    /// <param name="text">A file from anywhere.</param>
    /// <param name="suite">Of the certificate that goes with it.</param>
    /// <param name="name">Whose keys they are said to be; whether they are, the certificate shows.</param>
    public static PrivateKeys? TryRead(string text, Suite suite, string name)
    {
        byte[]? first = null, second = null;
        try
        {
            var rest = text.AsSpan();
            (first, second) = (TakeKey(ref rest, suite), TakeKey(ref rest, suite));
            return first is not null && second is not null
                && suite.Signatures.TryImportPrivateKey(first, out var signing)
                && suite.Encryption.TryImportPrivateKey(second, out var decryption)
                && new PrivateKeys(name, signing, decryption) is var keys
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Write(suite, keys)), Encoding.UTF8.GetBytes(text))
                    ? keys : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(first);
            CryptographicOperations.ZeroMemory(second);
        }
    }

    /// <summary>
    /// The innermost octet string of the next block: the key as the suite exports it. All around it is compared with what is written for
    /// it.
    /// </summary>
    private static byte[]? TakeKey(ref ReadOnlySpan<char> text, Suite suite)
    {
        if (!PemEncoding.TryFind(text, out var fields) || !text[fields.Label].SequenceEqual(Label))
        {
            return null;
        }

        var der = new byte[fields.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(text[fields.Base64Data], der, out _))
        {
            return null;
        }

        text = text[fields.Location.End..];
        var outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        outer.ReadEncodedValue();
        outer.ReadEncodedValue();
        var inner = new AsnReader(outer.ReadOctetString(), AsnEncodingRules.DER);
        if (suite == Suite.P256)
        {
            inner = inner.ReadSequence();
            inner.ReadEncodedValue();
        }

        var key = inner.ReadOctetString();
        CryptographicOperations.ZeroMemory(der);
        return key;
    }

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
        return $"{PemEncoding.WriteString(Label, writer.Encode())}\n";
    }
}
