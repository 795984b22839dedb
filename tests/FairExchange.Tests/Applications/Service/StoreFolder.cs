using FairExchange.Applications.Service;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Cli;

namespace FairExchange.Tests.Applications.Service;

/// <summary>A folder with a store in it, and what is put there.</summary>
internal sealed class StoreFolder : IDisposable
{
    private static readonly DateTimeOffset Now = Life.Now;

    private readonly TemporaryFolder folder = new();

    public IEnumerable<string> Names => folder.Names;

    public string this[string name] => folder[name];

    public void Dispose() => folder.Dispose();

    public SqliteStore Open(string name = "store.db") => SqliteStore.Open(folder[name], "test");

    public T Open<T>(string name, Func<SqliteStore, T> read, bool acceptOlder = false)
    {
        using var store = SqliteStore.Open(folder[name], "test", acceptOlder);
        return read(store);
    }

    public void Open(string name, Action<SqliteStore> write)
    {
        using var store = Open(name);
        write(store);
    }

    public void Refused(string name, string said)
    {
        var line = Assert.Throws<StoreException>(() => Open(name).Dispose()).Message;
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    public static Bytes Digest(byte of) => new(Enumerable.Repeat(of, 32).ToArray());

    public static void Charge(SqliteStore store, byte request)
    {
        using var transaction = store.Begin();
        transaction.Charge(new LedgerEntry(Digest(request), "Bob", 5, Now, Digest(request)));
        transaction.Commit();
    }

    public static void Take(SqliteStore store, long number)
    {
        using var transaction = store.Begin();
        transaction.Archive(new ArchivedRequest(
            number, new Bytes(new byte[] { (byte)number, 1, 2 }), Digest((byte)number), RequestState.Open, Now));
        transaction.Keep(number, new Answer(null, "PO1", "Bob", new Bytes(new byte[] { 9, 9 }), default));
        transaction.Commit();
    }

    public void Fill()
    {
        using var store = Open();
        Fill(store);
    }

    /// <summary>Two charges, a subscriber, and three requests of which the second is forgotten.</summary>
    public static void Fill(SqliteStore store)
    {
        store.Subscribe("Alice", Now);
        Charge(store, 1);
        Charge(store, 2);
        for (var number = 1; number <= 3; number++)
        {
            Take(store, number);
        }

        using var transaction = store.Begin();
        transaction.Forget(2);
        transaction.Seen(Now);
        transaction.Commit();
    }

    public static void AssertFilled(SqliteStore store)
    {
        Assert.Equal([(Digest(1), "Bob", 5L, Now), (Digest(2), "Bob", 5L, Now)],
            store.Ledger().Select(entry => (entry.Request, entry.Name, entry.Amount, entry.At)));
        Assert.Equal([1, 3], store.Archive().Select(request => request.Number));
        Assert.Equal([1, 3], store.Unsettled().Select(request => request.Number));
        Assert.All(store.Archive(),
            request => Assert.Equal((new Bytes(new byte[] { (byte)request.Number, 1, 2 }), RequestState.Open, Now),
                (request.Request, request.State, request.At)));
        Assert.Equal(2, store.Pending().Count);
        Assert.All(store.Archive(), request => Assert.Equal("Bob", Assert.Single(store.AnswersTo(request.Number)).To));
        Assert.NotNull(store.Charged(Digest(1)));
        Assert.NotNull(store.FindTaken(Digest(3)));
        Assert.NotNull(store.Find(new Bytes(new byte[] { 1, 1, 2 })));
        Assert.True(store.HasSubscribed("Alice", Now) && !store.HasSubscribed("Alice", Now.AddMilliseconds(1)));
        Assert.Equal((3, Now), (store.LastNumber(), store.LatestTime()));
    }
}
