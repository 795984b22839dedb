using FairExchange.Cryptography;
using FairExchange.Experiments.Calibration;
using FairExchange.Experiments.Parameters;

namespace FairExchange.Tests.Experiments.Parameters;

public class ServiceTimesTests
{
    private const string Header = "suite,operation,message_bytes,samples,mean_us,stddev_us,p50_us,p99_us,bytes_in,bytes_out\n";

    [Fact]
    public void The_committed_calibration_has_every_suite_operation_and_size()
    {
        foreach (var (suite, size) in Suite.All.SelectMany(suite => Calibrator.Sizes.Select(size => (suite.Name, size))))
        {
            var (resolve, relay) = (
                ServiceTimes.Default.Of(suite, TrustedWork.Resolve, size), ServiceTimes.Default.Of(suite, TrustedWork.Relay, size));

            Assert.Equal((size, size), (resolve.MessageBytes, relay.MessageBytes));
            // A resolve verifies, decrypts and encrypts again; a relay only verifies.
            Assert.True(resolve.MeanUs > relay.MeanUs, $"{suite} {size}");
            // Both carry the message in and out at least.
            Assert.All(new[] { resolve, relay }, time => Assert.True(time.BytesIn >= size && time.BytesOut >= size && time.Samples >= 100));
        }
    }

    [Fact]
    public void Between_two_sizes_times_lie_on_a_line_and_beyond_them_on_the_last_one()
    {
        var times = ServiceTimes.Read(Header + "p256,relay,1000,9,100,10,99,120,2000,2000\np256,relay,3000,9,300,30,290,320,6000,6000\n");

        Assert.Equal([100.0, 100, 200, 300, 400],
            new[] { 10.0, 1000, 2000, 3000, 4000 }.Select(size => times.Of("p256", TrustedWork.Relay, size).MeanUs));
        Assert.Equal(8000, times.Of("p256", TrustedWork.Relay, 4000).BytesIn);
        Assert.Equal<long>([1000, 3000], times.Sizes("p256"));
        Assert.Contains("has no resolve with the suite p256",
            Assert.Throws<FormatException>(() => times.Of("p256", TrustedWork.Resolve, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(Header, "there is no row in it")]
    [InlineData("suite,operation\np256,relay\n", "line 1: there is no column message_bytes")]
    [InlineData("suite," + Header + "p256,p256,relay,1,1,1,1,1,1,1,1\n", "line 1: the column 'suite' is there twice")]
    [InlineData("more," + Header + "more,p256,relay,1,1,1,1,1,1,1,1\n", "line 1: the column 'more' is not known here")]
    [InlineData(Header + "p256,dance,1,1,1,1,1,1,1,1\n", "line 2: operation is 'dance': there are resolve, relay")]
    [InlineData(Header + "p256,relay,1,1,soon,1,1,1,1,1\n", "line 2: mean_us is 'soon'")]
    [InlineData(Header + "p256,relay,1,1,\"1,5\",1,1,1,1,1\n", "line 2: mean_us is '1,5'")]
    [InlineData(Header + "p256,relay,1,1,0,1,1,1,1,1\n", "line 2: mean_us is '0': mean_us is above 0")]
    [InlineData(Header + "p256,relay,1,1,NaN,1,1,1,1,1\n", "line 2: mean_us is 'NaN'")]
    [InlineData(Header + "p256,relay,1,1,1,1,1,1e400,1,1\n", "line 2: p99_us is '1e400'")]
    [InlineData(Header + "p256,relay,1,1,5,-1,1,1,1,1\n", "line 2")]
    [InlineData(Header + "p256,relay,1,1,5,1,1,1,1,1\np256,relay,1,1,6,1,1,1,1,1\n",
        "line 3: message_bytes is '1': p256, relay and this size are there already")]
    public void A_file_that_is_no_calibration_is_refused_with_its_line(string csv, string said)
    {
        var problem = Assert.ThrowsAny<FormatException>(() => ServiceTimes.Read(csv));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    /// <summary>A clock whose every look is a microsecond later: each exchange takes one, whatever the machine does.</summary>
    [Theory]
    [InlineData("p256", TrustedWork.Resolve)]
    [InlineData("p256", TrustedWork.Relay)]
    [InlineData("curve25519", TrustedWork.Resolve)]
    [InlineData("curve25519", TrustedWork.Relay)]
    public void Calibration_times_a_real_trusted_party_by_the_clock_given(string suite, TrustedWork work)
    {
        var time = new Calibrator(new Ticking()).Measure(suite, work, 1024, 20);

        Assert.Equal((20, 1.0, 0.0, 1.0, 1.0), (time.Samples, time.MeanUs, time.DeviationUs, time.MedianUs, time.P99Us));
        // A resolve: names, Z and the signature, which reveals Z; a relay: the message, and the signature, which reveals it. Both answer
        // with the message and with what was signed.
        Assert.InRange(time.BytesIn, 2048, 2700);
        Assert.InRange(time.BytesOut, 2048, 2700);
    }

    [Fact]
    public void The_quietest_of_several_rounds_counts()
    {
        // In the last one other work of the machine slowed less than half of the exchanges, which the median does not show.
        var rounds = new[] { (30.0, 29.0), (10, 9),
            (20, 8) }.Select(round => ServiceTimes.Default.All[0] with { MeanUs = round.Item1, MedianUs = round.Item2 });

        Assert.Equal(10, Calibrator.Quietest(rounds).MeanUs);
    }

    private sealed class Ticking : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => now++;
    }
}
