using System.Collections.Immutable;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Impossibility;

/// <summary>A candidate is not only proposed: it becomes a protocol like any other.</summary>
public class RealisationTests
{
    private static readonly Term Hidden = Encrypt(VPO, Tuple(A, B, M), r);

    private readonly Verifier verifier = new(() => new Z3Solver());

    /// <summary>
    /// To the letter Bob is cheated by an accomplice's name in Z, as in the catalogue; with the names signed the class has a fair one
    /// beside the one that is found first.
    /// </summary>
    [Fact]
    public void Fair_CEM_to_the_letter_is_attacked_and_with_the_names_signed_proved()
    {
        var (toTheLetter, named) = (FairCemWith(Sign(B, Hidden)), FairCemWith(Sign(B, Tuple(A, B, Hidden))));
        Assert.IsType<Verdict.Attacked>(Fairness(FairCem.Protocol, B));
        Assert.IsType<Verdict.Attacked>(Fairness(toTheLetter, B));
        Assert.IsType<Verdict.Proved>(Fairness(toTheLetter, A));
        Assert.IsType<Verdict.Proved>(Fairness(named, B));
        Assert.IsType<Verdict.Proved>(Fairness(named, A));
    }

    [Fact]
    public void Each_role_says_a_ciphertext_that_it_cannot_open_by_its_name_and_compares_once_it_can()
    {
        var receives = FairCemWith(Sign(B, Hidden)).Party(B).Script.AllSteps().OfType<Step.Receive>().ToList();
        Assert.Equal([Z, Tuple(M, r), Tuple(M, r)], receives.Select(receive => receive.Alternatives.Single().Pattern));
        Assert.Equal([[], [Z.Is(Hidden)], [Z.Is(Hidden)]], receives.Select(receive => receive.Alternatives.Single().Checks.ToArray()));
    }

    private static Protocol FairCemWith(Term receipt) => Realisation.Of(
        new Candidate(
            TermPool.CertifiedMail,
            [new(A, [Hidden]), new(B, [receipt]), new(A, [M, r])],
            Both([receipt], []),
            new Recourse(B, [receipt], Both([receipt], [M, r]))),
        "fair-cem-proposed",
        Demands.All);

    private static ImmutableDictionary<Term.Variable, ImmutableArray<Term>> Both(ImmutableArray<Term> alice, ImmutableArray<Term> bob) =>
        ImmutableDictionary<Term.Variable, ImmutableArray<Term>>.Empty.Add(A, alice).Add(B, bob);

    private Verdict Fairness(Protocol protocol, Term.Variable party) =>
        verifier.Decide(protocol, Property.Fairness, party, sessions: 1).Verdict;
}
