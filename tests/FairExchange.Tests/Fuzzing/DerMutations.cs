using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Simulation;

namespace FairExchange.Tests.Fuzzing;

/// <summary>
/// Certificates in PEM whose content is changed as a tree of DER and, half of the time, signed again with the authority's own key: what
/// comes from an authority with another idea of certificates is looked at, and not only what a signature that fails keeps out.
/// </summary>
internal sealed class DerMutations(ECDsa authority)
{
    private static readonly Asn1Tag Octets = new(UniversalTagNumber.OctetString);

    public byte[] Of(byte[] input, byte[] other, Chance chance)
    {
        var text = Encoding.Latin1.GetString(input);
        if (chance.Below(4) == 0 || !PemEncoding.TryFind(text, out var fields))
        {
            return Mutations.Of(input, other, chance);
        }

        var der = Convert.FromBase64String(text[fields.Base64Data]);
        try
        {
            var certificate = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            var signed = certificate.ReadEncodedValue().ToArray();
            for (var changes = 1 + chance.Below(3); changes > 0; changes--)
            {
                signed = Change(signed, chance);
            }

            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(signed);
                writer.WriteEncodedValue(certificate.ReadEncodedValue().Span);
                if (chance.Below(4) > 0)
                {
                    writer.WriteBitString(authority.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
                }
                else
                {
                    writer.WriteEncodedValue(certificate.ReadEncodedValue().Span);
                }
            }

            der = writer.Encode();
        }
        catch (Exception garbled) when (garbled is AsnContentException or ArgumentException)
        {
            der = Mutations.Of(der, [], chance);
        }

        return Encoding.Latin1.GetBytes($"{PemEncoding.WriteString("CERTIFICATE", der)}\n");
    }

    /// <summary>Walks down to some value and changes it; lengths on the way are written anew.</summary>
    private static byte[] Change(byte[] value, Chance chance)
    {
        var tag = Asn1Tag.Decode(value, out var used);
        AsnDecoder.ReadEncodedValue(value, AsnEncodingRules.BER, out var offset, out var length, out _);
        var content = value.AsSpan(offset, length).ToArray();
        var isOctetsOfDer = tag.HasSameClassAndValue(Octets) && content.Length > 2 && content[0] == 0x30;
        if (!tag.IsConstructed && !isOctetsOfDer)
        {
            var changed = chance.Below(4) switch
            {
                0 => Encoding.ASCII.GetBytes(new[] { "500101000000Z", "491231235959Z", "99991231235959Z", "00010101000000Z",
                    "19691231235959Z", "991332250000Z", "20260101000000.5Z" }[chance.Below(7)]),
                1 => Encoding.UTF8.GetBytes(new[] { "Bob\u3164", "B\u043eb", "", " ", "Rene\u0301", "\ufffe", "Alice\0",
                    "a/b" }[chance.Below(8)]),
                _ => Mutations.Of(content, [], chance),
            };
            return Tagged(value.AsSpan(0, used), changed);
        }

        var children = new List<byte[]>();
        for (var rest = content.AsMemory(); !rest.IsEmpty;)
        {
            AsnDecoder.ReadEncodedValue(rest.Span, AsnEncodingRules.BER, out _, out _, out var consumed);
            children.Add(rest[..consumed].ToArray());
            rest = rest[consumed..];
        }

        if (children.Count == 0)
        {
            return Tagged(value.AsSpan(0, used), [0x05, 0x00]);
        }

        var child = chance.Below(children.Count);
        switch (chance.Below(10))
        {
            case 0:
                children.RemoveAt(child);
                break;
            case 1:
                children.Insert(child, children[chance.Below(children.Count)]);
                break;
            default:
                children[child] = Change(children[child], chance);
                break;
        }

        return Tagged(value.AsSpan(0, used), [.. children.SelectMany(bytes => bytes)]);
    }

    private static byte[] Tagged(ReadOnlySpan<byte> tag, byte[] content) =>
        content.Length < 128 ? [.. tag, (byte)content.Length, .. content]
        : content.Length < 65536 ? [.. tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content]
        : [.. tag, 0x83, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
