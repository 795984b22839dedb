using FairExchange.Experiments.Protocols;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Simulation.Engine;

namespace FairExchange.Tests.Experiments.Protocols;

/// <summary>What trusted parties have to do is found by playing definitions; here it is counted from the paper's arrows.</summary>
public class StudiedProtocolTests
{
    public static TheoryData<string> Ids => [.. Entries.All.Where(entry => !entry.TrustedParties.IsEmpty).Select(entry => entry.Id)];

    /// <summary>Optimism is the claim that honest runs need no trusted party: its verdict and the played run are two ways to ask.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void A_trusted_party_is_virtual_where_the_catalogue_proves_optimism(string id)
    {
        var studied = new StudiedProtocol(Entries.All.Single(entry => entry.Id == id));
        var expected = studied.Protocol.Expectations.First(expectation => expectation.Property == Property.Optimism);

        Assert.Equal(expected.AttackedFrom is null, !studied.IsVisible);
        Assert.NotEmpty(studied.Contacts("p256", 100));
        Assert.All(studied.Needed, share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void A_protocol_without_trusted_party_is_refused() => Assert.Equal(
        "honest-cem has no trusted party that could carry anything",
        Assert.Throws<FormatException>(() => new StudiedProtocol(HonestCem.Protocol)).Message);

    /// <summary>
    /// Bytes are those that the first calibrations saw at trusted parties which the calibrator had asked by hand.
    /// </summary>
    [Theory]
    [InlineData("p256", 1024, 2146, 2130, 2414, 2302)]
    [InlineData("p256", 100_000, 200_102, 200_086, 200_374, 200_260)]
    [InlineData("curve25519", 1024, 2146, 2130, 2348, 2269)]
    public void A_relay_verifies_and_a_resolve_verifies_and_decrypts(
        string suite, long bytes, long relayIn, long relayOut, long resolveIn, long resolveOut)
    {
        var relay = Assert.Single(StudiedProtocol.Usual[0].Contacts(suite, bytes));
        var resolves = StudiedProtocol.Usual[1].Contacts(suite, bytes);

        Assert.Equal((null, 2, 2, relayIn, relayOut, relayIn),
            (relay.Cause, relay.Work.Requests, relay.Work.Answers, relay.Work.BytesIn, relay.Work.BytesOut, relay.Work.KeptBytes));
        Assert.Equal((4, 1, 5),
            (relay.Work.Count(Operation.Message), relay.Work.Count(Operation.Verify), relay.Work.Steps.Sum(step => step.Value)));
        Assert.Equal(Enum.GetValues<Cause>().Cast<Cause?>(), resolves.Select(resolve => resolve.Cause));
        Assert.All(resolves, resolve =>
        {
            Assert.Equal((1, 2, resolveIn, resolveOut, 0), (resolve.Work.Requests, resolve.Work.Answers, resolve.Work.BytesIn,
                resolve.Work.BytesOut, resolve.Work.KeptBytes));
            Assert.Equal((1, 1, 1), (resolve.Work.Count(Operation.Verify), resolve.Work.Count(Operation.Decrypt),
                resolve.Work.KeyOperations));
        });
    }

    /// <summary>Two signatures in B2 of fair-ecs; two letters in ecs0, each with one; a signed request is one signature more.</summary>
    [Fact]
    public void More_signatures_are_more_work()
    {
        long Verified(Protocol protocol) => new StudiedProtocol(protocol).Contacts("p256", 100)[0].Work.Count(Operation.Verify);

        Assert.Equal((2, 2), (Verified(FairEcs.Protocol), Verified(Ecs0.Protocol)));
        Assert.Equal((1, 2), (Verified(FairCemNamed.Protocol), Verified(FairCemSignedRequest.Protocol)));
        Assert.Equal((1, 2), (Verified(Cem0.Protocol), Verified(Cem0SignedRequest.Protocol)));
    }

    /// <summary>Who is refused is not helped: nothing is opened and nothing sent.</summary>
    [Fact]
    public void A_refusal_is_less_work_than_a_resolve()
    {
        var refused = new StudiedProtocol(FairCemSubscribed.Unsubscribed).Contacts("p256", 100)[0].Work;

        Assert.Equal((1, 0, 0L), (refused.Requests, refused.Answers, refused.BytesOut));
    }

    [Fact]
    public void Every_mishap_brings_fair_cem_to_its_trusted_party_and_cem0_is_there_anyway() => Assert.All(
        StudiedProtocol.Usual, protocol => Assert.Equal([1, 1, 1, 1], protocol.Needed));

    /// <summary>A contract is as long as a message would be, so the two kinds of protocol can be compared.</summary>
    [Fact]
    public void What_is_signed_has_the_length_asked_for()
    {
        var (shorter, longer) = (Bytes(1000), Bytes(3000));

        Assert.InRange(longer - shorter, 2 * 2000, (2 * 2000) + 10);

        static long Bytes(long length) => new StudiedProtocol(Ecs0.Protocol).Contacts("p256", length)[0].Work.BytesIn;
    }
}
