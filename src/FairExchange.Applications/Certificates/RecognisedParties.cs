using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Certificates;

/// <summary>
/// The trusted parties that a participant recognises (section 5), overall and by type of transaction, the preferred ones first. As an
/// extension of its certificate, in DER:
/// <code>
/// RecognisedParties ::= SEQUENCE {
///   overall  SEQUENCE SIZE (0..32) OF UTF8String,
///   byType   SEQUENCE SIZE (0..32) OF SEQUENCE { type UTF8String, parties SEQUENCE SIZE (1..32) OF UTF8String } }   -- types ascending
/// </code>
/// No list names anybody twice, nor two who look alike, and together they have 1 to 128 names. The extension is critical where only those
/// may be used, so that software that does not know what it says does not use the certificate at all.
/// </summary>
/// <param name="Overall">For any type of transaction.</param>
/// <param name="ByType">For one type, before those of <paramref name="Overall"/>.</param>
/// <param name="Only">Critical: for a type with a list of its own, that list alone.</param>
public sealed record RecognisedParties(
    ImmutableArray<string> Overall, ImmutableSortedDictionary<string, ImmutableArray<string>> ByType, bool Only)
{
    private const int MaximumItems = 32;
    private const int MaximumNames = 128;

    /// <summary>What a certificate without the extension says.</summary>
    public static RecognisedParties Nobody { get; } = Those([]);

    public static RecognisedParties Those(ImmutableArray<string> overall) =>
        new(overall, ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal), Only: false);

    public bool IsNobody => Overall.IsEmpty && ByType.IsEmpty;

    /// <summary>Whether the lists are within the extension's bounds.</summary>
    public bool IsWithinBounds => IsList(Overall, least: 0) && ByType.Count <= MaximumItems
        && ByType.All(pair => Transaction.IsType(pair.Key) && IsList(pair.Value, least: 1))
        && Overall.Length + ByType.Values.Sum(list => list.Length) is >= 1 and <= MaximumNames;

    public RecognisedParties With(string type, params ImmutableArray<string> parties) => this with
    {
        ByType = ByType.SetItem(type, parties),
    };

    /// <summary>Who may be used for one type of transaction, the preferred ones first.</summary>
    public ImmutableArray<string> For(string type) =>
        !ByType.TryGetValue(type, out var own) ? Overall : Only ? own : [.. own.Concat(Overall).Distinct()];

    internal X509Extension ToExtension() => new(Identifiers.RecognisedParties, Encode(), critical: Only);

    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteList(writer, Overall);
            using (writer.PushSequence())
            {
                foreach (var (type, parties) in ByType)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, type);
                        WriteList(writer, parties);
                    }
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>Null, and never an exception, for whatever is not the one encoding.</summary>
    internal static RecognisedParties? TryDecode(ReadOnlyMemory<byte> bytes, bool critical)
    {
        try
        {
            var reader = new AsnReader(bytes, AsnEncodingRules.DER);
            var outer = reader.ReadSequence();
            var decoded = Those(ReadList(outer)) with { Only = critical };
            var types = outer.ReadSequence();
            while (types.HasData && decoded.ByType.Count < MaximumItems)
            {
                var entry = types.ReadSequence();
                decoded = decoded.With(entry.ReadCharacterString(UniversalTagNumber.UTF8String), ReadList(entry));
            }

            // Whatever was out of order, twice there, or left over is not what encoding again gives.
            return decoded.IsWithinBounds && decoded.Encode().AsSpan().SequenceEqual(bytes.Span) ? decoded : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static bool IsList(ImmutableArray<string> names, int least) =>
        names.Length >= least && names.Length <= MaximumItems && names.All(Wire.IsName)
            && names.DistinctBy(Legible.Skeleton).Count() == names.Length;

    private static void WriteList(AsnWriter writer, ImmutableArray<string> names)
    {
        using (writer.PushSequence())
        {
            foreach (var name in names)
            {
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, name);
            }
        }
    }

    private static ImmutableArray<string> ReadList(AsnReader outer)
    {
        var (list, names) = (outer.ReadSequence(), ImmutableArray.CreateBuilder<string>());
        while (list.HasData && names.Count < MaximumItems)
        {
            names.Add(list.ReadCharacterString(UniversalTagNumber.UTF8String));
        }

        return names.ToImmutable();
    }
}

/// <summary>
/// Which trusted party two participants use (section 5): a function of their certificates and the type of transaction, so that both ends,
/// the trusted party and a judge find the same one, and nothing that a channel says has a part in it.
/// </summary>
public static class Choice
{
    /// <summary>
    /// The first of the sender's that the recipient recognises too and that is none of the two, nor looks like one of them. Where it cannot
    /// be had (no certificate comes, it does not answer) there is no second choice: whoever owns the channel would make it.
    /// </summary>
    /// <returns>Its name; null with a refusal that says who recognises whom.</returns>
    public static string? Of(VerifiedCertificate sender, VerifiedCertificate recipient, string transaction, out AgreementRefusal? refusal)
    {
        if (!Transaction.IsType(transaction))
        {
            refusal = new AgreementRefusal.BadTransaction();
            return null;
        }

        if (sender.Name == recipient.Name)
        {
            refusal = new AgreementRefusal.SameName(sender.Name);
            return null;
        }

        if (Legible.AreAlike(sender.Name, recipient.Name))
        {
            refusal = new AgreementRefusal.AlikeNames(sender.Name, recipient.Name);
            return null;
        }

        var (first, second) = (sender.Recognised.For(transaction), recipient.Recognised.For(transaction));
        var chosen = first.FirstOrDefault(name => second.Contains(name) && !Legible.AreAlike(name, sender.Name)
            && !Legible.AreAlike(name, recipient.Name));
        refusal = chosen is null ? new AgreementRefusal.NobodyInCommon(transaction, sender.Name, first, recipient.Name, second) : null;
        return chosen;
    }
}
