using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;
using static FairExchange.Tests.Variants.EcsChanges;

namespace FairExchange.Tests.Verification;

/// <summary>What is wrong with fair-ecs, what the least change is that mends it, and which attack each missing check lets in.</summary>
public class FairEcsTests
{
    private readonly Verifier verifier = new(() => new Z3Solver());

    public static TheoryData<string, string> Expected => new()
    {
        { "fair-ecs-binds-unopened", "Bob start; Bob A1; Bob A2" },
        { "fair-ecs-own-words", "Alice start; TP B2" },
        { "fair-ecs-same-form", "Alice start; Alice A1; Alice A2" },
        { "fair-ecs-ignores-contract", "Alice start; TP B2" },
        { "fair-ecs-ignores-names", "Alice start; TP B2" },
        { "fair-ecs-keeps-signature", "Alice start; TP B2" },
        { "fair-ecs-accepts-any-opening", "Bob start; Bob A1; Bob A2" },
    };

    /// <summary>Whomever the contract names.</summary>
    [Theory]
    [InlineData(None)]
    [InlineData(PartiesInContract)]
    [InlineData(RolesInContract)]
    public void As_published_each_party_is_wronged_in_one_session(EcsChanges naming)
    {
        var protocol = ChangedFairEcs.With(naming);

        Assert.Equal("Alice start; TP B2", Steps(Attack(protocol, protocol.First)));
        Assert.Equal("Bob start; Bob A1; Bob A2", Steps(Attack(protocol, protocol.Second)));
    }

    /// <summary>The contract swap: the trusted party is shown another contract than the one that Alice signed.</summary>
    [Fact]
    public void Bob_resolves_fair_ecs_with_a_contract_that_Alice_did_not_sign()
    {
        var trace = Attack(FairEcs.Protocol, FairEcs.Protocol.First);
        var signed = (Term.Tuple)((Term.Signature)trace.Steps[0].Sends.Single().Message).Body;
        var shown = (Term.Tuple)((Term.Signature)((Term.Tuple)trace.Steps[1].Input!).Items[3]).Body;

        Assert.Equal(signed.Items[1], shown.Items[1]);
        Assert.NotEqual(signed.Items[0], shown.Items[0]);
    }

    /// <summary>Garbled, or in other names than those of the two: either way the trusted party opens nothing for Bob.</summary>
    [Fact]
    public void Alice_takes_Bobs_signatures_of_fair_ecs_under_a_Z_that_the_trusted_party_does_not_open_for_him()
    {
        var trace = Attack(FairEcs.Protocol, FairEcs.Protocol.Second);
        var first = (Term.Signature)trace.Steps[1].Input!;
        var z = ((Term.Tuple)first.Body).Items[1];

        Assert.False(z is Term.Encryption { Plaintext: Term.Tuple names } && names.Items[0].Equals(first.Signer)
            && names.Items[1].ToString() == "Bob");
    }

    /// <summary>Of all sets of five changes; with more changes a fair one stays fair.</summary>
    [Fact]
    public void The_search_for_the_least_change_finds_three_sets_and_the_smallest_is_fair_ecs_bound()
    {
        var fair = Sets().Where(IsFair).ToList();
        var least = fair.Where(set => !fair.Exists(smaller => smaller != set && set.HasFlag(smaller))).ToList();

        Assert.Equal(
            [
                RolesInContract | OpeningBindsBob | ShowsFirstSignature,
                RolesInContract | OpeningBindsBob | ContractInZ,
                OpeningBindsBob | Countersigns,
            ],
            least);
        Assert.Equal(fair, Sets().Where(set => least.Exists(smaller => set.HasFlag(smaller))));
    }

    /// <summary>The search and the catalogue speak of the same protocols.</summary>
    [Fact]
    public void No_change_is_fair_ecs_and_the_smallest_fair_set_is_fair_ecs_bound()
    {
        AssertSame(FairEcs.Protocol, ChangedFairEcs.With(None));
        AssertSame(FairEcsBound.Protocol, ChangedFairEcs.With(OpeningBindsBob | Countersigns));
    }

    /// <summary>One signature over everything is enough.</summary>
    [Fact]
    public void Bobs_second_signature_carries_nothing() => Assert.True(IsFair(OpeningBindsBob | Countersigns | OneSignature));

    /// <summary>
    /// Where Bob's signature has the form of Alice's, it does not help that C names both, nor that the trusted party sees what she signed.
    /// </summary>
    [Theory]
    [InlineData(OpeningBindsBob | ShowsFirstSignature | PartiesInContract)]
    [InlineData(OpeningBindsBob | ContractInZ | PartiesInContract)]
    [InlineData(OpeningBindsBob | ShowsFirstSignature | ContractInZ)]
    public void What_is_signed_as_Bob_is_replayed_as_signed_as_Alice_unless_the_contract_gives_the_roles(EcsChanges changes)
    {
        var protocol = ChangedFairEcs.With(changes);
        var trace = Attack(protocol, protocol.First);

        // Alice is in the second role only, and is held to a contract as the first.
        Assert.Equal("B", Assert.Single(trace.Sessions).Role.Symbol);
        Assert.IsType<Verdict.Proved>(Fairness(ChangedFairEcs.With((changes & ~PartiesInContract) | RolesInContract), protocol.First, 1));
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Fair_ecs_bound_with_one_check_missing_is_attacked_in_the_fewest_steps(string id, string steps)
    {
        var protocol = BrokenFairEcs.All.Single(variant => variant.Id == id);

        Assert.Equal(steps, Steps(Attack(protocol, protocol.Party(protocol.Expectations.Single().Party!))));
    }

    [Fact]
    public void Every_missing_check_has_its_attack() =>
        Assert.Equal(BrokenFairEcs.All.Select(variant => variant.Id), Expected.Select(row => row.Data.Item1));

    private static IEnumerable<EcsChanges> Sets() =>
        Enumerable.Range(0, 1 << ChangedFairEcs.Candidates.Length).Select(number => (EcsChanges)number);

    private bool IsFair(EcsChanges changes)
    {
        var protocol = ChangedFairEcs.With(changes);
        return protocol.Parties.All(party => Fairness(protocol, party, 1) is Verdict.Proved);
    }

    private Verdict Fairness(Protocol protocol, Role.Party party, int sessions) =>
        verifier.Decide(protocol, Property.Fairness, party.Name, sessions).Verdict;

    private Trace Attack(Protocol protocol, Role.Party party) => Assert.IsType<Verdict.Attacked>(Fairness(protocol, party, 1)).Trace;

    private static string Steps(Trace trace) => string.Join("; ", trace.Steps.Select(step => $"{step.Actor} {step.Label}"));

    private static void AssertSame(Protocol one, Protocol other)
    {
        Assert.Equal(Words(one), Words(other));
        Assert.Equal(one.Items.Select(item => item.Term), other.Items.Select(item => item.Term));
        Assert.Equal<Channel>([.. one.Channels], [.. other.Channels]);
    }

    private static IEnumerable<string> Words(Protocol protocol) =>
        protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).Select(step => step switch
    {
        Step.Receive receive =>
            string.Join(" or ", receive.Alternatives.Select(alternative =>
                $"receive {alternative.Label} {alternative.Pattern} if {string.Join(", ", alternative.Checks)}")),
        Step.Fresh fresh => $"fresh {string.Join(", ", fresh.Variables)}",
        _ => step.ToString()!,
    });
}
