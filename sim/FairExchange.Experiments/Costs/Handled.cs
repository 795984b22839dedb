using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Workload;

namespace FairExchange.Experiments.Costs;

/// <summary>What a trusted party does for an exchange that comes to it, on average over message sizes.</summary>
/// <param name="Seconds">Of one core, as calibrated.</param>
/// <param name="BytesIn">What it receives; also what it keeps where it keeps proof.</param>
/// <param name="KeyOperations">Decryptions with its secret key, which lies in a key module.</param>
public sealed record Handled(double Seconds, double BytesIn, double BytesOut, double KeyOperations)
{
    /// <summary>Either way the message goes to Bob and the receipt to Alice.</summary>
    public const double MessagesSent = 2;

    /// <param name="work">A resolve opens Z; a relay needs no secret key.</param>
    /// <exception cref="FormatException">The calibration has no such suite, or the mix of sizes is none.</exception>
    public static Handled Of(ParameterBook book, TrustedWork work)
    {
        var mix = ServiceMix.Of(book, book.Text("costs.suite"), "mail", work);
        double Mean(Func<ServiceTime, double> part) => mix.Times.Zip(mix.Shares, (time, share) => share * part(time)).Sum();
        return new Handled(mix.Mean, Mean(time => time.BytesIn), Mean(time => time.BytesOut), work == TrustedWork.Resolve ? 1 : 0);
    }
}
