using FairExchange.Applications.Service;
using static FairExchange.Tests.Applications.Service.StoreFolder;

namespace FairExchange.Tests.Applications.Service;

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
        Assert.Contains("own file", Assert.Throws<StoreException>(() => SqliteBackup.Make(folder["store.db"], folder[target])).Message,
            StringComparison.Ordinal);
        Assert.Equal(["store.db", "store.db.head"], folder.Names);
        folder.Open("store.db", AssertFilled);
    }

    /// <summary>A copy takes the place of an earlier copy of the same store, and of no store that is served or has been.</summary>
    [Fact]
    public void A_backup_takes_the_place_of_no_other_store()
    {
        folder.Fill();
        folder.Open("other.db", store => Charge(store, 7));
        Refused("other.db", "is a store");
        Refused("other.db.head", "belongs to a store");
        using (folder.Open("other.db"))
        {
            Refused("other.db", "is a store");
            Refused("other.db-wal", "belongs to a store");
            Refused("other.db-shm", "belongs to a store");
        }

        File.Delete(folder["other.db.head"]);
        Refused("other.db", "is a store");
        Assert.Single(folder.Open("other.db", store => store.Ledger(), acceptOlder: true));

        SqliteBackup.Make(folder["store.db"], folder["copy.db"]);
        Assert.Equal(2, SqliteBackup.Make(folder["store.db"], folder["copy.db"]));

        void Refused(string target, string said) =>
            Assert.Contains(said, Assert.Throws<StoreException>(() => SqliteBackup.Make(folder["store.db"], folder[target])).Message,
                StringComparison.Ordinal);
    }

    /// <summary>Whoever restores it on another machine, without the head, must say that what was answered since is lost.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_copy_without_the_head_is_taken_only_on_purpose(bool isBackup)
    {
        folder.Fill();
        if (isBackup)
        {
            SqliteBackup.Make(folder["store.db"], folder["copy.db"]);
        }
        else
        {
            File.Copy(folder["store.db"], folder["copy.db"]);
        }

        folder.Refused("copy.db", "copy.db has been used, and");
        Assert.Equal(2, folder.Open("copy.db", store => store.Ledger(), acceptOlder: true).Count);
        folder.Open("copy.db", AssertFilled);
    }

    /// <summary>Also where the store is new, and where its operator takes what is lost.</summary>
    [Theory]
    [InlineData("a.db.head")]
    [InlineData("a.db-wal")]
    [InlineData("a.db-journal")]
    [InlineData("a.db-shm")]
    public void What_lies_in_the_place_of_a_stores_own_file_is_left_alone(string name)
    {
        foreach (var isThere in (bool[])[false, true])
        {
            File.WriteAllText(folder[name], "notes of somebody's\n");
            if (isThere)
            {
                File.WriteAllBytes(folder["a.db"], []);
            }

            foreach (var acceptOlder in (bool[])[false, true])
            {
                Assert.Contains("move it away", Assert.Throws<StoreException>(() => folder.Open("a.db", _ => 0, acceptOlder)).Message,
                    StringComparison.Ordinal);
                Assert.Equal("notes of somebody's\n", File.ReadAllText(folder[name]));
            }
        }

        File.Delete(folder[name]);
        folder.Fill();
        File.Copy(folder["store.db"], folder["a.db.head"], overwrite: true);
        folder.Refused("a.db", "is not the head of a store");
    }

    [Fact]
    public void A_damaged_head_is_refused_also_beside_a_new_store()
    {
        File.WriteAllBytes(folder["store.db.head"], new byte[2048]);
        File.WriteAllBytes(folder["store.db"], []);
        folder.Refused("store.db", "store.db.head is damaged");
    }

    [Fact]
    public void A_backup_that_cannot_be_written_is_said_and_leaves_nothing()
    {
        folder.Fill();
        Assert.Contains("none/copy.db",
            Assert.Throws<StoreException>(() => SqliteBackup.Make(folder["store.db"], folder["none/copy.db"])).Message,
            StringComparison.Ordinal);
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
