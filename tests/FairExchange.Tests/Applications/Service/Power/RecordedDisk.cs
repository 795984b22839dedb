using FairExchange.Runtime.Files;

namespace FairExchange.Tests.Applications.Service.Power;

/// <summary>The system's disk, which also writes down what is done to it, and flushes nothing. For files of one folder.</summary>
internal sealed class RecordedDisk(PowerRecord record) : IDisk
{
    public Stream Create(string path, UnixFileMode? mode) =>
        new Recorded(Disk.System.Create(path, mode), record, record.Open(Path.GetFileName(path)));

    public Stream Open(string path) => new Recorded(Disk.System.Open(path), record, record.Open(Path.GetFileName(path)));

    public void Flush(Stream file) => record.Flush(((Recorded)file).Node);

    public void Move(string from, string to)
    {
        Disk.System.Move(from, to);
        record.Move(Path.GetFileName(from), Path.GetFileName(to));
    }

    public void Delete(string path)
    {
        Disk.System.Delete(path);
        record.Remove(Path.GetFileName(path));
    }

    public void CreateFolder(string folder) => throw new NotSupportedException();

    public void FlushFolder(string folder) => record.FlushFolder();

    private sealed class Recorded(Stream inner, PowerRecord record, PowerRecord.Node node) : Stream
    {
        public PowerRecord.Node Node => node;

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value)
        {
            inner.SetLength(value);
            record.Cut(node, value);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            record.Write(node, inner.Position, buffer.AsSpan(offset, count));
            inner.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
