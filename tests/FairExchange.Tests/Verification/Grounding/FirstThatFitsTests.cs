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
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>"The first alternative that fits is taken" holds of events as it does of parties that run.</summary>
public class FirstThatFitsTests
{
    private static readonly Term.Variable S = Name("S");

    private static Match Opens { get; } = Z.Is(Encrypt(VPO, Tuple(A, B, M), r));

    /// <summary>A second handler that would help is never asked where the first takes every request: Bob gets nothing.</summary>
    [Fact]
    public void A_handler_in_the_shadow_of_another_never_answers()
    {
        Action<ScriptBuilder> refuses = vpo => vpo.Receive("B2", Tuple(B, Z, Sign(B, Z))).Send("VPO0", B, Sign(VPO, Z));
        Action<ScriptBuilder> helps = vpo =>
            vpo.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Opens).Send("VPO1", A, Sign(B, Z)).Send("VPO1", B, Tuple(A, M, r));

        Assert.IsType<Verdict.Attacked>(Judge(Fair(Waits, refuses, helps), Fairness, B));
        Assert.IsType<Verdict.Proved>(Judge(Fair(Waits, helps, refuses), Fairness, B));
    }

    /// <summary>
    /// Honest Bob reads a good opening as what it is, though a pattern that takes anything stands behind it: nobody needs the post office.
    /// </summary>
    [Fact]
    public void A_message_that_fits_the_first_alternative_is_not_read_as_the_second()
    {
        var (other, coins) = (Message("N"), Coins("s"));
        Action<ScriptBuilder> picky = b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Z))
            .ReceiveFirst(
                [On("A2", Tuple(M, r), check: Opens), On("A2bad", Tuple(other, coins), then: Resolves)],
                otherwise: Resolves);

        Assert.IsType<Verdict.Proved>(Judge(Fair(picky,
            vpo => vpo.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Opens).Send("VPO1", A, Sign(B, Z)).Send("VPO1", B, Tuple(A, M, r))),
            Optimism, null));
    }

    /// <summary>Up to T the first handler takes a request, after T the second; so it does in a run, on real bytes.</summary>
    [Fact]
    public void A_handler_behind_one_with_a_deadline_answers_after_that()
    {
        var protocol = LateFairCem.Helping;
        var attacked = Assert.IsType<Verdict.Attacked>(Judge(protocol, Fairness, A));
        var trace = TraceFile.Read(TraceFile.Write(attacked.Trace), id => id == protocol.Id ? protocol : null);

        Assert.NotNull(new Exploration(World.Against(protocol, protocol.First, [protocol.First]), protocol.First, bounds: new Bounds(3, 10))
            .FindUnfairRun());
        Assert.True(Replay.Of(
            trace, protocol, Principals.Of("p256", 7, Replay.Names(trace, protocol)), Runs.Messages, new Chance(7)).Unfair);
    }

    /// <summary>Nor does the late handler keep the first from what it must do in time.</summary>
    [Fact]
    public void A_handler_that_refuses_what_is_late_takes_nothing_from_anybody()
    {
        var protocol = LateFairCem.Refusing;
        foreach (var party in protocol.Parties)
        {
            Assert.IsType<Verdict.Proved>(Judge(protocol, CutOff, party.Name));
        }

        Assert.IsType<Verdict.Proved>(Judge(protocol, Effectiveness, null));
        Assert.All(protocol.Scenarios, scenario => Assert.True(new Verifier(() => new Z3Solver()).Reach(protocol, scenario).Reached));
    }

    private static Verdict Judge(Protocol protocol, Property property, Term.Variable? party) =>
        new Verifier(() => new Z3Solver()).Decide(protocol, property, party, 1).Verdict;

    private static void Waits(ScriptBuilder b) => b
        .Receive("A1", Tuple(A, Z))
        .Send("B1", A, Sign(B, Z))
        .Receive("A2", Tuple(M, r), check: Opens, otherwise: Resolves);

    private static void Resolves(ScriptBuilder b) => b
        .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
        .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)));

    private static Protocol Fair(Action<ScriptBuilder> bob, params Action<ScriptBuilder>[] handlers) =>
        new ProtocolDefinition("fair-cem-handlers", "Fair CEM", "ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, [B], a => a.Fresh(M, r).Let(Z, Encrypt(VPO, Tuple(A, B, M), r)).Send("A1", B, Tuple(A, Z)).Receive("B1", Sign(B, Z))
            .Send("A2", B, Tuple(M, r)))
        .Party(B, [], bob)
        .Trusted(VPO, [.. handlers])
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Build();
}
