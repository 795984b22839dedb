using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Exchanges;

namespace FairExchange.Tests.Runtime.Bulk;

/// <summary>Goods as files: streamed, whole or not there.</summary>
public sealed class FolderStoreTests : IDisposable
{
    private static readonly Value.Key Key = new(new Bytes(Enumerable.Repeat((byte)1, 32).ToArray()));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fairexchange-tests-");
    private readonly FolderStore store;

    public FolderStoreTests() => store = new FolderStore(folder.FullName);

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>An array of the goods, or of a hundredth of them, would not fit.</summary>
    [Fact]
    public void Eighty_megabytes_are_sealed_and_opened_in_less_than_one_of_memory()
    {
        const long size = 80L * 1024 * 1024;
        using var generated = new GeneratedStream(size);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var message = store.Add(generated);
        var goods = store.Seal(message, Key, "test"u8)!;
        File.Delete(Path.Combine(folder.FullName, $"{Convert.ToHexStringLower(message.Bytes.Span)}.message"));
        var opened = store.TryOpen(goods, Key, "test"u8);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(message, opened);
        Assert.Equal(StreamEncryption.SealedLength(size), store.Length(goods));
        Assert.InRange(allocated, 0, 1024 * 1024);
    }

    [Fact]
    public void In_memory_and_in_files_the_same_goods_have_the_same_name()
    {
        var bytes = RandomNumberGenerator.GetBytes(70_000);

        Assert.Equal(
            new MemoryStore().Seal(new Value.Message(new Bytes(bytes)), Key, "test"u8),
            store.Seal(store.Add(new MemoryStream(bytes)), Key, "test"u8));
    }

    [Fact]
    public void A_message_that_is_no_longer_what_it_is_called_is_not_sealed()
    {
        var message = store.Add(new MemoryStream("ten thousand"u8.ToArray()));
        File.WriteAllText(Path.Combine(folder.FullName, $"{Convert.ToHexStringLower(message.Bytes.Span)}.message"), "ten");

        Assert.Null(store.Seal(message, Key, "test"u8));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void What_does_not_open_leaves_no_message_and_nothing_unfinished()
    {
        var whole = store.Seal(store.Add(new GeneratedStream(200_000)), Key, "test"u8)!;
        using var bytes = new MemoryStream();
        using (var sealedGoods = store.Read(whole)!)
        {
            sealedGoods.CopyTo(bytes);
        }

        folder.GetFiles().ToList().ForEach(file => file.Delete());
        var cut = store.Receive(new MemoryStream(bytes.ToArray()[..^70_000]));

        Assert.Null(store.TryOpen(cut, Key, "test"u8));
        Assert.Equal([".sealed"], folder.GetFiles().Select(file => file.Extension));
    }

    /// <summary>The file may be changed between its coming and its opening: to other goods under the same key, even.</summary>
    [Fact]
    public void Goods_that_are_no_longer_what_they_are_called_do_not_open()
    {
        var first = store.Seal(store.Add(new GeneratedStream(100)), Key, "test"u8)!;
        var second = store.Seal(store.Add(new GeneratedStream(101)), Key, "test"u8)!;
        string FileOf(Value.Bulk goods) => Path.Combine(folder.FullName, $"{Convert.ToHexStringLower(goods.Bytes.Span)}.sealed");
        File.Copy(FileOf(second), FileOf(first), overwrite: true);

        Assert.Null(store.TryOpen(first, Key, "test"u8));
        Assert.NotNull(store.TryOpen(second, Key, "test"u8));
    }

    [Fact]
    public void More_than_a_peer_may_send_is_not_kept()
    {
        Assert.Throws<InvalidDataException>(() => new FolderStore(folder.FullName, most: 1000).Receive(new GeneratedStream(1001)));
        Assert.Empty(folder.GetFiles());
    }

    [Fact]
    public void What_is_not_there_is_neither_sealed_nor_opened()
    {
        var nothing = new Bytes(new byte[32]);

        Assert.Null(store.Seal(new Value.Filed(nothing), Key, "test"u8));
        Assert.Null(store.Seal(World.Mail, Key, "test"u8));
        Assert.Null(store.TryOpen(new Value.Bulk(nothing), Key, "test"u8));
        Assert.Null(store.Length(new Value.Bulk(nothing)));
        Assert.Null(store.Read(new Value.Bulk(nothing)));
    }
}
