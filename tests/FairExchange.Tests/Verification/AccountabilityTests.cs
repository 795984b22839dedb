using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;
using FairExchange.Tests.Simulation;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>Whatever evidence the judge accepts against an honest party, that party took part in that very deal.</summary>
public class AccountabilityTests
{
    public static TheoryData<string> Ids => [.. ForgeableContract.All.Select(protocol => protocol.Id)];

    public static TheoryData<string, string> Attacked
    {
        get
        {
            var attacked = new TheoryData<string, string>();
            foreach (var protocol in Entries.All.Concat(ForgeableContract.All))
            {
                foreach (var expectation in protocol.Expectations.Where(expectation => expectation.Property == Property.Accountability
                    && expectation.AttackedFrom is not null))
                {
                    attacked.Add(protocol.Id, expectation.Party!.Symbol);
                }
            }

            return attacked;
        }
    }

    /// <summary>For the entries, <see cref="SecondMethodTests"/> says so.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_solver_and_the_exploration_say_what_was_expected(string id)
    {
        var protocol = Find(id);
        foreach (var party in Property.Accountability.PartiesOf(protocol))
        {
            for (var sessions = 1; sessions <= 2; sessions++)
            {
                var decision = new Verifier(() => new Z3Solver()).Decide(protocol, Property.Accountability, party, sessions);
                Assert.True(decision.AsExpected, $"{party}, {sessions}: {decision.Verdict.GetType().Name}");
                Assert.Equal(decision.Verdict is Verdict.Attacked, IsFramed(protocol, protocol.Party(party!), sessions));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Attacked))]
    public void Each_attack_is_a_run_on_real_bytes_whose_evidence_the_judge_accepts(string id, string party)
    {
        var protocol = Find(id);
        var (name, from) = protocol.Expectations.Where(expectation => expectation.Property == Property.Accountability
            && expectation.Party!.Symbol == party)
            .Select(expectation => (expectation.Party!, expectation.AttackedFrom!.Value)).Single();
        var trace = Runs.Find(protocol, Property.Accountability, name, from);

        Assert.All(Principals.SuiteNames, suite =>
        {
            var replay = Replay.Of(
                trace, protocol, Principals.Of(suite, Runs.Seed, Replay.Names(trace, protocol)), Runs.Messages, new Chance(1));
            Assert.True(replay.Unfair);
            Assert.NotNull(replay.Evidence);
            using var solver = new Z3Solver();
            Assert.True(replay.Observation.SolverAgrees(Property.Accountability, name, solver));
        });
        Assert.Equal(TraceFile.Write(trace), TraceFile.Write(TraceFile.Read(TraceFile.Write(trace), _ => protocol)));
    }

    /// <summary>Where the contract says who is who, the signature that the attacker took is none in the other role.</summary>
    [Theory]
    [InlineData("A")]
    [InlineData("B")]
    public void A_signature_taken_from_the_other_role_fails_where_the_contract_names_the_roles(string party)
    {
        var trace = Runs.Find(Ecs0.Parties, Property.Accountability, Ecs0.Parties.Parties.Single(role =>
            role.Name.Symbol == party).Name, 1);

        Assert.All(Principals.SuiteNames, suite => Assert.False(
            Replay.Of(trace, Ecs0.Protocol, Principals.Of(suite, Runs.Seed, Replay.Names(trace, Ecs0.Protocol)), Runs.Messages,
                new Chance(1)).Unfair));
    }

    [Fact]
    public void Evidence_that_its_holder_makes_alone_is_refused()
    {
        var own = Assert.Throws<DefinitionException>(() => ForgeableContract.HoldersOwn.Build());
        Assert.Equal("forgeable", own.Protocol);
        Assert.StartsWith("protocol forgeable, role A, term (B, SIG_A(A, B, C)): the contract bears neither B's signature nor a trusted "
            + "party's", own.Message, StringComparison.Ordinal);

        Assert.Contains("bears neither B's signature nor a trusted party's",
            Assert.Throws<DefinitionException>(() => ForgeableContract.Sealed.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_for_a_party_against_whom_there_is_no_evidence()
    {
        Assert.Equal(["B"], Property.Accountability.PartiesOf(Find("fair-cem")).Select(party => party!.Symbol));
        Assert.Equal(["A", "B"], Property.Accountability.PartiesOf(Find("fair-ecs")).Select(party => party!.Symbol));
    }

    private static Protocol Find(string id) => Entries.All.Concat(ForgeableContract.All).Single(protocol => protocol.Id == id);

    private static bool IsFramed(Protocol protocol, Role.Party accused, int sessions) => Enumerable.Range(0, sessions + 1).Any(others =>
    {
        Role.Party[] roles = [
            .. Enumerable.Repeat(accused, sessions - others), .. Enumerable.Repeat(protocol.Counterpart(accused), others)];
        return new Exploration(World.Against(protocol, accused, [.. roles]), accused).FindFramingRun() is not null;
    });
}
