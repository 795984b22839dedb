using FairExchange.Cryptography;
using FairExchange.Experiments.Calibration;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Simulation.Engine;

namespace FairExchange.Tests.Experiments.Parameters;

public class ServiceTimesTests
{
    private const string Header = "suite,operation,message_bytes,samples,mean_us,stddev_us,p50_us,p99_us\n";

    [Fact]
    public void The_committed_calibration_has_every_suite_operation_and_size()
    {
        foreach (var (suite, size) in Suite.All.SelectMany(suite => Calibrator.Sizes.Select(size => (suite.Name, size))))
        {
            ServiceTime Of(string operation) => ServiceTimes.Default.Of(suite, operation, size);

            Assert.All(ServiceTime.Operations.Concat(StudiedProtocol.Usual.Select(protocol => protocol.Id)), operation =>
            {
                Assert.Equal(size, Of(operation).MessageBytes);
                Assert.True(Of(operation).Samples >= 100);
            });
            // A resolve verifies and decrypts; a relay only verifies.
            Assert.True(Of("fair-cem").MeanUs > Of("cem0").MeanUs, $"{suite} {size}");
        }
    }

    /// <summary>Whole exchanges are taken only where those of all protocols were timed: like is compared with like.</summary>
    [Fact]
    public void Times_are_those_of_exchanges_or_sums_over_operations_for_all_protocols_alike()
    {
        var (usual, named) = (StudiedProtocol.Usual, new StudiedProtocol(FairCemNamed.Protocol));
        var times = ServiceTimes.Default;
        var work = Assert.Single(usual[1].Contacts("p256", 1024).Select(contact => contact.Work).DistinctBy(work => work.BytesIn));

        Assert.Equal(ServiceTimes.OfExchanges, times.SourceFor(usual));
        Assert.Equal(ServiceTimes.OfOperations, times.SourceFor([.. usual, named]));
        Assert.Equal(times.Of("p256", "fair-cem", 1024).MeanUs,
            times.Of("p256", usual[1], work, 1024, ServiceTimes.OfExchanges).MeanUs);
        // Z and what lies in it are a little longer than the message.
        Assert.InRange(times.Of("p256", usual[1], work, 1024, ServiceTimes.OfOperations).MeanUs / new[] { "verify", "decrypt", "message" }
            .Sum(operation => times.Of("p256", operation, 1024).MeanUs * (operation == "message" ? 3 : 1)), 1, 1.01);
    }

    [Fact]
    public void Between_two_sizes_times_lie_on_a_line_and_beyond_them_on_the_last_one()
    {
        var times = ServiceTimes.Read(Header + "p256,cem0,1000,9,100,10,99,120\np256,cem0,3000,9,300,30,290,320\n");

        Assert.Equal([100.0, 100, 200, 300, 400],
            new[] { 10.0, 1000, 2000, 3000, 4000 }.Select(size => times.Of("p256", "cem0", size).MeanUs));
        Assert.Contains("has no fair-cem with the suite p256",
            Assert.Throws<FormatException>(() => times.Of("p256", "fair-cem", 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(Header, "there is no row in it")]
    [InlineData("suite,operation\np256,cem0\n", "line 1: there is no column message_bytes")]
    [InlineData("suite," + Header + "p256,p256,cem0,1,1,1,1,1,1\n", "line 1: the column 'suite' is there twice")]
    [InlineData("more," + Header + "more,p256,cem0,1,1,1,1,1,1\n", "line 1: the column 'more' is not known here")]
    [InlineData(Header + "p256,dance,1,1,1,1,1,1\n", "line 2: operation is 'dance': there are cem0, fair-cem, message, sign")]
    [InlineData(Header + "p256,cem0,1,1,soon,1,1,1\n", "line 2: mean_us is 'soon'")]
    [InlineData(Header + "p256,cem0,1,1,\"1,5\",1,1,1\n", "line 2: mean_us is '1,5'")]
    [InlineData(Header + "p256,cem0,1,1,0,1,1,1\n", "line 2: mean_us is '0': mean_us is above 0")]
    [InlineData(Header + "p256,cem0,1,1,NaN,1,1,1\n", "line 2: mean_us is 'NaN'")]
    [InlineData(Header + "p256,cem0,1,1,1,1,1,1e400\n", "line 2: p99_us is '1e400'")]
    [InlineData(Header + "p256,cem0,1,1,5,-1,1,1\n", "line 2")]
    [InlineData(Header + "p256,cem0,1,1,5,1,1,1\np256,cem0,1,1,6,1,1,1\n",
        "line 3: message_bytes is '1': p256, cem0 and this size are there already")]
    public void A_file_that_is_no_calibration_is_refused_with_its_line(string csv, string said)
    {
        var problem = Assert.ThrowsAny<FormatException>(() => ServiceTimes.Read(csv));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    /// <summary>A clock whose every look is a microsecond later: each exchange takes one, whatever the machine does.</summary>
    [Theory]
    [InlineData("p256")]
    [InlineData("curve25519")]
    public void Calibration_times_exchanges_and_operations_by_the_clock_given(string suite)
    {
        var calibrator = new Calibrator(new Ticking());

        Assert.All(StudiedProtocol.Usual, protocol => Assert.Equal(
            new ServiceTime(suite, protocol.Id, 1024, 20, 1, 0, 1, 1), calibrator.Measure(suite, protocol, 1024, 20)));
        // A post office has four messages in the time that is measured.
        Assert.All(Enum.GetValues<Operation>(), operation => Assert.Equal(
            operation == Operation.Message ? 0.25 : 1, calibrator.Measure(suite, operation, 1024, 20).MeanUs));
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
