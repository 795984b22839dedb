using FairExchange.Model.Catalogue;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Universes;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Grounding;

public class DomainsTests
{
    private static readonly Term.Variable Y = Ciphertext("Y");
    private static readonly Term.Variable s = Coins("s");

    /// <summary>
    /// Alice seals M for Bob, and the seal for the post office. The post office opens the outer seal without seeing into the inner one,
    /// which it knows by a variable: a universe in which that variable ranges over junk only never lets it answer.
    /// </summary>
    [Fact]
    public void An_encryption_of_a_ciphertext_variable_ranges_over_the_ciphertexts()
    {
        var inner = Encrypt(B, M, s);
        var sealedTwice = Of("sealed-twice", VPO, inner,
            a => a.Fresh(M, r, s).Let(Y, inner).Let(Z, Encrypt(VPO, Tuple(A, B, Y), r)).Send("A1", B, Tuple(A, Z)));
        var domains = new Domains(World.OfHonest(sealedTwice, 1));
        var (alice, bob) = (Named("Alice"), Named("Bob"));
        var sealedForBob = Encrypt(bob, new Term.Constant("M.1", Sort.Message), new Term.Constant("s.1", Sort.Coins));

        Assert.Contains(
            Encrypt(Named("VPO"), Tuple(alice, bob, sealedForBob), new Term.Constant("r.1", Sort.Coins)), domains.Of(Sort.Ciphertext));
        Assert.True(new Verifier(() => new Z3Solver()).Reach(sealedTwice, new Scenario.ItemFromTrustedParty(B)).Reached);
    }

    /// <summary>
    /// What the inner seal holds is named by a variable of its own, so it is grounded after the outer one; and yet the outer one must hold
    /// it.
    /// </summary>
    [Fact]
    public void An_encryption_with_a_digest_in_it_is_found_inside_another()
    {
        var inner = Encrypt(B, Tuple(M, h), s);
        var protocol = Of("sealed-digest", VPO, inner,
            a => a.Fresh(M, r, s).Let(h, Hash(M)).Let(Z, Encrypt(VPO, Tuple(A, B, inner), r)).Send("A1", B, Tuple(A, Z)));

        Assert.True(new Verifier(() => new Z3Solver()).Reach(protocol, new Scenario.ItemFromTrustedParty(B)).Reached);
    }

    /// <summary>With the roles written in full, Z must still be able to name anybody.</summary>
    [Fact]
    public void Roles_called_like_participants_are_played_by_anyone()
    {
        var (first, second) = (Name("Alice"), Name("Bob"));
        var protocol = new ProtocolDefinition("in-full", "Names in full", section: "ours")
            .About(M)
            .Channel(first, second, Lossy).Channel(second, first, Lossy)
            .Party(first, knows: [second],
                a => a.Fresh(M, r).Let(Z, Encrypt(second, Tuple(first, M), r)).Send("A1", second, Z).Receive("B1", Sign(second, M)))
            .Party(second, knows: [],
                b => b.Receive("A1", Z, check: Z.Is(Encrypt(second, Tuple(first, M), r))).Send("B1", first, Sign(second, M)))
            .Wants(first, "receipt", Sign(second, M), shows: $"{second} received {M}")
            .Wants(second, "message", M)
            .Build();
        var world = World.Against(protocol, protocol.First, [protocol.First]);

        Assert.Contains(
            Encrypt(Named("Alice"), Tuple(Named("Mallory"), new Term.Constant("x.m1", Sort.Message)),
                new Term.Constant("x.k1", Sort.Coins)),
            new Domains(world).Of(Sort.Ciphertext));
    }

    [Theory]
    [InlineData("Mallory")]
    [InlineData("Trudy2")]
    [InlineData("Bob")]
    public void A_trusted_party_called_like_a_participant_is_refused(string name)
    {
        var inner = Encrypt(B, M, s);
        var trusted = Name(name);

        Assert.Throws<DefinitionException>(() =>
            Of("namesake", trusted, inner,
                a => a.Fresh(M, r, s).Let(Y, inner).Let(Z, Encrypt(trusted, Tuple(A, B, Y), r)).Send("A1", B, Tuple(A, Z))));
    }

    /// <summary>Fair CEM tells two messages apart, the one that Bob holds and the one that he does not; of the coins none.</summary>
    [Fact]
    public void Names_are_the_adversarys_the_honest_partys_and_the_trusted_partys()
    {
        var protocol = Entries.All.Single(entry => entry.Id == "fair-cem");
        var domains = new Domains(World.Against(protocol, protocol.Second, [protocol.Second]));

        Assert.Equal(["x.m1", "x.m2", "x.k1"], domains.Adversarial.Select(atom => atom.Symbol));
        Assert.Equal(["Mallory", "Trudy", "Bob", "VPO"], domains.Of(Sort.Name).Select(name => name.ToString()));
        // Four names of sender and recipient each, two messages, one randomness; and the junk.
        Assert.Equal((4 * 4 * 2) + 1, domains.Of(Sort.Ciphertext).Length);
    }

    [Fact]
    public void Further_names_of_the_adversarys_are_made_up()
    {
        var protocol = Entries.All.Single(entry => entry.Id == "honest-cem");

        Assert.Equal(
            ["Mallory", "Trudy", "Oscar", "Eve", "Mallory2", "Trudy2"],
            World.Against(protocol, protocol.Second, [protocol.Second], wider: 4).Corrupted.Select(name => name.Symbol));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            World.Against(protocol, protocol.Second, [protocol.Second], wider: Universe.MostWider + 1));
    }

    /// <summary>What can be brought without being made, where the protocol speaks of it.</summary>
    [Theory]
    [InlineData(Sort.Ciphertext, "junk1")]
    [InlineData(Sort.Bulk, "noise1")]
    [InlineData(Sort.Digest, "random1")]
    public void There_is_junk_of_each_opaque_sort(Sort sort, string junk)
    {
        var bulk = Entries.All.Single(entry => entry.Id == "fair-cem-bulk");

        Assert.Contains(new Domains(World.Against(bulk, bulk.Second, [bulk.Second])).Of(sort), value => value is Term.Constant constant
            && constant.Symbol == junk);
    }

    private static Term.Constant Named(string name) => new(name, Sort.Name);

    /// <summary>Bob gets what Alice sealed for him by asking the trusted party for it.</summary>
    private static Protocol Of(string id, Term.Variable trusted, Term inner, Action<ScriptBuilder> alice) =>
        new ProtocolDefinition(id, "Sealed twice", section: "ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, trusted, Resilient).Channel(trusted, B, Resilient)
        .Party(A, knows: [B], alice)
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", trusted, Tuple(A, B, Z))
            .Receive("T1", inner))
        .Trusted(trusted, t => t
            .Receive("B1", Tuple(A, B, Z), check: Z.Is(Encrypt(trusted, Tuple(A, B, Y), r)))
            .Send("T1", B, Y))
        .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
        .Wants(B, "message", M)
        .Build();
}
