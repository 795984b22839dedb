using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using static FairExchange.Simulation.Campaigns.Result;

namespace FairExchange.Tests.Simulation;

/// <summary>The sender who delivers other goods than Z speaks of.</summary>
public class OtherGoodsTests
{
    [Fact]
    public void Other_goods_get_a_receipt_for_goods_that_were_never_sent_unless_Bob_signs_their_digest()
    {
        Assert.Equal([UnfairToBob], Runs.Results(FairCemBulk.Protocol, "other-goods", "honest"));
        Assert.Equal([Neither], Runs.Results(FairCemBulkBound.Protocol, "other-goods", "honest"));
        // On real bytes too: Bob asked the post office, and the key that it sent him opens nothing that he has.
        Assert.All(Runs.Play(FairCemBulk.Protocol, "other-goods", "honest", suite: "p256", count: 2), run =>
        {
            Assert.Equal(1, run.Meter.Trusted.Requests);
            Assert.DoesNotContain(run.Second.Holdings.Values, value => value is Value.Message);
            Assert.False(run.Observation.Satisfies(Property.Fairness, FairCemBulk.Protocol.Second.Name));
        });
    }
}
