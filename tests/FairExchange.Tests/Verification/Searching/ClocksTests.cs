using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Searching;

/// <summary>Clocks that are off by the same all the time, in numbers.</summary>
public class ClocksTests
{
    private readonly Clocks clocks;
    private readonly Real offset;
    private readonly Event reader;

    /// <summary>Bob reads something up to a time.</summary>
    public ClocksTests()
    {
        var (words, protocol) = (new Vocabulary(), FairCemCutoff.Protocol);
        var ground = Ground.Essential(World.Against(protocol, protocol.Second, [protocol.Second]));
        clocks = new Clocks(ground, Timing.Any with { Skew = 5, Delay = 1, IsSteady = true }, words.Real);
        offset = words.Real("clock of Bob is ahead by");
        reader = ground.Events.First(happening => happening.Before is not null && happening.At.Actor.Symbol == "Bob");
    }

    [Fact]
    public void A_length_is_so_many_skews_and_delays_and_the_rest() => Assert.Equal(52, new Span(2, 3, 5).Length(7, 11));

    [Fact]
    public void A_clock_that_is_ahead_shows_more_than_the_time()
    {
        var shown = clocks.ClockOf(reader).Evaluate(real => real == offset ? 3 : real == clocks.TimeOf(reader) ? 10 : 0);

        Assert.Equal(13, shown);
    }

    /// <summary>What is bounded is how far a clock is off, whatever time it is.</summary>
    [Theory]
    [InlineData(5, true)]
    [InlineData(-5, true)]
    [InlineData(6, false)]
    [InlineData(-6, false)]
    public void It_is_off_by_the_skew_at_most_late_and_early(int ahead, bool isPossible) => Assert.Equal(
        isPossible, Holds([.. clocks.Always(), .. Is(offset, ahead), .. Is(clocks.TimeOf(reader), 1000)]));

    /// <summary>Sent at 0, it takes 1 at most; Bob accepts it up to 3 by his clock.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_message_may_be_late_where_the_clock_is_as_far_ahead_as_it_is(int ahead, bool isLate)
    {
        var late = clocks.MayBeLate(reader, reader.Parent!);

        Assert.Equal(isLate, Holds([late, .. Is(offset, ahead), .. Is(clocks.TimeOf(reader.Parent!), 0), .. Is(clocks.Delay, 1),
            .. Is(clocks.PointOf(reader.Before!), 3)]));
    }

    private static IEnumerable<Formula> Is(Linear value, int number) =>
        [Formula.LessOrEqual(value, number), Formula.LessOrEqual(number, value)];

    private static bool Holds(Formula[] formulas)
    {
        using var solver = new Z3Solver();
        foreach (var formula in formulas)
        {
            solver.Assert(formula);
        }

        return solver.Check() is SolverAnswer.Satisfiable;
    }
}
