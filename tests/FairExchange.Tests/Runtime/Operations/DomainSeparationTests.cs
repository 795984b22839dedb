using System.Text;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Runtime.Operations;

/// <summary>
/// Bytes mean what the model's terms mean: no confusion that the model cannot see, and no separation that the model does not have.
/// </summary>
public class DomainSeparationTests
{
    private static readonly Value.Tuple Body = new([World.Alice, World.Bob, World.Mail]);

    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void A_signature_made_in_one_protocol_holds_in_no_other(string suite)
    {
        foreach (var (one, other) in Entries.All.SelectMany(one => Entries.All.Select(other => (one, other))))
        {
            var signature = World.Of(suite).As("Bob", one).Sign(Body);
            Assert.Equal(one == other, World.Of(suite).Judge(other).Verify(signature));
        }
    }

    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void A_ciphertext_made_in_one_protocol_opens_in_no_other_and_is_not_remade_there(string suite)
    {
        foreach (var (one, other) in Entries.All.SelectMany(one => Entries.All.Select(other => (one, other))))
        {
            var ciphertext = World.Of(suite).As("Alice", one).Encrypt(World.Bob, Body, World.Coins(1))!;
            Assert.Equal(one == other, World.Of(suite).As("Bob", other).Decrypt(ciphertext) is not null);
            Assert.Equal(one == other, World.Of(suite).As("Alice", other).Encrypt(World.Bob, Body, World.Coins(1)) == ciphertext);
        }
    }

    /// <summary>
    /// One id, two definitions: in the other one A2 comes with a name, and what was signed before the change says nothing after it.
    /// </summary>
    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void What_was_signed_or_encrypted_under_a_definition_means_nothing_once_it_is_edited(string suite)
    {
        var (world, before) = (World.Of(suite), World.Entry("fair-cem"));
        var after = before with { Items = before.Items.SetItem(1, before.Items[1] with { Term = Terms.Tuple(Symbols.M, Symbols.A) }) };
        var retitled = before with { Title = "another title", Expectations = [] };
        var (signature, ciphertext) = (
            world.As("Bob", before).Sign(Body), world.As("Alice", before).Encrypt(World.Bob, Body, World.Coins(1))!);

        Assert.False(world.Judge(after).Verify(signature));
        Assert.Null(world.As("Bob", after).Decrypt(ciphertext));
        Assert.NotEqual(world.Judge(before).Hash(Body), world.Judge(after).Hash(Body));
        Assert.Null(world.Judge(after)
            .Unlock(world.Judge(before).Lock(World.Mail, new Value.Key(World.Coins(1).Bytes))!, new Value.Key(World.Coins(1).Bytes)));
        Assert.True(world.Judge(retitled).Verify(signature));
        Assert.NotNull(world.As("Bob", retitled).Decrypt(ciphertext));
    }

    [Fact]
    public void A_digest_made_in_one_protocol_is_none_in_another()
    {
        var (one, other) = (World.Of("p256").Judge(Entries.All[0]), World.Of("p256").Judge(Entries.All[1]));

        Assert.Equal(one.Hash(Body), one.Hash(Body));
        Assert.NotEqual(one.Hash(Body), other.Hash(Body));
        Assert.NotEqual(one.Hash(Body), one.Hash(World.Mail));
    }

    [Fact]
    public void Goods_sealed_in_one_protocol_open_in_no_other()
    {
        var key = new Value.Key(World.Coins(1).Bytes);
        foreach (var (one, other) in Entries.All.SelectMany(one => Entries.All.Select(other => (one, other))))
        {
            var goods = World.Of("p256").Judge(one).Lock(World.Mail, key)!;
            Assert.Equal(one == other ? World.Mail : null, World.Of("p256").Judge(other).Unlock(goods, key));
        }
    }

    /// <summary>The domains as they are written down: another implementation, and evidence of last year, depend on them.</summary>
    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void The_domain_is_the_format_the_protocol_its_definition_and_the_kind(string suite)
    {
        var (world, protocol) = (World.Of(suite), World.Entry("fair-cem"));
        var signature = world.As("Bob", protocol).Sign(Body);
        var ciphertext = world.As("Alice", protocol).Encrypt(World.Bob, Body, World.Coins(1));

        Assert.True(world.KeysOf(
            "Bob").Verification.Verify(Encoding.ASCII.GetBytes($"fair-exchange/2 fair-cem {protocol.Digest}\0signature"), Wire.Encode(Body),
            signature.Proof.Span));
        Assert.Equal(
            new Value.Ciphertext(new Bytes(world.Suite.Encryption.Encrypt(
                world.KeysOf("Bob").Encryption, Encoding.ASCII.GetBytes($"fair-exchange/2 fair-cem {protocol.Digest}\0encryption"),
                Wire.Encode(Body), World.Coins(1).Bytes.Span))),
            ciphertext);
    }

    /// <summary>The same bytes as a message, a contract, a ciphertext, a name: four things.</summary>
    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void What_is_signed_as_one_kind_is_not_signed_as_another(string suite)
    {
        var bytes = new Bytes("Bob and his 32 bytes that serve."u8.ToArray());
        Value[] kinds =
        [
            new Value.Message(bytes), new Value.Contract(bytes), new Value.Ciphertext(bytes), new Value.Coins(bytes),
            new Value.Digest(bytes), new Value.Key(bytes), new Value.Bulk(bytes),
            new Value.Name(Encoding.UTF8.GetString(bytes.Span)), new Value.Tuple([World.Alice, World.Bob]),
            new Value.Parties(World.Alice, World.Bob), new Value.Tag("abort"), new Value.Name("abort"),
            new Value.Message(new Bytes(Wire.Encode(new Value.Contract(bytes)))),
        ];
        var world = World.Of(suite);
        var bob = world.As("Bob", World.Entry("honest-cem"));
        foreach (var (signed, shown) in kinds.SelectMany(signed => kinds.Select(shown => (signed, shown))))
        {
            Assert.Equal(ReferenceEquals(signed, shown), bob.Verify(bob.Sign(signed) with { Body = shown }));
        }
    }

    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void A_signature_is_its_signers_and_nobody_signs_for_who_is_not_known(string suite)
    {
        var (world, protocol) = (World.Of(suite), World.Entry("fair-cem"));
        var signature = world.As("Bob", protocol).Sign(Body);

        Assert.True(world.Judge(protocol).Verify(signature));
        Assert.False(world.Judge(protocol).Verify(signature with { Signer = World.Alice }));
        Assert.False(world.Judge(protocol).Verify(signature with { Signer = new Value.Name("bob") }));
        Assert.False(world.Judge(protocol, KeyDirectory.Empty).Verify(signature));
        Assert.Null(world.Judge(protocol, KeyDirectory.Empty).Encrypt(World.Bob, Body, World.Coins(1)));
        Assert.Null(world.Judge(protocol).Decrypt(world.Judge(protocol).Encrypt(World.Bob, Body, World.Coins(1))!));
        Assert.Throws<InvalidOperationException>(() => world.Judge(protocol).Sign(Body));
    }

    [Fact]
    public void Each_operation_is_counted_once()
    {
        var bob = World.Of("p256").As("Bob", World.Entry("fair-cem"));
        bob.Decrypt(bob.Encrypt(World.Bob, Body, World.Coins(1))!);
        bob.Verify(bob.Sign(Body));
        bob.Hash(Body);

        Assert.Equal(4, bob.PublicKeyOperations);
    }

    /// <summary>Wiped or not, no key reaches a log.</summary>
    [Fact]
    public void Keys_are_named_and_not_shown()
    {
        var suite = World.Of("p256").Suite;
        using var signing = suite.Signatures.GenerateKey();
        using var decryption = suite.Encryption.GenerateKey();

        Assert.Equal("keys of Bob", new PrivateKeys("Bob", signing, decryption).ToString());
    }
}
