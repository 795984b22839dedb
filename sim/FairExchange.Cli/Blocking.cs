namespace FairExchange.Cli;

/// <summary>Calls that the system may keep waiting for ever, as opening a pipe that nobody writes to: Ctrl-C ends the wait. The call itself cannot be called off, so it is left behind.</summary>
internal static class Blocking
{
    private static readonly AsyncLocal<CancellationToken> s_cancellation = new();

    /// <summary>What ends waits in this command; of this thread and those that it starts.</summary>
    public static CancellationToken Cancellation
    {
        get => s_cancellation.Value;
        set => s_cancellation.Value = value;
    }

    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    public static T Run<T>(Func<T> call)
    {
        if (!Cancellation.CanBeCanceled)
        {
            return call();
        }

        // A thread of its own: others may be waiting for those of the pool.
        var waiting = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return waiting.WaitAsync(Cancellation).GetAwaiter().GetResult();
    }

    /// <summary>A stream each of whose writes may wait.</summary>
    public sealed class Writing(Stream stream) : Stream
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

        public override void Write(byte[] buffer, int offset, int count)
        {
            var kept = buffer.AsMemory(offset, count).ToArray();
            Run(() =>
            {
                stream.Write(kept);
                return true;
            });
        }

        public override void Flush()
        {
            // Each write goes through at once.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
