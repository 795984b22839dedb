using System.Globalization;
using FairExchange.Runtime.Files;
using FairExchange.Runtime.Parties;
using FairExchange.Service;

namespace FairExchange.Cli.Serving;

/// <summary>A trusted party between two streams: a frame in is a request, and frames out are what is to be sent and how it went.</summary>
internal sealed class Host(TrustedService service, Served served, Surroundings around)
{
    /// <summary>How much later than the latest time that the store has seen a clock may be without anybody's word. As long as what nobody answers is kept.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(TrustedParty.PatienceMs);

    /// <summary>How much further a clock may go than the time that passes.</summary>
    private static readonly TimeSpan LongestJump = TimeSpan.FromHours(1);

    /// <summary>Until the input ends.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    /// <param name="isTimeAccepted">Somebody vouches for the clock.</param>
    /// <exception cref="UserError">The input ends within a frame, or nobody reads the output; the clock goes astray, or the trusted party's own certificate ends.</exception>
    public void Run(bool isTimeAccepted)
    {
        var (now, stamp) = (around.Clock.GetUtcNow(), around.Clock.GetTimestamp());
        if (now < service.Latest)
        {
            around.Error.WriteLine($"the clock shows {Time(now)}, and the store has seen {Time(service.Latest)}: that counts until the clock is there");
        }

        if (isTimeAccepted)
        {
            service.See(now);
        }
        else if (service.Latest > DateTimeOffset.MinValue && now - service.Latest > LongestGap)
        {
            throw new UserError(
                $"the clock shows {Time(now)}, and the latest time that the store has seen is {Time(service.Latest)}: set the clock, or begin once with --accept-clock if it is right");
        }

        RequireOwn(now);
        SendAll(service.PendingAt(now));
        Write(new Reply.Ready(served.Owner));
        while (Read() is { } request)
        {
            var taken = service.Take(request, Seen(now + around.Clock.GetElapsedTime(stamp)));
            SendAll(taken.Answers);
            Write(taken.Rejection is { } reason ? new Reply.Rejected(reason.GetType().Name, reason.Describe()) : new Reply.Taken(taken.Charged?.Amount));
        }
    }

    /// <summary>What the clock shows, if that can be.</summary>
    private DateTimeOffset Seen(DateTimeOffset expected)
    {
        var now = around.Clock.GetUtcNow();
        if (now - expected > LongestJump)
        {
            throw new UserError($"the clock has gone from {Time(expected)} to {Time(now)} at once: nothing was taken or forgotten at that time; see that it is right, and begin again");
        }

        RequireOwn(now);
        return now;
    }

    /// <summary>Nobody would take what it signs, or is sealed for it, under a certificate that has ended.</summary>
    private void RequireOwn(DateTimeOffset now)
    {
        if (served.Problem(now) is { } problem)
        {
            throw new UserError(problem);
        }
    }

    private void SendAll(IEnumerable<Answer> answers)
    {
        foreach (var answer in answers)
        {
            // First out, then noted: a process that dies between the two sends it once more, and never not at all.
            Write(new Reply.Send(answer));
            service.Sent(answer);
        }
    }

    private void Write(Reply reply)
    {
        try
        {
            Frames.Write(around.Outgoing, reply.Encode());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What has not left is sent by the next process.
            throw Telling.Told(problem);
        }
    }

    /// <summary>A read from standard input cannot be called off, so it is left behind.</summary>
    private byte[]? Read()
    {
        try
        {
            return Task.Run(() => Frames.Read(around.Incoming)).WaitAsync(around.Cancellation).GetAwaiter().GetResult();
        }
        catch (EndOfStreamException problem)
        {
            throw new UserError($"{StandardStreams.Input}: {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{StandardStreams.Input} cannot be read: {problem.Message}");
        }
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
