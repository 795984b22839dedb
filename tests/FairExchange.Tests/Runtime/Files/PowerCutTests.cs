using System.Security.Cryptography;
using FairExchange.Applications.Service;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Files;

namespace FairExchange.Tests.Runtime.Files;

/// <summary>The power fails at every moment; writes and names that were not flushed are lost, torn or kept, in any order.</summary>
public class PowerCutTests
{
    private const string Name = "/folder/file";

    private static readonly byte[] Old = "what was there"u8.ToArray();

    private static readonly byte[] New = "what is to be there now, and is longer"u8.ToArray();

    [Fact]
    public void A_file_is_the_old_one_or_the_new_one_whole()
    {
        var disk = new RecordingDisk();
        Write(disk, Old);
        var begun = disk.Count;
        Write(disk, New);

        Assert.InRange(disk.Count - begun, 6, 20);
        for (var at = begun; at <= disk.Count; at++)
        {
            Assert.All(disk.After(at, Name),
                found => Assert.True(found is not null && (found.SequenceEqual(Old) || found.SequenceEqual(New)), $"after {at}"));
        }

        Assert.Equal([New], disk.After(disk.Count, Name));
    }

    [Fact]
    public void Goods_have_their_name_only_when_they_are_all_there_and_keep_it()
    {
        var disk = new RecordingDisk();
        var store = new FolderStore("/folder", long.MaxValue, disk);
        var goods = store.Receive(new MemoryStream(New));
        var path = $"/folder/{Convert.ToHexStringLower(goods.Bytes.Span)}.sealed";

        Assert.Equal(SHA256.HashData(New), goods.Bytes.Span.ToArray());
        for (var at = 0; at <= disk.Count; at++)
        {
            Assert.All(disk.After(at, path), found => Assert.True(found is null || found.SequenceEqual(New), $"after {at}"));
        }

        Assert.Equal([New], disk.After(disk.Count, path));
    }

    /// <summary>A head that says less than before is one that lets an older store pass; one that says nothing stops the party.</summary>
    [Fact]
    public void A_head_says_what_it_said_last_or_what_it_says_next()
    {
        var disk = new RecordingDisk();
        var meta = Meta.New("test");
        using (var head = StoreHead.Create(disk, Name, meta))
        {
            for (var revision = 1; revision <= 5; revision++)
            {
                var before = disk.Count;
                head.Write(meta with { Revision = revision });
                for (var at = before; at <= disk.Count; at++)
                {
                    Assert.All(disk.After(at, Name), found => Assert.Contains(Revision(found!), new[] { revision - 1L, revision }));
                }

                Assert.All(disk.After(disk.Count, Name), found => Assert.Equal(revision, Revision(found!)));
            }
        }

        static long Revision(byte[] content)
        {
            var disk = new RecordingDisk();
            Replacement.Write(disk, "/folder/x", Name, file => file.Write(content));
            using var head = StoreHead.TryOpen(disk, Name);
            return head!.At!.Revision;
        }
    }

    /// <summary>What these tests would not tell: that the disk is told at all.</summary>
    [Fact]
    public void The_systems_disk_flushes_files_and_folders_and_says_so_when_it_cannot()
    {
        using var folder = new Cli.TemporaryFolder();
        using (var file = Disk.System.Create(folder["file"], Disk.Secret))
        {
            Disk.System.Flush(file);
        }

        Disk.System.FlushFolder(Path.GetDirectoryName(folder["file"])!);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Throws<IOException>(() => Disk.System.FlushFolder(folder["none"]));
        }
    }

    /// <summary>
    /// A descriptor that stands for a name alone (O_PATH) takes part in no input or output: the system refuses to flush it, and nothing
    /// else that is
    /// done here. So who is refused has asked.
    /// </summary>
    [Fact]
    public void The_systems_disk_asks_the_system_itself_to_flush_a_file()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const int path = 0x200000;
        using var folder = new Cli.TemporaryFolder();
        File.WriteAllBytes(folder["file"], New);
        using var handle = SystemCalls.Open(folder["file"], path);
        using var file = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        file.Flush();
        Assert.Contains("Bad file descriptor", Assert.Throws<IOException>(() => Disk.System.Flush(file)).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Nothing refuses to flush a folder that lets it be opened, so here it is told to whom the flush goes; that it is the system's own,
    /// the test above says, and the disk has one for files and folders.
    /// </summary>
    [Fact]
    public void A_folder_is_flushed_itself_and_above_each_that_is_made()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new Cli.TemporaryFolder();
        var flushed = new List<string?>();
        var disk = new Disk(opened =>
        {
            flushed.Add(new FileInfo($"/proc/self/fd/{opened.DangerousGetHandle()}").LinkTarget);
            return 0;
        });
        var here = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder["."]));
        disk.FlushFolder(here);
        disk.CreateFolder(folder["one/two/three"]);
        Replacement.Write(disk, folder["one/new"], folder["one/file"], file => file.Write(New));

        Assert.Equal([here, here, folder["one"], folder["one/two"], folder["one/new"], folder["one"]], flushed);
        disk.CreateFolder(folder["one/two/three"]);
        Assert.Equal(6, flushed.Count);
    }

    private static void Write(RecordingDisk disk, byte[] content) => Replacement.Write(disk, $"{Name}.unfinished", Name, file =>
    {
        file.Write(content.AsSpan(0, 5));
        file.Write(content.AsSpan(5));
    });
}
