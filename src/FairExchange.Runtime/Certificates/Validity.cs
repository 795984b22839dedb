using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace FairExchange.Runtime.Certificates;

/// <summary>A certificate's times (RFC 5280, 4.1.2.5), from its own bytes: the platform gives them in the local time of the machine, which has no room for the ends of the calendar.</summary>
internal static class Validity
{
    /// <summary>UTCTime has two digits of the year, up to this one.</summary>
    private const int LastShortYear = 2049;

    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <returns>The first and the last second, both counting in.</returns>
    /// <exception cref="AsnContentException">They are not as RFC 5280 has them.</exception>
    public static (DateTimeOffset Begins, DateTimeOffset Ends) Of(X509Certificate2 certificate)
    {
        var signed = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        if (signed.PeekTag() == Version)
        {
            signed.ReadEncodedValue();
        }

        // Serial number, signature algorithm, issuer.
        signed.ReadEncodedValue();
        signed.ReadEncodedValue();
        signed.ReadEncodedValue();
        var times = signed.ReadSequence();
        var validity = (Time(times), Time(times));
        times.ThrowIfNotEmpty();
        return validity;
    }

    private static DateTimeOffset Time(AsnReader times)
    {
        var time = times.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? times.ReadUtcTime(LastShortYear) : times.ReadGeneralizedTime();
        return time.Ticks % TimeSpan.TicksPerSecond == 0 ? time : throw new AsnContentException("A certificate has whole seconds.");
    }
}
