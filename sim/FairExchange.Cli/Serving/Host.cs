using System.Globalization;
using FairExchange.Service;

namespace FairExchange.Cli.Serving;

/// <summary>A trusted party between two streams: a frame in is a request, and frames out are what is to be sent and how it went.</summary>
internal sealed class Host(TrustedService service, string owner, Surroundings around)
{
    /// <summary>Until the input ends.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    /// <exception cref="UserError">The input ends within a frame, or nobody reads the output.</exception>
    public void Run()
    {
        var now = around.Clock.GetUtcNow();
        if (now < service.Latest)
        {
            around.Error.WriteLine($"the clock shows {Time(now)}, and the store has seen {Time(service.Latest)}: that counts until the clock is there");
        }

        service.See(now);
        SendAll(service.Pending);
        Write(new Reply.Ready(owner));
        while (Read() is { } request)
        {
            var taken = service.Take(request, around.Clock.GetUtcNow());
            SendAll(taken.Answers);
            Write(taken.Rejection is { } reason ? new Reply.Rejected(reason.GetType().Name, reason.Describe()) : new Reply.Taken(taken.Charged?.Amount));
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
        catch (IOException problem)
        {
            // What has not left is sent by the next process.
            throw new UserError($"standard output cannot be written: {problem.Message}");
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
            throw new UserError($"standard input: {problem.Message}");
        }
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
