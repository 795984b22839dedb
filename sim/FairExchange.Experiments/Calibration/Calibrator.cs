using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Statistics;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Simulation.Exchanges;

namespace FairExchange.Experiments.Calibration;

/// <summary>
/// Times what a trusted party does for one exchange, from the bytes that come in to the bytes that go out, through the reference
/// implementation. One exchange is timed alone each time, so that its spread is seen. Wall-clock time enters the project's figures here and
/// nowhere else.
/// </summary>
/// <param name="clock">What time is read from.</param>
public sealed class Calibrator(TimeProvider clock)
{
    /// <summary>The sizes of the committed calibration, in bytes.</summary>
    public static ImmutableArray<int> Sizes { get; } = [1 << 10, 1 << 14, 100_000, 1 << 20];

    /// <summary>
    /// The least disturbed of several measurements by its mean: other work of the machine can only make an exchange slower, and what slows
    /// a third of them leaves the median as it is.
    /// </summary>
    public static ServiceTime Quietest(IEnumerable<ServiceTime> rounds) => rounds.MinBy(time => time.MeanUs)!;

    /// <param name="suite">A suite with bytes.</param>
    /// <param name="messageBytes">Length of the message.</param>
    /// <param name="samples">How many exchanges are timed, after a fifth as many that are not. Times beyond Tukey's upper fence (by more
    /// than one and a half quartile ranges above the third quartile) are left away, as BenchmarkDotNet does: they are other work of the
    /// machine.</param>
    public ServiceTime Measure(string suite, TrustedWork work, int messageBytes, int samples, CancellationToken cancellation = default)
    {
        var (party, requests) = Prepare(suite, work, messageBytes);
        var bytesOut = 0L;
        for (var i = 0; i < Math.Max(1, samples / 5); i++)
        {
            bytesOut = Serve(party, requests);
        }

        var times = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var began = clock.GetTimestamp();
            Serve(party, requests);
            times[i] = clock.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(times);
        var fence = Quantile(times, 0.75) + (1.5 * (Quantile(times, 0.75) - Quantile(times, 0.25)));
        double[] kept = [.. times.TakeWhile(time => time <= fence)];
        var tally = new Tally();
        foreach (var time in kept)
        {
            tally.Add(time);
        }

        return new ServiceTime(
            suite, work, messageBytes, kept.Length, tally.Mean, Math.Sqrt(tally.Variance), Quantile(kept, 0.5), Quantile(kept, 0.99),
            requests.Sum(request => (long)request.Length), bytesOut);
    }

    private static double Quantile(double[] ascending, double share) => ascending[(int)Math.Ceiling(share * ascending.Length) - 1];

    /// <returns>The bytes of the answers.</returns>
    /// <exception cref="InvalidOperationException">The party did not answer as it should: what was timed would be a refusal.</exception>
    private static long Serve(TrustedParty party, ImmutableArray<byte[]> requests)
    {
        var (bytes, answers) = (0L, 0);
        foreach (var request in requests)
        {
            (party, var effects) = party.Receive(request);
            foreach (var send in effects.OfType<Effect.Send>())
            {
                bytes += Wire.Encode(send.Message).Length;
                answers++;
            }
        }

        // Both protocols answer twice for one exchange.
        return answers == 2 ? bytes : throw new InvalidOperationException("The trusted party refuses an honest request.");
    }

    private static (TrustedParty Party, ImmutableArray<byte[]> Requests) Prepare(string suite, TrustedWork work, int messageBytes)
    {
        var protocol = work == TrustedWork.Resolve ? FairCem.Protocol : Cem0.Protocol;
        var role = protocol.TrustedParties.Single();
        var principals = Principals.Of(suite, seed: 1, Exchange.Names.Append(role.Name.Symbol));
        var coins = new SeededCoins(new Chance(1, "calibration"));
        var (alice, bob) = (principals.OperationsOf(Exchange.Names[0], protocol), principals.OperationsOf(Exchange.Names[1], protocol));
        var (a, b) = (new Value.Name(Exchange.Names[0]), new Value.Name(Exchange.Names[1]));
        var message = new Value.Message(new Bytes(new Chance(1, "calibration message").Bytes(messageBytes)));
        var party = new TrustedParty(new Execution(protocol, role, principals.OperationsOf(role.Name.Symbol, protocol), coins));
        if (work == TrustedWork.Relay)
        {
            return (party, [Wire.Encode(new Value.Tuple([a, b, message])), Wire.Encode(bob.Sign(message))]);
        }

        var z = alice.Encrypt(new Value.Name(role.Name.Symbol), new Value.Tuple([a, b, message]), coins.Next())!;
        return (party, [Wire.Encode(new Value.Tuple([a, b, z, bob.Sign(z)]))]);
    }
}
