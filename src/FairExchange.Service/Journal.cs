namespace FairExchange.Service;

/// <summary>Writes to the store, and with what is taken the latest time that was seen: a clock that is set back changes nothing, also for the next process.</summary>
internal sealed class Journal
{
    private readonly IStore store;
    private readonly ServiceTime time;
    private DateTimeOffset? noted;

    public Journal(IStore store, ServiceTime time)
    {
        (this.store, this.time, noted) = (store, time, store.LatestTime());
        time.Latest = noted ?? DateTimeOffset.MinValue;
    }

    /// <summary>By this process or one before it.</summary>
    public DateTimeOffset Latest => time.Latest;

    public void See(DateTimeOffset now) => time.Latest = now > Latest ? now : Latest;

    /// <summary>It has not been so late: what came then was nothing that could be taken, and that is no reason to believe a clock.</summary>
    public void Return(DateTimeOffset earlier) => time.Latest = earlier;

    /// <summary>One transaction.</summary>
    /// <param name="isSeen">Whether it has been so late.</param>
    /// <exception cref="StoreFullException">There is no room: nothing has happened.</exception>
    public void Write(Action<ITransaction> write, bool isSeen = true)
    {
        using var transaction = store.Begin();
        write(transaction);
        if (isSeen && (noted is null || Latest > noted))
        {
            transaction.Seen(Latest);
        }

        transaction.Commit();
        noted = isSeen ? Latest : noted;
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
