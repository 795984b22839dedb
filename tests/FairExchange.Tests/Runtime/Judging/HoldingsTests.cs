using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using static FairExchange.Model.Catalogue.Symbols;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Tests.Runtime.Judging;

/// <summary>Which items follow from what is held: those, and no others.</summary>
public class HoldingsTests
{
    private static readonly World World = World.Of("p256");
    private static readonly Protocol FairCem = World.Entry("fair-cem");
    private static readonly Value.Message Other = new(new Bytes("another"u8.ToArray()));

    [Fact]
    public void Two_receipts_are_two_deals_however_they_are_mixed()
    {
        var one = Receipt(World.Alice, World.Bob, World.Mail, 1);
        var two = Receipt(World.Trudy, World.Alice, Other, 2);
        // A ciphertext that was made and never signed, a signature of something else, another's message: no third.
        var more = Receipt(World.Alice, World.Bob, Other, 3).Values.OfType<Value.Ciphertext>()
            .Aggregate(Holdings.Empty, (held, z) => held.With(z));
        var holdings = one.Union(two).Union(more).With(Signature("Bob", World.Mail)).With(World.Coins(9));

        Assert.Equal(
            [(World.Alice, World.Bob, World.Mail), (World.Trudy, World.Alice, Other)],
            Deals(holdings).OrderBy(deal => deal.Item1!.ToString(), StringComparer.Ordinal));
        Assert.Equal([(World.Trudy, World.Alice, Other)], Deals(holdings, (M, Other)));
        Assert.Empty(Deals(holdings, (M, Other), (B, World.Bob)));
        Assert.Empty(Deals(holdings, (A, World.Bob)));
    }

    [Fact]
    public void A_garbled_Z_is_a_receipt_for_nothing()
    {
        var garbled = new Value.Ciphertext(new Bytes(new byte[200]));

        Assert.Empty(Deals(Receipt(World.Alice, World.Bob, World.Mail, 1, without: typeof(Value.Signature)).With(garbled)
            .With(Signature("Bob", garbled))));
    }

    [Theory]
    [InlineData(typeof(Value.Message))]
    [InlineData(typeof(Value.Coins))]
    [InlineData(typeof(Value.Signature))]
    [InlineData(typeof(Opening))]
    public void A_receipt_that_lacks_a_part_is_none(Type part) =>
        Assert.Empty(Deals(Receipt(World.Alice, World.Bob, World.Mail, 1, without: part)));

    [Fact]
    public void A_receipt_does_not_speak_for_another_message_or_opening()
    {
        var holdings = Receipt(World.Alice, World.Bob, World.Mail, 1, without: typeof(Value.Message)).With(Other);
        Assert.Empty(Deals(holdings));

        holdings = Receipt(World.Alice, World.Bob, World.Mail, 1, without: typeof(Value.Coins)).With(World.Coins(2));
        Assert.Empty(Deals(holdings));
    }

    /// <summary>The item is signed by the one whom Z names as recipient: Trudy's signature of Bob's Z is nobody's receipt.</summary>
    [Fact]
    public void A_signature_of_whom_Z_does_not_name_is_no_receipt()
    {
        var holdings = Receipt(World.Alice, World.Bob, World.Mail, 1, without: typeof(Value.Signature));

        Assert.Empty(Deals(holdings.With(Signature("Trudy", holdings.Values.OfType<Value.Ciphertext>().Single()))));
    }

    [Theory]
    [InlineData("Alice", "Bob")]
    [InlineData("Bob", "Alice")]
    public void Parties_in_no_order_are_told_apart_by_who_signed(string signer, string other)
    {
        var protocol = World.Entry("ecs0-parties");
        var body = new Value.Tuple([new Value.Parties(World.Alice, World.Bob), World.Contract]);
        var holdings = Holdings.Empty.With(World.As(signer, protocol).Sign(body));
        var filling = Assert.Single(holdings.Fill(protocol.ItemOf(protocol.First).Term, Environment.Empty));

        Assert.Equal(new Value.Name(signer), filling[B]);
        Assert.Equal(new Value.Name(other), filling[A]);
        Assert.Empty(Holdings.Empty.With(World.As("Trudy", protocol).Sign(body))
            .Fill(protocol.ItemOf(protocol.First).Term, Environment.Empty));
    }

    [Fact]
    public void Goods_are_held_where_they_are_seen_inside_something_and_not_where_they_are_sealed()
    {
        var item = FairCem.ItemOf(FairCem.Second);
        var deal = Environment.Empty.With(M, World.Mail);
        var z = World.As("Alice", FairCem).Encrypt(World.Bob, World.Mail, World.Coins(1))!;

        Assert.Single(Holdings.Empty.With(World.Mail).Fill(item.Term, deal));
        Assert.Single(Holdings.Empty.With(new Value.Tuple([World.Bob, Signature("Bob", new Value.Tuple([World.Bob, World.Mail]))]))
            .Fill(item.Term, deal));
        Assert.Single(Holdings.Empty.With(z, new Opening(World.Bob, World.Mail, World.Coins(1))).Fill(item.Term, deal));
        Assert.Empty(Holdings.Empty.With(z).Fill(item.Term, deal));
        Assert.Empty(Holdings.Empty.With(new Value.Contract(World.Mail.Bytes)).Fill(item.Term, deal));
    }

    /// <summary>Sessions verify before they keep: a signature that does not hold never comes to be held.</summary>
    [Fact]
    public void A_session_does_not_hold_what_it_refused()
    {
        var (alice, _) = World.Start(FairCem, FairCem.First);
        var z = alice.Position.Environment[Z]!;
        var (after, _) = alice.Receive(Wire.Encode(new Value.Signature(World.Bob, z, new Bytes(new byte[64]))));

        Assert.Empty(after.Holdings.Values.OfType<Value.Signature>());
        Assert.Empty(Deals(after.Holdings));
    }

    private static Holdings Receipt(Value.Name sender, Value.Name recipient, Value.Message message, byte coins, Type? without = null)
    {
        var plaintext = new Value.Tuple([sender, recipient, message]);
        var z = World.As("Alice", FairCem).Encrypt(new Value.Name("VPO"), plaintext, World.Coins(coins))!;
        var all = Holdings.Empty.With(z, new Opening(new Value.Name("VPO"), plaintext, World.Coins(coins)))
            .With(Signature(recipient.Text, z));
        return new Holdings(all.Held.Entries.Where(pair => pair.Key.GetType() != without).Aggregate(
            new Bindings<Value, Opening?>(), (left, pair) => left.With(pair.Key, without == typeof(Opening) ? null : pair.Value)));
    }

    private static Value.Signature Signature(string signer, Value body) => World.As(signer, FairCem).Sign(body);

    private static IEnumerable<(Value?, Value?, Value?)> Deals(Holdings holdings, params (Term.Variable, Value)[] known) =>
        holdings.Fill(
            FairCem.ItemOf(FairCem.First).Term, known.Aggregate(Environment.Empty, (all, pair) => all.With(pair.Item1, pair.Item2)))
            .Select(filling => ((Value?)filling[A], (Value?)filling[B], (Value?)filling[M]));
}
