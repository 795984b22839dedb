using FairExchange.Applications.Service;
using Microsoft.Data.Sqlite;
using static FairExchange.Tests.Applications.Service.StoreFolder;

namespace FairExchange.Tests.Applications.Service;

/// <summary>The store as files: what a clean stop leaves, what a copy is worth, and what is seen of damage.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_connection_writes_through_to_the_disk()
    {
        using var store = folder.Open();
        // 2 is FULL.
        Assert.Equal(("wal", 2), store.Settings);
    }

    [Fact]
    public void A_clean_stop_leaves_one_file_that_is_all_of_the_store()
    {
        folder.Fill();
        Assert.Equal(["store.db", "store.db.head"], folder.Names);
        Copy(folder["store.db"], folder["copy.db"]);
        Copy(folder["store.db.head"], folder["copy.db.head"]);
        using var copy = folder.Open("copy.db");
        AssertFilled(copy);
    }

    [Fact]
    public void A_copy_without_the_log_is_refused_and_taken_only_on_purpose()
    {
        using (var store = folder.Open())
        {
            Charge(store, 1);
            Copy(folder["store.db"], folder["copy.db"]);
            Copy(folder["store.db"], folder["with.db"]);
            Copy(folder["store.db.head"], folder["with.db.head"]);
        }

        folder.Refused("copy.db", "copy.db is a copy that was made while the store was in use");
        folder.Refused("with.db", "with.db is older than what it has answered");
        foreach (var name in (string[])["copy.db", "with.db"])
        {
            using (var accepted = SqliteStore.Open(folder[name], "test", acceptOlder: true))
            {
                Assert.Empty(accepted.Ledger());
                Charge(accepted, 2);
            }

            Assert.Single(folder.Open(name, store => store.Ledger()));
        }
    }

    [Fact]
    public void A_copy_with_the_log_is_the_store()
    {
        using (var store = folder.Open())
        {
            Charge(store, 1);
            Copy(folder["store.db"], folder["copy.db"]);
            Copy(folder["store.db-wal"], folder["copy.db-wal"]);
            Copy(folder["store.db.head"], folder["copy.db.head"]);
        }

        Assert.Single(folder.Open("copy.db", store => store.Ledger()));
    }

    [Fact]
    public void An_older_store_in_the_place_of_a_newer_is_refused()
    {
        folder.Fill();
        File.Copy(folder["store.db"], folder["old.db"]);
        folder.Open("store.db", store => Charge(store, 7));
        File.Copy(folder["old.db"], folder["store.db"], overwrite: true);
        folder.Refused("store.db", "store.db is older than what it has answered");
        File.Delete(folder["store.db"]);
        folder.Refused("store.db", "store.db is not there, and");
    }

    /// <summary>Two copies that went on apart: each has charged what the other has not.</summary>
    [Fact]
    public void A_store_that_went_on_elsewhere_is_not_the_continuation()
    {
        folder.Fill();
        File.Copy(folder["store.db"], folder["other.db"]);
        File.Copy(folder["store.db.head"], folder["other.db.head"]);
        folder.Open("store.db", store => Charge(store, 7));
        folder.Open("other.db", store => { Charge(store, 8); Charge(store, 9); Charge(store, 10); });
        File.Copy(folder["other.db"], folder["store.db"], overwrite: true);
        folder.Refused("store.db", "store.db is not the continuation");
        folder.Open("third.db", store => Charge(store, 1));
        File.Copy(folder["third.db"], folder["store.db"], overwrite: true);
        folder.Refused("store.db", "store.db is another store than the one of");
    }

    [Fact]
    public void A_backup_is_one_moments_while_the_store_is_in_use()
    {
        using (var store = folder.Open())
        {
            Fill(store);
            Assert.Equal(2, SqliteBackup.Make(folder["store.db"], folder["copy.db"]));
            Charge(store, 7);
            Assert.Equal(3, SqliteBackup.Make(folder["store.db"], folder["copy.db"]));
            Charge(store, 8);
        }

        Assert.Equal(["copy.db", "store.db", "store.db.head"], folder.Names);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["copy.db"]));
        }

        Assert.Equal(3, folder.Open("copy.db", store => store.Ledger(), acceptOlder: true).Count);
        Assert.Contains("own file", Assert.Throws<StoreException>(() => SqliteBackup.Make(folder["store.db"], folder["store.db"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("is not there", Assert.Throws<StoreException>(() => SqliteBackup.Make(folder["none.db"], folder["x.db"])).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(folder["none.db"]));
    }

    [Fact]
    public void Two_who_write_at_once_are_told_and_nothing_of_the_second_is_kept()
    {
        using var store = folder.Open();
        File.Delete(folder["store.db.head"]);
        using (var second = SqliteStore.Open(folder["store.db"], "test", acceptOlder: true))
        {
            Charge(second, 1);
        }

        Assert.Equal(
            $"{folder["store.db"]} is written to by another process", Assert.Throws<StoreException>(() => Charge(store, 2)).Message);
        Assert.Equal($"{folder["store.db"]} is written to by another process",
            Assert.Throws<StoreException>(() => store.Subscribe("Bob", Life.Now)).Message);
        Assert.Single(folder.Open("store.db", kept => kept.Ledger(), acceptOlder: true));
    }

    [Fact]
    public void A_store_of_the_version_before_is_named_as_that()
    {
        using (var connection = new SqliteConnection($"Data Source={folder["old.db"]};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE meta (owner TEXT NOT NULL); PRAGMA user_version = 1";
            command.ExecuteNonQuery();
        }

        var before = File.ReadAllBytes(folder["old.db"]);
        folder.Refused("old.db", "old.db has schema version 1, and this program reads version 3");
        Assert.Equal(before, File.ReadAllBytes(folder["old.db"]));
    }

    [Fact]
    public void What_is_forgotten_leaves_no_row_and_no_doubt()
    {
        using (var store = folder.Open())
        {
            for (var number = 1; number <= 9; number++)
            {
                Take(store, number);
            }

            foreach (var number in (long[])[5, 3, 4, 9, 8, 1])
            {
                using var transaction = store.Begin();
                transaction.Forget(number);
                transaction.Commit();
            }
        }

        using (var store = folder.Open())
        {
            Assert.Equal([2, 6, 7], store.Archive().Select(request => request.Number));
            Assert.Equal([2, 6, 7], store.Pending().Select(answer => answer.Number!.Value));
            Assert.Equal(9, store.LastNumber());
            Take(store, 10);
        }

        Assert.Equal([2, 6, 7, 10], folder.Open("store.db", store => store.Archive()).Select(request => request.Number));
    }

    /// <summary>By a program that knows nothing of who holds it.</summary>
    /// <summary>Also of a file that is in use.</summary>
    internal static void Copy(string from, string to)
    {
        using var copy = System.Diagnostics.Process.Start("cp", [from, to]);
        copy.WaitForExit();
        Assert.True(File.Exists(to));
    }
}
