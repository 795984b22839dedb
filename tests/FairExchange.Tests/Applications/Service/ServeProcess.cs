using System.Diagnostics;
using FairExchange.Applications.Service;
using FairExchange.Cli.Serving;

namespace FairExchange.Tests.Applications.Service;

/// <summary><c>fairexchange serve</c> as a process of its own, killed when the fuse says so: SIGKILL, without a word to it.</summary>
internal sealed class ServeProcess : ITrusted
{
    private readonly Process process;
    private readonly Fuse fuse;
    private readonly List<Answer> pending = [];

    public ServeProcess(Fuse fuse, params string[] args)
    {
        this.fuse = fuse;
        process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "fairexchange.dll"), "serve", .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Reply? reply;
        while ((reply = Next()) is Reply.Send send)
        {
            pending.Add(send.Answer);
        }

        Assert.True(reply is Reply.Ready, reply is null ? process.StandardError.ReadToEnd() : "ready");
    }

    /// <summary>How the last request went.</summary>
    public Reply? Last { get; private set; }

    public IReadOnlyList<Answer> Begin() => pending;

    public IEnumerable<Answer> Ask(byte[] request)
    {
        Tell(request);
        var (answers, isDead) = Replies();
        foreach (var answer in answers)
        {
            yield return answer;
        }

        if (isDead)
        {
            throw new Crash();
        }
    }

    /// <summary>Bytes as they are, with no frame around them.</summary>
    public void Write(byte[] bytes)
    {
        process.StandardInput.BaseStream.Write(bytes);
        process.StandardInput.BaseStream.Flush();
    }

    public Reply? Next()
    {
        try
        {
            return Frames.Read(process.StandardOutput.BaseStream) is { } frame ? Reply.Decode(frame) : null;
        }
        catch (EndOfStreamException)
        {
            // Killed within a frame.
            return null;
        }
    }

    /// <summary>Reads no more of what it writes, tells it something and no more, and waits for its end.</summary>
    public (int Code, string Error) Abandon(IEnumerable<byte[]> requests)
    {
        process.StandardOutput.Close();
        foreach (var request in requests)
        {
            Tell(request);
        }

        process.StandardInput.Close();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private void Tell(byte[] request)
    {
        try
        {
            Frames.Write(process.StandardInput.BaseStream, request);
        }
        catch (IOException)
        {
            // Killed while somebody was at the door with its letter.
            throw new Crash();
        }
    }

    /// <summary>What has left the process before it died has left it: it is read from the pipe all the same.</summary>
    private (List<Answer> Answers, bool IsDead) Replies()
    {
        var (answers, isDead) = (new List<Answer>(), Killed());
        while ((Last = Next()) is Reply.Send send)
        {
            answers.Add(send.Answer);
            isDead = isDead || Killed();
        }

        return (answers, isDead);
    }

    private bool Killed()
    {
        try
        {
            fuse.Point();
            return false;
        }
        catch (Crash)
        {
            process.Kill();
            process.WaitForExit();
            return true;
        }
    }
}
