using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

// Where the proof was right, and what a run or the judge said of it was not.
public partial class FoundDefinitionsTests
{
    /// <summary>
    /// Seed 9, number 0. Bob's own key opens Z: he holds the message whether his role looks inside or not. The proof said so, and a
    /// simulated run did not.
    /// </summary>
    [Fact]
    public void What_ones_own_key_opens_is_held() => AssertAgreed(Found("own-key", M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B], a => a.Fresh(M, r).Let(Z, Encrypt(B, M, r)).Send("A1", B, Z).Receive("B1", Sign(B, Tuple(B, Z))))
        .Party(B, knows: [A], b => b.Receive("A1", Z).Send("B1", A, Sign(B, Tuple(B, Z))))
        .Wants(A, "receipt", Tuple(M, r, Sign(B, Tuple(B, Encrypt(B, M, r)))), shows: $"{B} signed {M}")
        .Wants(B, "message", M));

    /// <summary>
    /// Seed 9, number 36. Bob has h as a digest, and Alice's name: he hashes it himself and compares. The proof said so, and a simulated
    /// run did not.
    /// </summary>
    [Fact]
    public void A_digest_of_what_is_known_is_known_for_what_it_is() => AssertAgreed(Found("own-digest", C)
        .Channel(A, B, Lossy).Channel(B, A, Private)
        .Party(A, knows: [B, C], a => a.Let(h, Hash(A)).Send("A1", B, h).Receive("B1", Sign(B, Tuple(B, C))).Send("A2", B, Sign(A, h)))
        .Party(B, knows: [A, C], b => b.Receive("A1", h).Send("B1", A, Sign(B, Tuple(B, C))).Receive("A2", Sign(A, h)))
        .Wants(A, "contract", Tuple(A, B, C, Sign(B, Tuple(B, C))), shows: $"{B} signed {C}")
        .Wants(B, "contract", Tuple(A, C, Sign(A, Hash(A))), shows: $"{A} signed {C}"));

    /// <summary>
    /// Seed 9, numbers 56 and 66. Bob learns M after he has spoken, so evidence that says M of him frames him by the proof's words; the
    /// replay asked what he knew in the end.
    /// </summary>
    [Fact]
    public void What_is_learned_after_the_last_word_was_not_spoken_of() => AssertAgreed(Found("learned-late", M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(A, TP, Resilient | Private).Channel(B, TP, Resilient | Private).Channel(TP, A, Resilient)
            .Channel(TP, B, Resilient | Private)
        .Party(A, knows: [B], a => a.Fresh(M).Send("A1", TP, Tuple(B, A, Sign(A, Tuple(B, M)))).Receive("T1", Sign(B, Parties(A, B))))
        .Party(B, knows: [A], b => b.Send("B1", TP, Tuple(B, A, Sign(B, Parties(A, B)))).Receive("T1", Sign(A, Tuple(B, M))))
        .Trusted(TP, tp => tp.Receive("A1", Tuple(B, A, Sign(A, Tuple(B, M)))).Receive("B1", Tuple(B, A, Sign(B, Parties(A, B))))
            .Send("T1", B, Sign(A, Tuple(B, M))).Send("T1", A, Sign(B, Parties(A, B))))
        .Wants(A, "receipt", Tuple(B, A, M, Sign(B, Parties(A, B))), shows: $"{B} signed {M}")
        .Wants(B, "message", M));

    /// <summary>
    /// Seed 9, number 102. The judge took the two parties of {A, B} in the order of their names, and then found that B's signature was
    /// the other's.
    /// </summary>
    [Fact]
    public void Two_parties_in_no_order_are_named_by_whoever_signed() => AssertAgreed(Found("no-order", C)
        .Channel(A, B, Resilient).Channel(B, A, Resilient | Private)
        .Party(A, knows: [B, C], a => a.Send("A1", B, Tuple(Sign(A, A), C)).Receive("B1", Sign(B, B)).Send("A2", B, Sign(A, Tuple(B, C))))
        .Party(B, knows: [A, C], b => b.Receive("A1", Tuple(Sign(A, A), C)).Send("B1", A, Sign(B, B)).Receive("A2", Sign(A, Tuple(B, C))))
        .Wants(A, "contract", Tuple(Parties(A, B), C, Sign(B, B)), shows: $"{B} signed {C}")
        .Wants(B, "contract", Tuple(A, B, Sign(A, Tuple(B, C))), shows: $"{A} signed {C}"));

    /// <summary>
    /// Seed 10, number 140; seed 1, number 1096. A party that comes to a wait after its time reads there what comes in that very moment:
    /// the proof said so, and the runtime gave up first.
    /// </summary>
    [Fact]
    public void Whoever_comes_late_to_a_wait_reads_what_comes_in_that_moment() => AssertAgreed(Found("that-moment", M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy).Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B, T], a => a.Fresh(M, r).Let(Z, Encrypt(VPO, Tuple(A, B, M, T), r)).Send("A1", B, Tuple(A, T, Z))
            .Receive("B1", Tuple(T, Z), until: T.Plus(FairCemCutoff.Wait), otherwise: _ => { }).Send("A2", B, Tuple(M, r)))
        .Party(B, knows: [], b => b.Receive("A1", Tuple(A, T, Z), before: T.Minus(FairCemCutoff.Sign)).Send("B1", A, Tuple(T, Z))
            .Receive("A2", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r)), atLatest: T.Minus(FairCemCutoff.Resolve),
                otherwise: b => b.Send("B2", VPO, Tuple(A, B, Z, Tuple(T, Z)))
                .Receive("VPO1", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r)), until: T.Plus(FairCemCutoff.Wait),
                    otherwise: _ => { })))
        .Trusted(VPO, vpo => vpo.Receive("B2", Tuple(A, B, Z, Tuple(T, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r)), before: T)
            .Send("VPO1", A, Tuple(T, Z)).Send("VPO1", B, Tuple(M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, T, r, Sign(B, Tuple(T, Encrypt(VPO, Tuple(A, B, M, T), r)))),
            shows: $"{B} received {M} from {A} by {T}")
        .Wants(B, "message", M));

    /// <summary>
    /// Seed 12, number 22. What the post office would sign in place of Bob's signature Alice has signed herself, and a run said that she
    /// held it: the post office's name stood for anybody.
    /// </summary>
    [Fact]
    public void A_trusted_partys_word_is_nobody_elses() => AssertAgreed(Found("trusted-word", C)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(A, PO, Resilient | Private).Channel(B, PO, Resilient | Private).Channel(PO, A, Resilient).Channel(PO, B, Resilient)
        .Party(A, knows: [B, C],
            a => a.Send("A1", PO, Tuple(B, Sign(A, Tuple(A, B, C)), A)).Receive("T1", Sign(B, Tuple(A, B, C)), otherwise: _ => { }))
        .Party(B, knows: [A, C], b => b.Receive("T1", Sign(A, Tuple(A, B, C))).Send("B1", A, Sign(B, Tuple(A, B, C))))
        .Trusted(PO, po => po.Receive("A1", Tuple(B, Sign(A, Tuple(A, B, C)), A)).Send("T1", B, Sign(A, Tuple(A, B, C)))
            .Send("T2", A, Sign(PO, Tuple(A, B, C))))
        .Wants(A, "contract", Tuple(A, B, C, Sign(B, Tuple(A, B, C))), shows: $"{B} signed {C}", replacement: Sign(PO, Tuple(A, B, C)))
        .Wants(B, "contract", Tuple(A, B, C, Sign(A, Tuple(A, B, C))), shows: $"{A} signed {C}"));

    /// <summary>
    /// Seed 10, number 5. Alice gives another name for her own, and Bob takes her for that. A run said that she lacked the receipt of an
    /// exchange between Bob and whomever he takes her for, though hers is about Alice and Bob.
    /// </summary>
    [Fact]
    public void Who_the_two_are_is_not_whom_one_takes_the_other_for()
    {
        var (other, sender) = (Name("N"), Name("S"));
        Term Sealed(Term from, Term.Variable told) => Encrypt(VPO, Tuple(from, B, M, told), r);
        AssertAgreed(Found("taken-for", M)
            .Channel(A, B, Resilient).Channel(B, VPO, Resilient | Private).Channel(VPO, A, Resilient | Private).Channel(VPO, B, Resilient)
            .Party(A, knows: [B, other],
                a => a.Fresh(M, r).Let(Z, Sealed(A, other)).Send("A1", B, Tuple(other, Z)).Receive("B1", Sign(B, Z)))
            .Party(B, knows: [], b => b.Receive("A1", Tuple(A, Z))
                .Receive("A2", Tuple(A, M, r, other), check: Z.Is(Sealed(A, other)), otherwise: b => b.Send("B2", VPO, Tuple(B, Sign(B, Z)))
                    .Receive("T1", Tuple(sender, M, r, other), check: Z.Is(Sealed(sender, other)))))
            .Trusted(VPO, vpo => vpo.Receive("B2", Tuple(B, Sign(B, Z)), check: Z.Is(Sealed(A, B)))
                .Send("T1", A, Sign(B, Z)).Send("T1", B, Tuple(A, M, r, B)))
            .Wants(A, "receipt", Tuple(A, B, M, r, other, Sign(B, Sealed(A, other))), shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M));
    }
}
