using FairExchange.Applications.Service;
using FairExchange.Runtime.Files;
using static FairExchange.Tests.Applications.Service.StoreFolder;

namespace FairExchange.Tests.Applications.Service;

/// <summary>Several that begin a new store at once.</summary>
public sealed class StoreRaceTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A head made by one under another's hands would say nothing of what the other answers.</summary>
    [Fact]
    public async Task Of_many_that_begin_a_new_store_at_once_one_has_it_and_its_head()
    {
        for (var i = 0; i < 20; i++)
        {
            var name = $"new-{i}.db";
            using var begin = new Barrier(3);
            var stores = new SqliteStore?[3];
            await Task.WhenAll(Enumerable.Range(0, stores.Length).Select(who => Task.Factory.StartNew(
                () =>
                {
                    begin.SignalAndWait();
                    try
                    {
                        stores[who] = SqliteStore.Open(folder[name], "test");
                    }
                    catch (StoreException)
                    {
                        // Another has it.
                    }
                },
                TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            var had = stores.OfType<SqliteStore>().ToList();
            Assert.InRange(had.Count, 0, 1);
            had.ForEach(store => Charge(store, 1));
            StoreTests.Copy(folder[$"{name}.head"], folder["seen.head"]);
            had.ForEach(store => store.Dispose());
            Assert.Matches($" [0-9a-f]{{32}} {2 * had.Count} ", File.ReadAllText(folder["seen.head"]));
            Assert.Equal(had.Count, folder.Open(name, store => store.Ledger()).Count);
        }
    }

    /// <summary>Between the first look of one for the head and its own, another makes the store.</summary>
    [Fact]
    public void Who_comes_second_finds_the_head_of_the_first_and_leaves_it()
    {
        SqliteStore? first = null;
        var disk = new Overtaken(() => first = folder.Open());
        Assert.Contains(
            "is held by another process",
            Assert.Throws<StoreException>(() => StoreOpening.Open(disk, folder["store.db"], "test", acceptOlder: false)).Message,
            StringComparison.Ordinal);
        Charge(first!, 1);
        first!.Dispose();
        Assert.Single(folder.Open("store.db", store => store.Ledger()));
    }

    /// <summary>The system's disk; when it is first asked for a file that is not there, something happens before it says so.</summary>
    private sealed class Overtaken(Action happens) : IDisk
    {
        private Action? happens = happens;

        public Stream Open(string path)
        {
            try
            {
                return Disk.System.Open(path);
            }
            catch (FileNotFoundException) when (happens is not null)
            {
                var first = happens;
                happens = null;
                first();
                throw;
            }
        }

        public Stream Create(string path, UnixFileMode? mode) => Disk.System.Create(path, mode);

        public void Flush(Stream file) => Disk.System.Flush(file);

        public void Move(string from, string to) => Disk.System.Move(from, to);

        public void Delete(string path) => Disk.System.Delete(path);

        public void CreateFolder(string folder) => Disk.System.CreateFolder(folder);

        public void FlushFolder(string folder) => Disk.System.FlushFolder(folder);
    }
}
