using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <summary>LabeledExtract and LabeledExpand (RFC 9180, 4) with HKDF-SHA256, for one suite_id.</summary>
internal sealed class LabeledHkdf(byte[] suiteId)
{
    internal const int HashSize = 32;

    internal void Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        byte[] labeled = [.. Version, .. suiteId, .. label, .. ikm];
        HKDF.Extract(HashAlgorithmName.SHA256, labeled, salt, prk);
        CryptographicOperations.ZeroMemory(labeled);
    }

    internal void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        byte[] labeled = [(byte)(output.Length >> 8), (byte)output.Length, .. Version, .. suiteId, .. label, .. info];
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, labeled);
    }

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;
}
