using FairExchange.Applications.Service;
using FairExchange.Tests.Cli;
using Microsoft.Data.Sqlite;
using static FairExchange.Tests.Applications.Service.StoreFolder;

namespace FairExchange.Tests.Applications.Service;

/// <summary>Bits that flip and rows that change: the store is as it was, or says where it is not.</summary>
public sealed class StoreDamageTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("UPDATE ledger SET amount_micro_dollars = amount_micro_dollars + 1 WHERE number = 2", "row 2 of ledger")]
    [InlineData("UPDATE ledger SET name = 'Bop' WHERE number = 1", "row 1 of ledger")]
    [InlineData("UPDATE ledger SET at_ms = 9223372036854775807 WHERE number = 1", "row 1 of ledger")]
    [InlineData("DELETE FROM ledger WHERE number = 1", "row 1 of ledger (it is missing)")]
    [InlineData("DELETE FROM ledger WHERE number = 2", "the end of ledger (row 2)")]
    [InlineData("UPDATE archive SET request = x'00' WHERE number = 1", "row 1 of archive")]
    [InlineData("UPDATE archive SET at_ms = 9223372036854775807", "row 1 of archive")]
    [InlineData("UPDATE archive SET state = 7 WHERE number = 3", "row 3 of archive")]
    [InlineData("UPDATE archive SET state = 0 WHERE number = 3", "row 3 of archive")]
    [InlineData("UPDATE answers SET has_left = 1", "row 1 of answers")]
    [InlineData("UPDATE answers SET addressee = 'Eve'", "row 1 of answers")]
    [InlineData("UPDATE subscribers SET paid_until_ms = 9223372036854775807", "row 1 of subscribers")]
    [InlineData("UPDATE gaps SET last = 9", "row 3 of archive (it was forgotten)")]
    [InlineData("UPDATE gaps SET digest = x'00'", "row 3 of archive (the row before it is another)")]
    [InlineData("UPDATE meta SET owner = 'tests'", "row 1 of meta")]
    [InlineData("UPDATE meta SET seen_ms = 0", "row 1 of meta")]
    [InlineData("UPDATE chains SET last = 1 WHERE name = 'ledger'", "row 1 of meta")]
    [InlineData("DELETE FROM meta", "row 1 of meta")]
    [InlineData("DROP INDEX unsettled", "its schema")]
    public void Damage_is_told_by_table_and_row(string damage, string said)
    {
        folder.Fill();
        using (var connection = new SqliteConnection($"Data Source={folder["store.db"]};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = damage;
            Assert.InRange(command.ExecuteNonQuery(), damage.StartsWith("DROP", StringComparison.Ordinal) ? 0 : 1, 9);
        }

        folder.Refused("store.db", $"store.db is damaged in {said}");
        Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["store.db"])
            .AssertMisused($"is damaged in {said}");
    }

    /// <summary>Damage while it is in use is seen by whoever reads the row.</summary>
    [Fact]
    public void A_row_is_verified_again_when_it_is_read()
    {
        using var store = folder.Open();
        Fill(store);
        using (var connection = new SqliteConnection($"Data Source={folder["store.db"]};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE ledger SET name = 'Bop' WHERE number = 2";
            command.ExecuteNonQuery();
        }

        Assert.NotNull(store.Charged(Digest(1)));
        Assert.Contains("row 2 of ledger", Assert.Throws<StoreException>(() => store.Charged(Digest(2))).Message, StringComparison.Ordinal);
    }

    /// <summary>Wherever a bit flips, the store is as it was or says so: there is no third.</summary>
    [Fact]
    public void One_flipped_bit_changes_nothing_unseen()
    {
        folder.Fill();
        var whole = File.ReadAllBytes(folder["store.db"]);
        var refused = 0;
        foreach (var at in Enumerable.Range(0, whole.Length).Where(at => whole[at] != 0 ? at % 17 == 0 : at % 997 == 0))
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(folder["flipped.db"], flipped);
            File.Delete(folder["flipped.db.head"]);
            try
            {
                using var store = folder.Open("flipped.db");
                AssertFilled(store);
            }
            catch (StoreException problem)
            {
                Assert.DoesNotContain('\n', problem.Message);
                refused++;
            }
        }

        // Most of the file is rows, whose bits all count.
        Assert.InRange(refused, 100, int.MaxValue);
    }
}
