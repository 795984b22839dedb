using System.Collections.Immutable;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Definition;
using FairExchange.Model.Drawing;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification;

/// <summary>What "serves subscribers only" takes away: the requests of an honest party that has not paid, and nothing else.</summary>
public class SubscriptionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_honest_partys_requests_are_there_if_it_has_paid_and_the_adversarys_always(bool hasPaid)
    {
        var protocol = hasPaid ? FairCemSubscribed.Protocol : FairCemSubscribed.Unsubscribed;
        var (open, served) = (Requests(FairCemNamed.Protocol), Requests(protocol));

        Assert.Contains(open, request => Asker(request) == "Bob");
        Assert.Equal(open.Where(request => hasPaid || Asker(request) != "Bob").Select(request => request.ToString()),
            served.Select(request => request.ToString()));
        Assert.Contains(served, request => Asker(request) == "Mallory");
    }

    [Fact]
    public void A_reader_is_told_who_has_paid()
    {
        Assert.Contains(
            "serves subscribers only; of the two parties: B", AliceBobNotation.Of(FairCemSubscribed.Protocol), StringComparison.Ordinal);
        Assert.Contains(
            "serves subscribers only; neither party is one", AliceBobNotation.Of(FairCemSubscribed.Unsubscribed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_must_say_who_asks()
    {
        var problem = Assert.Throws<DefinitionException>(() => Mail(Tuple(M, r)).SubscribersOnly(VPO, B).Build());
        Assert.Equal(("B", "the request does not say who asks"), (problem.Term!.ToString(), problem.Problem[^33..]));
        Mail(Tuple(B, M, r)).SubscribersOnly(VPO, B).Build();
    }

    [Fact]
    public void Only_parties_subscribe_and_only_to_a_trusted_party()
    {
        Assert.Contains("none of the two parties",
            Assert.Throws<DefinitionException>(() => Mail(Tuple(B, M, r)).SubscribersOnly(VPO, TP).Build()).Problem,
            StringComparison.Ordinal);
        Assert.Contains("no trusted party", Assert.Throws<DefinitionException>(() => Mail(Tuple(B, M, r)).SubscribersOnly(PO, B)).Problem,
            StringComparison.Ordinal);
    }

    private static ProtocolDefinition Mail(Term request) => new ProtocolDefinition("mail", "Mail", section: "none")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, VPO, Lossy).Channel(VPO, B, Lossy)
        .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, M))
        .Party(B, knows: [], b => b.Receive("A1", M).Fresh(r).Send("B1", VPO, request))
        .Trusted(VPO, vpo => vpo.Receive("B1", request))
        .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
        .Wants(B, "message", M);

    private static ImmutableArray<Event> Requests(Protocol protocol) =>
        [.. Ground.Of(World.Against(protocol, protocol.Second, [protocol.Second])).Events.Where(happening =>
            happening.At.Role is Role.Trusted)];

    private static string? Asker(Event request) => request.Binding[B]?.ToString();
}
