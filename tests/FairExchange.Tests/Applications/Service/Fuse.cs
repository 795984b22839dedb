using FairExchange.Applications.Service;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Applications.Service;

/// <summary>The process is dead.</summary>
internal sealed class Crash : Exception;

/// <summary>Something happens around each write to a store.</summary>
internal delegate void AroundWrite(Action write);

/// <summary>Lets the process die at one of the points that it passes, and at no other.</summary>
internal sealed class Fuse(int at)
{
    public int Passed { get; private set; }

    /// <summary>Whether there were so many points at all.</summary>
    public bool HasBlown => Passed > at;

    public void Point()
    {
        if (Passed++ == at)
        {
            throw new Crash();
        }
    }
}

/// <summary>A store with something around each thing that is written to it.</summary>
internal class WatchedStore(IStore store, AroundWrite context) : IStore
{
    public ITransaction Begin() => new Writing(store.Begin(), context);

    public void Subscribe(string name, DateTimeOffset paidUntil) => store.Subscribe(name, paidUntil);

    public bool HasSubscribed(string name, DateTimeOffset at) => store.HasSubscribed(name, at);

    public LedgerEntry? Charged(Bytes request) => store.Charged(request);

    public IReadOnlyList<LedgerEntry> Ledger() => store.Ledger();

    public IReadOnlyList<ArchivedRequest> Archive() => store.Archive();

    public IReadOnlyList<ArchivedRequest> Unsettled() => store.Unsettled();

    public ArchivedRequest? Find(Bytes request) => store.Find(request);

    public ArchivedRequest? FindTaken(Bytes meaning) => store.FindTaken(meaning);

    public long LastNumber() => store.LastNumber();

    public DateTimeOffset? LatestTime() => store.LatestTime();

    public IReadOnlyList<Answer> Pending() => store.Pending();

    public IReadOnlyList<Answer> AnswersTo(long request) => store.AnswersTo(request);

    public void Sent(long answer) => context(() => store.Sent(answer));

    public void Dispose() => store.Dispose();

    private sealed class Writing(ITransaction transaction, AroundWrite context) : ITransaction
    {
        public void Charge(LedgerEntry entry) => context(() => transaction.Charge(entry));

        public void Archive(ArchivedRequest request) => context(() => transaction.Archive(request));

        public void Mark(long request, RequestState state) => context(() => transaction.Mark(request, state));

        public void Forget(long request) => context(() => transaction.Forget(request));

        public Answer Keep(long request, Answer answer)
        {
            Answer? kept = null;
            context(() => kept = transaction.Keep(request, answer));
            return kept!;
        }

        public void Join(long request, long earlier) => context(() => transaction.Join(request, earlier));

        public void HandOver(long request) => context(() => transaction.HandOver(request));

        public void Seen(DateTimeOffset time) => context(() => transaction.Seen(time));

        public void Commit() => context(transaction.Commit);

        public void Dispose() => transaction.Dispose();
    }
}

/// <summary>A store whose process may die before and after each thing that it writes.</summary>
internal sealed class CrashingStore(IStore store, Fuse fuse) : WatchedStore(store, write =>
{
    fuse.Point();
    write();
    fuse.Point();
});

/// <summary>A store on a disk that is full at one of the things that are written to it, and at no other.</summary>
internal sealed class FullStore : WatchedStore
{
    private readonly Counter written;

    public FullStore(IStore store, int at)
        : this(store, new Counter(at))
    {
    }

    private FullStore(IStore store, Counter written)
        : base(store, written.Write) => this.written = written;

    public bool WasFull => written.Passed;

    private sealed class Counter(int at)
    {
        private int count;

        public bool Passed => count > at;

        public void Write(Action write)
        {
            if (count++ == at)
            {
                throw new StoreFullException("no room");
            }

            write();
        }
    }
}
