using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Statistics;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using MathNet.Numerics.Statistics;

namespace FairExchange.Experiments.Calibration;

/// <summary>
/// Times what a trusted party does for one exchange, from the bytes that come in to the bytes that go out, through the reference
/// implementation; and each operation that such work consists of. Each is timed alone each time, so that its spread is seen. Wall-clock
/// time enters the project's figures here and nowhere else.
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

    /// <summary>All that the trusted party of a protocol does for one exchange that comes to it.</summary>
    /// <param name="suite">A suite with bytes.</param>
    /// <param name="messageBytes">Length of the message.</param>
    /// <param name="samples">How many times it is timed, after a fifth as many that are not. Times beyond Tukey's upper fence (by more than
    /// one and a half quartile ranges above the third quartile) are left away, as BenchmarkDotNet does: they are other work of the
    /// machine.</param>
    public ServiceTime Measure(
        string suite, StudiedProtocol protocol, int messageBytes, int samples, CancellationToken cancellation = default)
    {
        var requests = protocol.Asked(suite, messageBytes);
        return requests.IsEmpty ? throw new ArgumentException($"The trusted party of {protocol.Id} is never asked.")
            : Measure(suite, protocol.Id, messageBytes, samples, () => Serve(requests), 1, cancellation);
    }

    /// <summary>One operation.</summary>
    /// <param name="bytes">Length of the message that it works on.</param>
    /// <inheritdoc cref="Measure(string, StudiedProtocol, int, int, CancellationToken)"/>
    public ServiceTime Measure(string suite, Operation operation, int bytes, int samples, CancellationToken cancellation = default)
    {
        var (protocol, names) = (FairCem.Protocol, Exchange.Names);
        var principals = Principals.Of(suite, seed: 1, names);
        var coins = new SeededCoins(new Chance(1, "calibration"));
        var own = principals.OperationsOf(names[0], protocol);
        var message = new Value.Message(new Bytes(new Chance(1, "calibration message").Bytes(bytes)));
        var (signature, ciphertext) = (own.Sign(message), own.Encrypt(new Value.Name(names[0]), message, coins.Next())!);
        var key = new Value.Key(coins.Next().Bytes);
        var goods = own.Lock(message, key)!;
        // Two letters come and two go at a post office that believes every signature.
        var (letters, believing) = (4, StudiedProtocol.Usual[0].Asked(suite, bytes).Select(request => request with
        {
            Party = request.Party with { Execution = request.Party.Execution.Believing() },
        }).ToImmutableArray());
        Action work = operation switch
        {
            Operation.Message => () => Serve(believing),
            Operation.Sign => () => own.Sign(message),
            Operation.Verify => () => own.Verify(signature),
            Operation.Encrypt => () => own.Encrypt(new Value.Name(names[0]), message, coins.Next()),
            Operation.Decrypt => () => own.Decrypt(ciphertext),
            Operation.Hash => () => own.Hash(message),
            Operation.Lock => () => own.Lock(message, key),
            Operation.Unlock => () => own.Unlock(goods, key),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Measure(suite, operation.ToString().ToLowerInvariant(), bytes, samples, work,
            operation == Operation.Message ? letters : 1, cancellation);
    }

    /// <param name="times">How often the work does what is timed.</param>
    private ServiceTime Measure(
        string suite, string what, int messageBytes, int samples, Action work, int times, CancellationToken cancellation)
    {
        for (var i = 0; i < Math.Max(1, samples / 5); i++)
        {
            work();
        }

        var measured = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var began = clock.GetTimestamp();
            work();
            measured[i] = clock.GetElapsedTime(began).TotalMicroseconds / times;
        }

        Array.Sort(measured);
        var fence = Quantiles.Of(measured, 0.75) + (1.5 * (Quantiles.Of(measured, 0.75) - Quantiles.Of(measured, 0.25)));
        double[] kept = [.. measured.TakeWhile(time => time <= fence)];
        return new ServiceTime(suite, what, messageBytes, kept.Length, kept.Mean(), kept.Length < 2 ? 0 : kept.StandardDeviation(),
            Quantiles.Of(kept, 0.5), Quantiles.Of(kept, 0.99));
    }

    private static void Serve(ImmutableArray<TrustedRequest> requests)
    {
        foreach (var (party, bytes, clock) in requests)
        {
            foreach (var send in party.Receive(bytes, clock).Effects.OfType<Effect.Send>())
            {
                Wire.Encode(send.Message);
            }
        }
    }
}
