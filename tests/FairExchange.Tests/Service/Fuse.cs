using FairExchange.Runtime.Values;
using FairExchange.Service;

namespace FairExchange.Tests.Service;

/// <summary>The process is dead.</summary>
internal sealed class Crash : Exception;

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

/// <summary>A store whose process may die before and after each thing that it writes.</summary>
internal sealed class CrashingStore(IStore store, Fuse fuse) : IStore
{
    public ITransaction Begin() => new Writing(store.Begin(), fuse);

    public void Subscribe(string name, DateTimeOffset paidUntil) => store.Subscribe(name, paidUntil);

    public bool HasSubscribed(string name, DateTimeOffset at) => store.HasSubscribed(name, at);

    public LedgerEntry? Charged(Bytes request) => store.Charged(request);

    public IReadOnlyList<LedgerEntry> Ledger() => store.Ledger();

    public IReadOnlyList<ArchivedRequest> Archive() => store.Archive();

    public IReadOnlyList<ArchivedRequest> Unsettled() => store.Unsettled();

    public ArchivedRequest? Find(Bytes request) => store.Find(request);

    public long LastNumber() => store.LastNumber();

    public IReadOnlyList<Answer> Pending() => store.Pending();

    public IReadOnlyList<Answer> AnswersTo(long request) => store.AnswersTo(request);

    public void Sent(long answer) => Around(fuse, () => store.Sent(answer));

    public void Dispose() => store.Dispose();

    private static void Around(Fuse fuse, Action write)
    {
        fuse.Point();
        write();
        fuse.Point();
    }

    private sealed class Writing(ITransaction transaction, Fuse fuse) : ITransaction
    {
        public void Charge(LedgerEntry entry) => Around(fuse, () => transaction.Charge(entry));

        public void Archive(ArchivedRequest request) => Around(fuse, () => transaction.Archive(request));

        public void Mark(long request, RequestState state) => Around(fuse, () => transaction.Mark(request, state));

        public void Forget(long request) => Around(fuse, () => transaction.Forget(request));

        public Answer Keep(long request, Answer answer)
        {
            Answer? kept = null;
            Around(fuse, () => kept = transaction.Keep(request, answer));
            return kept!;
        }

        public void HandOver(long request) => Around(fuse, () => transaction.HandOver(request));

        public void Commit() => Around(fuse, transaction.Commit);

        public void Dispose() => transaction.Dispose();
    }
}
