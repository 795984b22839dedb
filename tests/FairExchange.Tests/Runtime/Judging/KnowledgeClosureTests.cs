using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Tests.Runtime.Judging;

/// <summary>What somebody can show who has looked into nothing yet: in a real suite, and in the one that moves terms.</summary>
public class KnowledgeClosureTests
{
    private static readonly World World = World.Of("curve25519");

    public static TheoryData<bool> RealOrSymbolic => [true, false];

    /// <summary>One ciphertext inside another, under the second of two keys, and nothing else is held.</summary>
    [Theory]
    [MemberData(nameof(RealOrSymbolic))]
    public void What_is_encrypted_to_any_of_ones_names_is_read_however_deep_it_lies(bool isReal)
    {
        var (alice, trudy) = (Of("Alice", isReal), Of("Trudy", isReal));
        var inner = alice.Encrypt(World.Alice, World.Mail, World.Coins(1))!;
        var held = Holdings.Empty.With(alice.Encrypt(World.Alice, new Value.Tuple([World.Bob, inner]), World.Coins(2))!);

        Assert.Contains(World.Mail, KnowledgeClosure.Of(held, Wanted(M), [], alice).Values);
        Assert.Contains(World.Mail, KnowledgeClosure.Of(held, Wanted(M), [], trudy, alice).Values);
        Assert.DoesNotContain(World.Mail, KnowledgeClosure.Of(held, Wanted(M), [], trudy).Values);
    }

    /// <summary>
    /// What Bob has signed is a digest or a ciphertext to whoever holds it; that it is of M is known to who makes it again.
    /// </summary>
    [Theory]
    [MemberData(nameof(RealOrSymbolic))]
    public void What_can_be_made_again_of_what_is_held_is_known_for_what_it_is(bool isReal)
    {
        var bob = Of("Bob", isReal);
        IsShown(Hash(Tuple(A, M)), bob.Hash(new Value.Tuple([World.Alice, World.Mail])));
        IsShown(Encrypt(VPO, M, r), bob.Encrypt(new Value.Name("VPO"), World.Mail, World.Coins(1))!);

        void IsShown(Term term, Value made)
        {
            var held = Holdings.Empty.With(bob.Sign(made)).With(World.Mail).With(World.Coins(1));
            var item = Wanted(Sign(B, term));
            Assert.Empty(held.Fill(item.Term, Environment.Empty));
            Assert.Equal(World.Mail, Assert.Single(Closed(held, item, isReal).Fill(item.Term, Environment.Empty))[M]);
            Assert.Empty(Closed(Holdings.Empty.With(bob.Sign(made)).With(new Value.Message(default)).With(World.Coins(1)), item, isReal)
                .Fill(item.Term, Environment.Empty));
            Assert.Empty(KnowledgeClosure.Of(held, item, [], Of("Alice", isReal)).Fill(item.Term, Environment.Empty));
        }
    }

    /// <summary>
    /// A digest of a ciphertext: nobody has sent the ciphertext itself, and it comes up only once the digest is made again.
    /// </summary>
    [Theory]
    [MemberData(nameof(RealOrSymbolic))]
    public void What_lies_closed_inside_what_is_closed_is_made_again_too(bool isReal)
    {
        var bob = Of("Bob", isReal);
        var sealedMail = bob.Encrypt(new Value.Name("VPO"), World.Mail, World.Coins(1))!;
        var held = Holdings.Empty.With(bob.Sign(bob.Hash(sealedMail))).With(World.Mail).With(World.Coins(1));
        var inner = Encrypt(VPO, M, r);

        foreach (var item in new[] { Wanted(Sign(B, Hash(inner))), Wanted(Sign(B, inner)) with { Replacement = Sign(B, Hash(inner)) } })
        {
            Assert.Equal(World.Mail, Assert.Single(Closed(held, item, isReal).Fill(item.Forms[^1], Environment.Empty))[M]);
        }
    }

    /// <summary>One ciphertext has been opened by then, and that is not yet all that there is to open.</summary>
    [Theory]
    [MemberData(nameof(RealOrSymbolic))]
    public void What_was_decrypted_just_now_shows_what_a_signed_digest_is_of(bool isReal)
    {
        var (alice, bob) = (Of("Alice", isReal), Of("Bob", isReal));
        var held = Holdings.Empty.With(alice.Encrypt(World.Alice, World.Mail, World.Coins(1))!).With(bob.Sign(bob.Hash(World.Mail)));
        var item = Wanted(Sign(B, Hash(M)));

        Assert.Equal(World.Mail, Assert.Single(Closed(held, item, isReal).Fill(item.Term, Environment.Empty))[M]);
    }

    /// <summary>Goods are opened by a key that comes to light only here.</summary>
    [Theory]
    [MemberData(nameof(RealOrSymbolic))]
    public void Goods_are_opened_by_a_key_that_was_encrypted_to_the_holder(bool isReal)
    {
        var (alice, key) = (Of("Alice", isReal), new Value.Key(World.Coins(3).Bytes));
        var goods = alice.Lock(World.Mail, key)!;
        var held = Holdings.Empty.With(goods).With(alice.Encrypt(World.Alice, key, World.Coins(1))!);

        Assert.Contains(World.Mail, Closed(held, Wanted(M), isReal).Values);
    }

    private static Holdings Closed(Holdings held, Item item, bool isReal) =>
        KnowledgeClosure.Of(held, item, ["Alice", "Bob", "VPO"], Of("Alice", isReal));

    private static Item Wanted(Term term) => new(A, "item", term, null);

    private static CryptoOperations Of(string name, bool isReal) =>
        isReal ? World.As(name, World.Entry("fair-cem")) : new SymbolicOperations(name);
}
