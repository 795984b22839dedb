using FairExchange.Cli;
using FairExchange.Cli.Reporting;

namespace FairExchange.Tests.Cli;

public class ProgressTests
{
    [Fact]
    public void A_long_first_step_shows_that_work_goes_on()
    {
        var (clock, error) = (new HandClock(), new StringWriter());
        using var progress = new Progress(Terminal(clock, error), 60, "replications of E9");
        Assert.Equal("", error.ToString());

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("0 of 60  replications of E9", Last(error));
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("0 of 60  replications of E9  0:07", Last(error));
    }

    /// <summary>A third done in a minute: two more to go.</summary>
    [Fact]
    public void What_is_left_takes_as_long_for_each_as_what_is_done()
    {
        var (clock, error) = (new HandClock(), new StringWriter());
        using var progress = new Progress(Terminal(clock, error), 3);

        clock.Advance(TimeSpan.FromSeconds(60));
        progress.Step("things");
        Assert.Equal("1 of 3  things  1:00, about 2:00 more", Last(error));
        clock.Advance(TimeSpan.FromSeconds(4000));
        Assert.Equal("1 of 3  things  1:07:40, about 2:15:20 more", Last(error));
    }

    [Fact]
    public void It_leaves_no_trace_and_says_nothing_afterwards_nor_to_a_file()
    {
        var (clock, error) = (new HandClock(), new StringWriter());
        var progress = new Progress(Terminal(clock, error), 2);
        progress.Step("things");
        progress.Dispose();
        var said = error.ToString();
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.EndsWith("\r", said, StringComparison.Ordinal);
        Assert.Equal("", Last(error));
        Assert.Equal(said, error.ToString());

        var file = new StringWriter();
        using var redirected = new Progress(Terminal(clock, file) with { ErrorIsTerminal = false }, 2);
        redirected.Step("things");
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("", file.ToString());
    }

    private static CommandContext Terminal(TimeProvider clock, TextWriter error) => new(TextWriter.Null, error)
    {
        ErrorIsTerminal = true,
        Clock = clock,
    };

    /// <summary>The line as the terminal shows it.</summary>
    private static string Last(StringWriter error) => error.ToString().TrimEnd('\r').Split('\r')[^1].TrimEnd();

    /// <summary>Time that a test moves on by hand; timers ring when it has.</summary>
    private sealed class HandClock : TimeProvider
    {
        private readonly List<Ringing> timers = [];
        private TimeSpan now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            timers.Add(new Ringing(() => callback(state)));
            return timers[^1];
        }

        public void Advance(TimeSpan by)
        {
            now += by;
            timers.Where(timer => !timer.IsDisposed).ToList().ForEach(timer => timer.Ring());
        }

        private sealed class Ringing(Action ring) : ITimer
        {
            public bool IsDisposed { get; private set; }

            public void Ring() => ring();

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => IsDisposed = true;

            public ValueTask DisposeAsync()
            {
                IsDisposed = true;
                return ValueTask.CompletedTask;
            }
        }
    }
}
