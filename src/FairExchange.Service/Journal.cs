namespace FairExchange.Service;

/// <summary>Writes to the store, and to each transaction the latest time that was seen: a clock that is set back changes nothing, also for the next process.</summary>
internal sealed class Journal(IStore store)
{
    private DateTimeOffset? noted = store.LatestTime();

    /// <summary>By this process or one before it.</summary>
    public DateTimeOffset Latest { get; private set; } = store.LatestTime() ?? DateTimeOffset.MinValue;

    public void See(DateTimeOffset now) => Latest = now > Latest ? now : Latest;

    /// <summary>One transaction.</summary>
    /// <exception cref="StoreFullException">There is no room: nothing has happened.</exception>
    public void Write(Action<ITransaction> write)
    {
        using var transaction = store.Begin();
        write(transaction);
        if (noted is null || Latest > noted)
        {
            transaction.Seen(Latest);
        }

        transaction.Commit();
        noted = Latest;
    }

    /// <summary>Writes that it has been so late, where that is not known yet.</summary>
    public void Remember()
    {
        if (noted is null || Latest > noted)
        {
            Write(_ => { });
        }
    }
}
