using FairExchange.Cli.Serving;

namespace FairExchange.Tests.Cli;

/// <summary>A clock whose hands somebody sets, and time that passes whatever it shows.</summary>
internal sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    private long passed;

    public DateTimeOffset Now { get; set; } = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => passed;

    public void Pass(TimeSpan time)
    {
        passed += time.Ticks;
        Now += time;
    }
}

/// <summary>Frames, and what happens before each of them is read.</summary>
internal sealed class FramesInTurn(params (Action Before, byte[] Frame)[] turns) : MemoryStream
{
    private readonly Queue<(Action Before, byte[] Frame)> left = new(turns);
    private MemoryStream current = new();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (current.Position == current.Length && left.TryDequeue(out var turn))
        {
            turn.Before();
            current = new MemoryStream();
            Frames.Write(current, turn.Frame);
            current.Position = 0;
        }

        return current.Read(buffer);
    }
}
