using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>
/// What searches leave out, and what they must not; that no verdict hangs on it, the second method shows, which leaves out nothing.
/// </summary>
public class EssentialTests
{
    [Fact]
    public void A_Z_that_names_another_recipient_is_as_good_as_junk_to_Bob()
    {
        var all = Recipients(Ground.Of(Recipient(FairCemNamed.Protocol)));
        var essential = Recipients(Ground.Essential(Recipient(FairCemNamed.Protocol)));

        Assert.Contains("Mallory", all);
        Assert.Equal(["Bob"], essential.Distinct());
        Assert.Contains(Ground.Essential(Recipient(FairCemNamed.Protocol)).Events, happening => happening.Label == "A1"
            && happening.Binding.Values["Z"] is Term.Constant);
    }

    /// <summary>There the post office opens it for whoever asks.</summary>
    [Fact]
    public void But_not_where_the_post_office_does_not_look_at_the_recipient() =>
        Assert.Contains("Mallory", Recipients(Ground.Essential(Recipient(BrokenFairCem.IgnoresRecipient))));

    /// <summary>The post office does not answer, and yet the judge takes Bob's signature for a receipt to whoever is named.</summary>
    [Fact]
    public void Nor_where_a_receipt_may_be_made_of_it() =>
        Assert.Contains(Ground.Essential(Recipient(FairCem.Protocol)).Events, happening => happening.Label == "A1"
            && happening.Binding.Values["Z"] is Term.Encryption { Plaintext: Term.Tuple inside }
            && inside.Items[0] != happening.Binding.Values["A"]);

    [Fact]
    public void A_Z_with_another_time_than_Bob_was_told_is_as_good_as_junk()
    {
        Assert.Contains(Recipient(FairCemCutoff.Protocol).Events(Ground.Of), HasOtherTime);
        Assert.DoesNotContain(Recipient(FairCemCutoff.Protocol).Events(Ground.Essential), HasOtherTime);

        static bool HasOtherTime(Event happening) => happening.Label == "A1"
            && happening.Binding.Values["Z"] is Term.Encryption { Plaintext: Term.Tuple inside }
            && inside.Items[3] != happening.Binding.Values["T"];
    }

    /// <summary>What Mallory encrypted teaches her nothing when it is opened; what Alice encrypted does.</summary>
    [Fact]
    public void The_post_office_need_not_answer_the_adversary_about_its_own_Z()
    {
        var requests = World.Against(FairCemNamed.Protocol, FairCemNamed.Protocol.First, [FairCemNamed.Protocol.First])
            .Events(Ground.Essential)
            .Where(happening => happening.At.Role is Role.Trusted).ToList();

        Assert.NotEmpty(requests);
        Assert.All(requests, request => Assert.Contains("M.1", request.Binding.Values["M"].ToString(), StringComparison.Ordinal));
    }

    private static World Recipient(Protocol protocol) => World.Against(protocol, protocol.Second, [protocol.Second]);

    private static List<string> Recipients(Ground ground) => [.. ground.Events.Where(happening => happening.Label == "A1")
        .Select(happening => happening.Binding.Values["Z"]).OfType<Term.Encryption>()
            .Select(closed => ((Term.Tuple)closed.Plaintext).Items[1].ToString()!)];
}

internal static class WorldExtensions
{
    public static IEnumerable<Event> Events(this World world, Func<World, Ground> ground) => ground(world).Events;
}
