using FairExchange.Applications.Service;
using Microsoft.Data.Sqlite;

namespace FairExchange.Tests.Applications.Service;

/// <summary>Files that are a store, and are not used as one.</summary>
public sealed class StoreRefusalTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_backup_of_another_versions_store_is_refused_as_that()
    {
        folder.Fill();
        using (var connection = new SqliteConnection($"Data Source={folder["store.db"]};Pooling=false"))
        {
            connection.Open();
            connection.Run("PRAGMA user_version = 1");
        }

        var refused = Assert.Throws<StoreException>(() => SqliteBackup.Make(folder["store.db"], folder["copy.db"]));
        Assert.Contains(
            $"store.db has schema version 1, and this program reads version {Schema.Version}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["store.db", "store.db.head"], folder.Names);
    }

    /// <summary>SQLite keeps its log under one of a file's names, and whoever opens the other one would not see it.</summary>
    [Fact]
    public void A_file_of_two_names_is_no_store()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        folder.Fill();
        using (var link = System.Diagnostics.Process.Start("ln", [folder["store.db"], folder["other.db"]]))
        {
            link.WaitForExit();
        }

        folder.Refused("store.db", "store.db cannot be used as a store: the file has 2 names");
        folder.Refused("other.db", "other.db cannot be used as a store: the file has 2 names");
    }
}
