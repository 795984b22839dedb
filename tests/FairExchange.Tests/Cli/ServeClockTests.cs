using FairExchange.Cli.Serving;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Cli;

/// <summary>What <c>serve</c> makes of a clock that goes astray.</summary>
public sealed class ServeClockTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(Now);

    public void Dispose() => folder.Dispose();

    /// <summary>For a moment, in which anything at all comes.</summary>
    [Fact]
    public void A_clock_that_jumps_ahead_ends_the_process_before_anything_is_taken_or_forgotten()
    {
        var (run, replies) = Serve(Letter(1), (() => clock.Now += TimeSpan.FromDays(365), [0xF6]));
        Assert.Equal(
            (2, "fairexchange: the clock has gone from 2030-01-01T00:00:00Z to 2031-01-01T00:00:00Z at once: nothing was taken or "
                + "forgotten at that time; see that it is right, and begin again\n"),
            (run.Code, run.Error));
        Assert.Equal("Bob", Assert.Single(replies.OfType<Reply.Send>()).Answer.To);

        // It is still wrong; and then it is right, and the letter is still on its way.
        Assert.Contains("2031-01-01T00:00:00Z, and the latest time that the store has seen is 2030-01-01T00:00:00Z", Serve().Run.Error,
            StringComparison.Ordinal);
        clock.Now = Now;
        (run, replies) = Serve(Letter(2));
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(2, replies.OfType<Reply.Send>().Count());
    }

    [Fact]
    public void Time_that_passes_is_no_jump()
    {
        var (run, replies) = Serve(Letter(1), (() => clock.Pass(TimeSpan.FromDays(365)), Letter(2).Frame),
            (() => clock.Now += TimeSpan.FromHours(1), Letter(3).Frame));
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(3, replies.OfType<Reply.Taken>().Count());
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(31, 2)]
    public void A_clock_that_is_long_after_what_the_store_has_seen_takes_somebodys_word(int days, int code)
    {
        Serve(Letter(1));
        clock.Now += TimeSpan.FromDays(days);
        Assert.Equal(code, Serve().Run.Code);
        Assert.Equal(0, Serve("--accept-clock").Run.Code);
        // That was the word: from then on it has been so late.
        Assert.Equal(0, Serve().Run.Code);
        clock.Now = Now;
        Assert.Contains("that counts until the clock is there", Serve().Run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_wrong_clock_has_shown_is_taken_back_on_somebodys_word()
    {
        clock.Now = Now.AddYears(1);
        Serve(Letter(1));
        clock.Now = Now;
        Assert.Contains("that counts until the clock is there", Serve().Run.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (Serve("--accept-clock").Run.Code, Serve().Run.Error));
    }

    private static (Action Before, byte[] Frame) Letter(int number) =>
        (() => { }, Wire.Encode(new Value.Tuple([new Value.Name("Alice"), new Value.Name("Bob"),
            new Value.Message(new Bytes(BitConverter.GetBytes(number)))])));

    private (Shell Run, List<Reply> Replies) Serve(params (Action Before, byte[] Frame)[] turns) => Serve([], turns);

    private (Shell Run, List<Reply> Replies) Serve(string option) => Serve([option], []);

    private (Shell Run, List<Reply> Replies) Serve(string[] options, (Action Before, byte[] Frame)[] turns)
    {
        using var input = new FramesInTurn(turns);
        using var output = new MemoryStream();
        var run = Shell.Run(
            context => context with { Incoming = input, Outgoing = output, Clock = clock },
            ["serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["po.db"], .. options]);
        return (run, Replies(output));
    }

    internal static List<Reply> Replies(MemoryStream output)
    {
        output.Position = 0;
        var replies = new List<Reply>();
        while (Frames.Read(output) is { } frame)
        {
            replies.Add(Reply.Decode(frame));
        }

        return replies;
    }
}
