using FairExchange.Model.Catalogue;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>Who knows a key and what it opens knows what is in it, whichever came first; and nobody else.</summary>
public class SymmetricEncryptionTests
{
    private static readonly Term.Constant m = new("M.1", Sort.Message);
    private static readonly Term.Constant other = new("x.m1", Sort.Message);
    private static readonly Term.Constant key = new("K.1", Sort.Key);
    private static readonly Term.Constant swapped = new("x.key1", Sort.Key);

    private readonly Verifier verifier = new(() => new Z3Solver());

    /// <summary>The key-swapping sender in the model: no other key is one for this term, and no other message is in it.</summary>
    [Fact]
    public void A_swapped_key_opens_nothing()
    {
        var goods = Encrypt(key, m);

        Assert.Equal(m, Binding.Empty.With(K, key).Match(Encrypt(K, M), goods)![M]);
        Assert.Null(Binding.Empty.With(K, swapped).Match(Encrypt(K, M), goods));
        Assert.NotEqual(goods, Encrypt(swapped, other));
        Assert.Single(Deduction.Holding(m, [goods, Encrypt(swapped, other)]));
        Assert.DoesNotContain(m, Deduction.Closure(goods, _ => true));
    }

    /// <summary>
    /// Each must be needed: goods alone, and a key alone, must not yield the message; goods and key must, in either order.
    /// </summary>
    [Theory]
    [InlineData("goods", false)]
    [InlineData("key", false)]
    [InlineData("goods key", true)]
    [InlineData("key goods", true)]
    public void What_is_under_a_key_is_learned_with_the_key_and_the_goods(string sends, bool isLearned)
    {
        var protocol = new ProtocolDefinition("two-letters", "Two letters", section: "ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B], a =>
            {
                a.Fresh(M, K).Let(E, Encrypt(K, M));
                foreach (var letter in sends.Split(' '))
                {
                    a.Send(letter, B, letter == "key" ? K : E);
                }

                a.Receive("B1", Sign(B, M));
            })
            .Party(B, knows: [A], b => b.Receive("goods", E).Receive("key", K, check: E.Is(Encrypt(K, M))).Send("B1", A, Sign(B, M)))
            .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
            .Wants(B, "message", M)
            .Build();

        Assert.Equal(isLearned, verifier.Decide(protocol, Property.Fairness, A, 1).Verdict is Verdict.Attacked);
        Assert.Equal(isLearned, verifier.Reach(protocol, new Scenario.EvidenceAgainst(A)).Reached);
    }

    [Fact]
    public void Fair_CEM_for_bulk_goods_falls_to_a_sender_who_delivers_other_goods()
    {
        Assert.True(Entries.TryFind("fair-cem-bulk", out var protocol));
        var attacked = Assert.IsType<Verdict.Attacked>(verifier.Decide(protocol, Property.Fairness, B, 1).Verdict);
        var read = (Term.Tuple)attacked.Trace.Steps.Single(step => step.Label == "A1").Input!;
        var spokenOf = ((Term.Hash)((Term.Tuple)((Term.Encryption)read.Items[2]).Plaintext).Items[3]).Body;

        Assert.NotEqual(read.Items[1], spokenOf);
        Assert.Contains(spokenOf, attacked.Trace.Shows!.Makes.SelfAndParts());
        Assert.Equal(TraceWords.Of(attacked.Trace), TraceWords.Of(TraceFile.Read(TraceFile.Write(attacked.Trace), _ => protocol)));
    }

    [Fact]
    public void Without_the_post_office_comparing_digests_Bob_gets_the_key_for_a_receipt_of_nothing() =>
        Assert.IsType<Verdict.Attacked>(verifier.Decide(BrokenFairCemBulk.IgnoresDigest, Property.Fairness, A, 1).Verdict);
}
