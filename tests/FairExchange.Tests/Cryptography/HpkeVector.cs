using System.Text.Json;

namespace FairExchange.Tests.Cryptography;

/// <summary>One test vector of RFC 9180, appendix A, read by the field names of the published JSON.</summary>
internal sealed class HpkeVector(JsonElement json)
{
    /// <summary>Keyed by the three identifiers, which make a test case's name.</summary>
    internal static IReadOnlyDictionary<string, HpkeVector> All { get; } = Load();

    internal byte[] this[string field] => Bytes.Hex(json.GetProperty(field).GetString()!);

    internal IEnumerable<HpkeVector> Each(string field) => json.GetProperty(field).EnumerateArray().Select(e => new HpkeVector(e));

    internal int Number(string field) => json.GetProperty(field).GetInt32();

    private static Dictionary<string, HpkeVector> Load()
    {
        using Stream stream = typeof(HpkeVector).Assembly.GetManifestResourceStream("hpke-rfc9180-base.json")!;
        return JsonDocument.Parse(stream).RootElement.EnumerateArray().Select(e => new HpkeVector(e)).ToDictionary(
            v => $"mode {v.Number("mode")} kem 0x{v.Number("kem_id"):x4} kdf 0x{v.Number("kdf_id"):x4} aead 0x{v.Number("aead_id"):x4}");
    }
}
