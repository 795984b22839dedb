using FairExchange.Service;
using static FairExchange.Tests.Service.StoreFolder;

namespace FairExchange.Tests.Service;

/// <summary>Where a store can be, and what is made of its head.</summary>
public sealed class StoreOpeningTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a\0b", "cannot be used as a store")]
    [InlineData("/", "it is a folder")]
    public void What_no_file_can_be_called_is_no_store(string path, string said)
    {
        var line = Assert.Throws<StoreException>(() => SqliteStore.Open(path, "test").Dispose()).Message;
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Throws<StoreException>(() => SqliteBackup.Make(path, folder["copy.db"]));
    }

    [Fact]
    public void A_store_in_a_folder_that_is_not_there_is_refused_and_made_nowhere()
    {
        folder.Refused("none/store.db", "cannot be used as a store");
        Assert.Empty(folder.Names);
    }

    /// <summary>The log lies beside one of the names: who opens the other would see a store without what was written last.</summary>
    [Fact]
    public void A_link_is_the_store_that_it_leads_to()
    {
        folder.Fill();
        File.CreateSymbolicLink(folder["link.db"], "store.db");

        Assert.Equal(2, folder.Open("link.db", store => store.Ledger()).Count);
        Assert.Equal(["link.db", "store.db", "store.db.head"], folder.Names);
    }

    [Fact]
    public void A_head_that_says_nothing_any_more_vouches_for_nothing()
    {
        folder.Fill();
        File.WriteAllBytes(folder["store.db.head"], new byte[2048]);

        folder.Refused("store.db", "store.db.head is damaged, and says no more how far the store has come");
        Assert.Equal(2, folder.Open("store.db", store => store.Ledger(), acceptOlder: true).Count);
        Assert.Equal(2, folder.Open("store.db", store => store.Ledger()).Count);
    }

    /// <summary>
    /// As after a power cut between the two writes. Opened again, it knows of both at once: the store before the second is an older one.
    /// </summary>
    [Fact]
    public void A_head_that_lags_behind_its_store_is_brought_up_to_it()
    {
        using (var store = folder.Open())
        {
            Charge(store, 1);
            Copy("store.db", "old.db");
            Copy("store.db-wal", "old.db-wal");
            Copy("store.db.head", "cut.db.head");
            Charge(store, 2);
            Copy("store.db", "cut.db");
            Copy("store.db-wal", "cut.db-wal");
        }

        using (var again = folder.Open("cut.db"))
        {
            Assert.Equal(2, again.Ledger().Count);
            Copy("cut.db.head", "old.db.head");
        }

        folder.Refused("old.db", "old.db is older than what it has answered");

        void Copy(string from, string to) => StoreTests.Copy(folder[from], folder[to]);
    }

    [Theory]
    [InlineData("store.db")]
    [InlineData("store.db.head")]
    [InlineData("store.db-wal")]
    [InlineData("store.db-shm")]
    [InlineData("store.db-journal")]
    public void A_backup_takes_none_of_the_stores_own_names(string target)
    {
        folder.Fill();
        Assert.Contains("own file", Assert.Throws<StoreException>(() => SqliteBackup.Make(folder["store.db"], folder[target])).Message, StringComparison.Ordinal);
        Assert.Equal(["store.db", "store.db.head"], folder.Names);
        folder.Open("store.db", AssertFilled);
    }

    [Fact]
    public void A_backup_that_cannot_be_written_is_said_and_leaves_nothing()
    {
        folder.Fill();
        Assert.Contains("none/copy.db", Assert.Throws<StoreException>(() => SqliteBackup.Make(folder["store.db"], folder["none/copy.db"])).Message, StringComparison.Ordinal);
        Assert.Equal(["store.db", "store.db.head"], folder.Names);
    }

    /// <summary>Requests are numbered without a gap, so that a missing one is seen.</summary>
    [Fact]
    public void A_request_is_archived_under_the_next_number_and_no_other()
    {
        using var store = folder.Open();
        Take(store, 1);
        Assert.Throws<ArgumentException>(() => Take(store, 1));
        Assert.Throws<ArgumentException>(() => Take(store, 3));
        Take(store, 2);
        Assert.Equal([1, 2], store.Archive().Select(request => request.Number));
    }
}
