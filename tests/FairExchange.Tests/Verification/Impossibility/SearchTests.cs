using System.Collections.Concurrent;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Tests.Cli;
using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Impossibility;

public class SearchTests
{
    private const int Messages = 3;

    private static readonly ConcurrentDictionary<string, Lazy<SearchResult>> Results = new();

    public static TheoryData<string> Ids => [.. Search.All.Select(search => search.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_search_comes_out_as_the_theory_says(string id) => Assert.True(ResultOf(id).AsTheTheorySays);

    /// <summary>
    /// One question for each number of messages and one for any number, each answered by unsat, and nothing was proposed that could have
    /// been refused.
    /// </summary>
    [Theory]
    [InlineData("certified-mail-two-party")]
    [InlineData("contract-signing-two-party")]
    public void That_there_is_none_is_the_solvers_own_answer(string id)
    {
        var stages = ResultOf(id).Stages;
        Assert.Equal([1, 2, 3, null], stages.Select(stage => stage.Messages));
        Assert.All(stages, stage => Assert.Empty(stage.Refused));
        Assert.All(stages, stage =>
            Assert.IsType<SolverAnswer.Unsatisfiable>(
                Assert.Single(stage.Script.Commands.OfType<SolverScript.Command.Check>()).SolverAnswer));
    }

    /// <summary>Section 1.1 gives it as the protocol of two honest parties, and says that it is fair to Bob alone.</summary>
    [Fact]
    public void Fairness_to_Alice_given_up_the_smallest_certified_mail_is_Honest_CEM() =>
        AssertSays(HonestCem.Protocol, ResultOf("certified-mail-two-party-unfair-to-alice"));

    [Fact]
    public void Fairness_to_Alice_given_up_the_smallest_contract_signing_is_Honest_ECS() =>
        AssertSays(HonestEcs.Protocol, ResultOf("contract-signing-two-party-unfair-to-alice"));

    /// <summary>To sign M without having it, Bob signs what hides it.</summary>
    [Fact]
    public void Fairness_to_Bob_given_up_he_signs_first_what_he_cannot_open()
    {
        var messages = ResultOf("certified-mail-two-party-unfair-to-bob").Found!.Candidate.Messages;
        Assert.Equal(["A", "B", "A"], messages.Select(message => message.From.Symbol));
        Assert.IsType<Term.Encryption>(Assert.Single(messages[0].Parts));
        Assert.Contains(messages[0].Parts[0], Assert.IsType<Term.Signature>(Assert.Single(messages[1].Parts)).SelfAndParts());
    }

    [Fact]
    public void Effectiveness_given_up_saying_nothing_is_fair() =>
        Assert.All(TermPool.All,
            repertoire => Assert.Empty(ResultOf($"{repertoire.Kind}-two-party-ineffective").Found!.Candidate.Messages));

    /// <summary>The messages of section 3, but that Bob signs the two names with Z, and M and r come together in one term.</summary>
    [Fact]
    public void With_a_post_office_the_search_finds_Fair_CEM_with_the_names_signed()
    {
        var found = ResultOf("certified-mail-with-vpo").Found!.Candidate;
        var (first, receipt, last) = (found.Messages[0].Parts.Single(), found.Messages[1].Parts.Single(), found.Messages[2].Parts.Single());
        Assert.Equal(Encrypt(Symbols.VPO, Tuple(Symbols.A, Symbols.B, Symbols.M), Symbols.r), first);
        Assert.Equal(Sign(Symbols.B, Tuple(Symbols.A, Symbols.B, first)), receipt);
        Assert.Equal((Term)Encrypt(Symbols.B, Tuple(Symbols.A, Symbols.B, Symbols.M), Symbols.r), last);
        Assert.Equal((Symbols.B, receipt), (found.Recourse!.Asker, found.Recourse.Request.Single()));
        Assert.Equal((receipt, last), (found.Recourse.Answers[Symbols.A].Single(), found.Recourse.Answers[Symbols.B].Single()));
    }

    [Theory]
    [InlineData("certified-mail-with-vpo")]
    [InlineData("contract-signing-with-tp")]
    public void With_a_trusted_party_all_is_proved_for_one_session_and_two(string id)
    {
        var decisions = ResultOf(id).Found!.Decisions;
        Assert.Equal([1, 1, 1, 2, 2], decisions.Select(decision => decision.Claim.Sessions));
        Assert.All(decisions, decision => Assert.IsType<Verdict.Proved>(decision.Verdict));
    }

    /// <summary>
    /// Bob does not compare what he gets with what he signed: the formula's cheats, who only stop, do not see it, and the verifier does.
    /// </summary>
    [Fact]
    public void What_the_verifier_attacks_is_refused()
    {
        var refused = ResultOf("certified-mail-with-vpo").Stages[^1].Refused;
        Assert.NotEmpty(refused);
        Assert.All(refused, refusal => Assert.IsType<Verdict.Attacked>(refusal.Decision!.Verdict));
    }

    [Fact]
    public void A_solver_that_does_not_know_leaves_it_unknown()
    {
        var result = Search.All[0].Run(2, () => new Clueless());
        Assert.Equal(("timeout", null), (result.Unknown, result.AsTheTheorySays));
        Assert.Single(result.Stages);
    }

    [Fact]
    public void What_contradicts_the_theory_is_said_to()
    {
        var (none, found) = (ResultOf("certified-mail-two-party"), ResultOf("certified-mail-two-party-unfair-to-alice"));
        Assert.False((none with { Search = found.Search }).AsTheTheorySays);
        Assert.False((found with { Search = none.Search }).AsTheTheorySays);
        // Given up without need: the verifier proves it all the same.
        var discovery = found.Found!;
        var needless = discovery with
        {
            Decisions = [.. discovery.Decisions.Select(decision =>
                decision with { Verdict = new Verdict.Proved(decision.Claim.Sessions, 1) })],
        };
        Assert.False((found with { Stages = [found.Stages[^1] with { Found = needless }] }).AsTheTheorySays);
    }

    private static void AssertSays(Protocol known, SearchResult result)
    {
        var found = result.Found!.Protocol;
        Assert.Equal(Sends(known), Sends(found));
        Assert.Equal(known.Items.Select(item => item.Term), found.Items.Select(item => item.Term));
    }

    private static IEnumerable<Step.Send> Sends(Protocol protocol) =>
        protocol.Parties.SelectMany(party => party.Script.AllSteps()).OfType<Step.Send>();

    private static SearchResult ResultOf(string id) =>
        Results.GetOrAdd(id, _ => new(() => Search.All.Single(search => search.Id == id).Run(Messages, () => new Z3Solver()))).Value;
}
