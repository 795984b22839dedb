using System.Collections.Immutable;
using FairExchange.Applications.Certificates;

namespace FairExchange.Tests.Applications.Certificates;

public class ChoiceTests
{
    private const string Mail = Transaction.CertifiedMail;

    private static readonly CertifiedWorld World = CertifiedWorld.Of("p256");

    [Fact]
    public void The_first_of_the_senders_that_the_recipient_recognises_is_chosen()
    {
        var (alice, bob) = (World.Certify("Alice", CertifiedWorld.Those("Post", "CitiCorp", "Federal Reserve")),
            World.Certify("Bob", CertifiedWorld.Those("Federal Reserve", "CitiCorp")));

        Assert.Equal("CitiCorp", Chosen(alice, bob));
        Assert.Equal("Federal Reserve", Chosen(bob, alice));
    }

    [Fact]
    public void A_list_for_the_type_comes_before_the_overall_one_and_excludes_it_where_it_is_critical()
    {
        var (alice, lists) = (World.Certify("Alice", CertifiedWorld.Those("CitiCorp", "Federal Reserve")),
            CertifiedWorld.Those("CitiCorp").With(Mail, "Federal Reserve"));

        Assert.Equal("CitiCorp", Chosen(alice, World.Certify("Bob", lists)));
        Assert.Equal("Federal Reserve", Chosen(alice, World.Certify("Bob", lists with { Only = true })));
        Assert.Equal("Federal Reserve", Chosen(World.Certify("Bob", lists), alice));
        Assert.Equal("CitiCorp", Choice.Of(World.Certify("Bob", lists with { Only = true }), alice, Transaction.ContractSigning, out _));
    }

    [Fact]
    public void Where_there_is_nobody_in_common_the_refusal_says_who_recognises_whom()
    {
        var alice = World.Certify("Alice", CertifiedWorld.Those("CitiCorp").With(Mail, "Post") with { Only = true });
        Assert.Null(Choice.Of(alice, World.Certify("Bob", CertifiedWorld.Those("CitiCorp", "Federal Reserve")), Mail, out var refusal));
        Assert.Equal("no trusted party that both recognise for certified-mail: Alice recognises Post, Bob recognises CitiCorp, Federal "
            + "Reserve", refusal!.Describe());
        Assert.Null(Choice.Of(alice, World.Certify("Bob", RecognisedParties.Nobody), Mail, out refusal));
        Assert.EndsWith("Bob recognises nobody", refusal!.Describe(), StringComparison.Ordinal);
    }

    /// <summary>A bank that both recognise does not decide about its own exchanges.</summary>
    [Fact]
    public void Neither_of_the_two_is_their_trusted_party()
    {
        var (bank, alice) = (World.Certify("CitiCorp", CertifiedWorld.Those("CitiCorp", "Federal Reserve")),
            World.Certify("Alice", CertifiedWorld.Those("CitiCorp", "Federal Reserve")));
        Assert.Equal("Federal Reserve", Chosen(alice, bank));
        Assert.Equal("Federal Reserve", Chosen(bank, alice));
        Assert.Null(Choice.Of(alice, alice, Mail, out var refusal));
        Assert.Equal(new AgreementRefusal.SameName("Alice"), refusal);
        Assert.Null(Choice.Of(alice, bank, "no type", out refusal));
        Assert.Equal(new AgreementRefusal.BadTransaction(), refusal);
    }

    /// <summary>
    /// Every pair of short lists: what is chosen is on both, no earlier one of the sender's is, and a refusal means that there is none.
    /// </summary>
    [Fact]
    public void The_choice_is_on_both_lists_and_the_first_such()
    {
        ImmutableArray<string> pool = ["CitiCorp", "Federal Reserve", "Post"];
        var lists = pool.SelectMany(one => pool.Where(two => two != one).Select(two => (ImmutableArray<string>)[one, two]).Append([one]))
            .ToList();
        var (alices, bobs) = (lists.Select(list => World.Certify("Alice", CertifiedWorld.Those(list))).ToList(),
            lists.Select(list => World.Certify("Bob", CertifiedWorld.Those(list))).ToList());
        foreach (var (alice, bob) in alices.SelectMany(alice => bobs.Select(bob => (alice, bob))))
        {
            var (first, second) = (alice.Recognised.Overall, bob.Recognised.Overall);
            var chosen = Choice.Of(alice, bob, Mail, out var refusal);
            Assert.Equal(chosen is null, refusal is not null);
            Assert.Equal(chosen is null, !first.Intersect(second).Any());
            Assert.All(first.TakeWhile(name => name != chosen), earlier => Assert.DoesNotContain(earlier, second));
            Assert.True(chosen is null || (first.Contains(chosen) && second.Contains(chosen)));
        }
    }

    private static string? Chosen(VerifiedCertificate sender, VerifiedCertificate recipient)
    {
        var chosen = Choice.Of(sender, recipient, Mail, out var refusal);
        Assert.Null(refusal);
        return chosen;
    }
}
