using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>
/// Of runs that are renamings of each other one is looked at, and none is lost. The second method looks at all of them, and agrees.
/// </summary>
public class RepresentativesTests
{
    public static TheoryData<string> Ids => [.. Entries.All.Select(entry => entry.Id)];

    /// <summary>
    /// Without the bulk goods, all of whose runs, thousands of events, take the solver most of a minute, and without clocks, with which
    /// they take more.
    /// </summary>
    public static TheoryData<string> Small =>
        [.. Entries.All.Where(entry => entry.Sessions > 1 && !entry.IsTimed).Select(entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_event_is_a_renaming_of_one_that_is_kept(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        foreach (var role in protocol.Parties)
        {
            AssertCovered(World.Against(protocol, role, [role]));
            if (protocol.Sessions > 1)
            {
                AssertCovered(World.Against(protocol, role, [role, protocol.Counterpart(role)]));
            }
        }
    }

    /// <summary>
    /// Bob knows no more of the pair in Z than that it is a pair: {Oscar, Trudy} is one value, written in the alphabet's order, which is
    /// not the order of the adversary's names.
    /// </summary>
    [Fact]
    public void Two_parties_in_no_order_are_met_at_once()
    {
        var sealedPair = Encrypt(VPO, Tuple(Parties(A, B), M), r);
        var protocol = new ProtocolDefinition("sealed-pair", "A pair under seal", section: "ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, VPO, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B], a => a.Fresh(M, r).Send("A1", B, Tuple(A, sealedPair)))
            .Party(B, knows: [], b => b.Receive("A1", Tuple(A, Z)).Send("B1", VPO, Tuple(A, B, Z)).Receive("VPO1", M))
            .Trusted(VPO, vpo => vpo.Receive("B1", Tuple(A, B, Z), check: Z.Is(sealedPair)).Send("VPO1", B, M))
            .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
            .Wants(B, "message", M)
            .Build();

        AssertCovered(World.Against(protocol, protocol.Second, [protocol.Second], wider: 1));
    }

    [Fact]
    public void Of_132_first_messages_to_the_recipient_39_are_kept()
    {
        var world = World.Against(FairCem.Protocol, FairCem.Protocol.Second, [FairCem.Protocol.Second]);

        // (A, Z) with four names for A, and for Z junk or one of four names, four names, two messages and one randomness.
        Assert.Equal((4 * 4 * 4 * 2) + 4, FirstMessages(Ground.Of(world)));
        // The message is the first; of the 64 choices of names, the 8 of Bob's and the post office's alone are their own renamings under
        // Mallory and Trudy, and the others are pairs of renamings. Beside junk, Mallory, Bob or the post office.
        Assert.Equal(8 + ((64 - 8) / 2) + 3, FirstMessages(Ground.UpToRenaming(world)));

        static int FirstMessages(Ground ground) =>
            ground.Events.Count(happening => happening.Label == "A1" && happening.Kind == EventKind.Receive);
    }

    [Fact]
    public void Between_two_honest_parties_nothing_is_interchangeable()
    {
        var world = World.OfHonest(FairCem.Protocol, 2);

        Assert.Equal(Ground.Of(world).Events.Select(happening => happening.ToString()),
            Ground.UpToRenaming(world).Events.Select(happening => happening.ToString()));
    }

    /// <summary>With clocks, a search of all runs takes more than its minute.</summary>
    [Theory]
    [MemberData(nameof(Small))]
    public void The_smallest_attack_is_as_long_as_among_all_runs(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        Assert.All(protocol.Parties, party =>
        {
            var world = World.Against(protocol, party, [party]);
            Assert.Equal(Said(Violating(Ground.Of(world), party)), Said(Questions.Violating(world, Property.Fairness, party.Name)));
        });
    }

    /// <summary>
    /// The post office certifies to Bob that Alice spoke, and to Alice how Bob replied: fair to Alice, who waits for any reply. A run in
    /// which the adversary replies with the second of its messages is a renaming of one with the first, and Alice's reading of it is left
    /// out; but a run at whose end she waits, though that reply must have come, is none.
    /// </summary>
    [Fact]
    public void A_session_that_is_sent_an_atom_out_of_order_does_not_wait_for_ever()
    {
        var reply = Message("N");
        var spoken = Sign(A, Tuple(B, M));
        var (word, request) = (Tuple(A, spoken), Tuple(A, B, spoken, reply));
        var protocol = new ProtocolDefinition("replies", "A reply for a word", section: "ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, word).Receive("VPO1", Sign(VPO, Tuple(A, B, M, reply))))
            .Party(B, knows: [], b => b.Fresh(reply).Receive("A1", word).Send("B1", VPO, request)
                .Receive("VPO2", Sign(VPO, Tuple(A, B, M))))
            .Trusted(VPO, vpo => vpo
                .Receive("B1", request)
                .Send("VPO1", A, Sign(VPO, Tuple(A, B, M, reply)))
                .Send("VPO2", B, Sign(VPO, Tuple(A, B, M))))
            .Wants(A, "reply", Sign(VPO, Tuple(A, B, M, reply)), shows: $"{B} replied to {A}'s {M}")
            .Wants(B, "word", Sign(VPO, Tuple(A, B, M)), shows: $"{A} said {M} to {B}")
            .Build();

        Assert.IsType<Verdict.Proved>(new Verifier(() => new Z3Solver()).Decide(protocol, Property.Fairness, A, 1).Verdict);
    }

    private static void AssertCovered(World world)
    {
        var all = Ground.Of(world);
        var kept = Ground.UpToRenaming(world).Events.Select(happening => happening.ToString()).ToHashSet();
        var renamings = new Renamings(all);

        Assert.Subset(all.Events.Select(happening => happening.ToString()).ToHashSet(), kept);
        Assert.All(all.Events,
            happening => Assert.Contains(renamings.Of(happening.Index), renamed => kept.Contains(all.Events[renamed].ToString())));
    }

    private static Question Violating(Ground ground, Role.Party party)
    {
        var timeline = new Timeline(ground, timing: Timing.Any);
        var deals = new Deals(timeline, party);
        return new Question(timeline, Questions.Disturbed,
            round => Formula.Not(Goals.Holds(ground.World.Protocol, Property.Fairness, party.Name, deals.At(round))));
    }

    private static string Said(Question question)
    {
        using var solver = new Z3Solver();
        return BoundedSearch.Run(question, solver, SearchLimits.Default, CancellationToken.None) switch
        {
            Finding.Found found => $"attacked in {found.Rounds} rounds by {found.Events.Count} events",
            // In how many rounds hangs on what is looked at: what no run needs may come later than all else.
            Finding.Exhausted => "proved",
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }
}
