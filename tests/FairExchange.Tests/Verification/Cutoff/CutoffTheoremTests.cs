using System.Collections.Immutable;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Cutoff;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Verification.Cutoff;

public class CutoffTheoremTests
{
    private const long SkewMs = 3;
    private const long DelayMs = 10;

    /// <summary>Two skews and a delay: clocks ahead on one side and behind on the other, and the way between.</summary>
    private const long LeastMs = (2 * SkewMs) + DelayMs;

    private static readonly CutoffTheorem Theorem = new(FairCemCutoffNamed.Protocol, () => new Z3Solver());

    public static TheoryData<string> Names => [.. FairCemCutoffNamed.Protocol.Margins.Select(margin => margin.Name)];

    [Fact]
    public void The_definitions_margins_are_proved_for_every_skew_and_delay_at_once() =>
        Assert.IsType<CutoffVerdict.Proved>(Theorem.Decide(Timing.Any));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_millisecond_less_is_broken_by_a_schedule_that_comes_out_unfair_on_real_bytes(string name)
    {
        var broken = Assert.IsType<CutoffVerdict.Broken>(Theorem.Decide(With(name, LeastMs - 1)));
        var principals = Principals.Of("p256", 7, Replay.Names(broken.Trace, FairCemCutoffNamed.Protocol));
        var trace = TraceFile.Read(TraceFile.Write(broken.Trace), id => id == FairCemCutoffNamed.Protocol.Id
            ? FairCemCutoffNamed.Protocol : null);
        Assert.True(Replay.Of(trace, FairCemCutoffNamed.Protocol, principals,
            [new Value.Message(new Bytes("one"u8.ToArray())), new Value.Message(new Bytes("two"u8.ToArray()))],
            new Chance(7, name)).Unfair);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs_at_the_limits_are_fair_from_the_least_margin_on_and_some_are_unfair_below(string name)
    {
        var frontier = new Frontier(FairCemCutoffNamed.Protocol, Principals.Of("symbolic", 7, []), SkewMs, DelayMs, 7,
            [new Value.Message(new Bytes("one"u8.ToArray()))]);
        Assert.Equal(0, frontier.Play(Length(LeastMs), 2_000).Violations);
        Assert.Equal(0, frontier.Play(Length(LeastMs + 1), 2_000).Violations);
        Assert.NotEqual(0, frontier.Play(Length(LeastMs - 1), 2_000).Violations);

        Dictionary<string, long> Length(long length) => new() { [name] = length };
    }

    /// <summary>
    /// The second method goes through orders of events and gaps between their times; it knows neither rounds nor a solver.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void An_exploration_without_a_solver_finds_the_same_least_margin(string name)
    {
        Assert.False(IsBroken(LeastMs));
        Assert.True(IsBroken(LeastMs - 1));

        bool IsBroken(long length) => FairCemCutoffNamed.Protocol.Parties.Any(role =>
        {
            var bounds = new Bounds(SkewMs, DelayMs, margin => margin.Name == name ? length : LeastMs);
            return new Exploration(World.Against(FairCemCutoffNamed.Protocol, role, [role]), role, bounds: bounds)
                .FindUnfairRun() is not null;
        });
    }

    [Fact]
    public void A_margin_that_the_protocol_does_not_have_is_the_callers_mistake() =>
        Assert.Throws<ArgumentException>(() => Theorem.Decide(With("patience", 1)));

    private static Timing With(string name, long length) =>
        new(new Rational(SkewMs, 1), new Rational(DelayMs, 1),
            ImmutableDictionary<string, Span>.Empty.Add(name, new Span(0, 0, new Rational(length, 1))));
}
