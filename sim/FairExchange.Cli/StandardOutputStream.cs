using System.Text;
using FairExchange.Runtime.Files;

namespace FairExchange.Cli;

/// <summary>
/// Standard output as text: what goes wrong there is said to be there, as the system's own words say nothing of it.
/// </summary>
internal sealed class StandardOutputStream(Stream output) : WriteOnlyStream
{
    /// <summary>Each line leaves at once, from whatever thread.</summary>
    public static TextWriter Text(Stream output) =>
        TextWriter.Synchronized(new StreamWriter(new StandardOutputStream(output), new UTF8Encoding(false)) { AutoFlush = true });

    /// <exception cref="UserError">It cannot be written.</exception>
    public override void Write(byte[] buffer, int offset, int count) => Try(() => output.Write(buffer, offset, count));

    /// <exception cref="UserError">It cannot be written.</exception>
    public override void Flush() => Try(output.Flush);

    /// <param name="problem">From standard output.</param>
    public static UserError Failure(Exception problem) => new($"{StandardStreams.Output} cannot be written: {problem.Message}");

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Failure(problem);
        }
    }
}

/// <summary>A stream that is only written to, from its beginning on.</summary>
internal abstract class WriteOnlyStream : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
