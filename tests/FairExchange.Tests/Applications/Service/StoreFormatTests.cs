using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Applications.Service;
using Microsoft.Data.Sqlite;

namespace FairExchange.Tests.Applications.Service;

/// <summary>
/// What a row's digest is over, written a second time: a table's name, a number and the row before are part of it. A store that was
/// written once is read for ever.
/// </summary>
public sealed class StoreFormatTests : IDisposable
{
    private readonly StoreFolder folder = new();
    private readonly SqliteConnection connection;

    public StoreFormatTests()
    {
        folder.Fill();
        using (var store = folder.Open())
        {
            using var transaction = store.Begin();
            transaction.Join(3, 1);
            transaction.Commit();
        }

        connection = new SqliteConnection($"Data Source={folder["store.db"]};Pooling=false");
        connection.Open();
    }

    public void Dispose()
    {
        connection.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("subscribers", "name, paid_until_ms", null)]
    [InlineData("ledger", "request, name, amount_micro_dollars, at_ms, exact_digest", null)]
    [InlineData("archive", "request_digest, meaning, request, at_ms", "state")]
    [InlineData("answers", "request, label, addressee, message, assurance", "has_left")]
    [InlineData("deals", "request, earlier", null)]
    public void A_row_has_the_digest_of_its_table_number_columns_and_the_row_before(string table, string columns, string? mark)
    {
        var rows = Rows($"SELECT digest, number, before, {columns} FROM {table} ORDER BY number");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(Hashed([table, .. row[1..]]), row[0]));
        Assert.All(mark is null ? [] : Rows($"SELECT digest, {mark}, seal FROM {table}"), row =>
        {
            var state = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(state, (long)row[1]);
            Assert.Equal(SHA256.HashData([.. (byte[])row[0], .. state]), row[2]);
        });
    }

    [Fact]
    public void What_a_store_says_of_itself_has_its_digest_in_one_order()
    {
        AssertDigest(isClosed: 1L);
        using var used = folder.Open();
        AssertDigest(isClosed: 0L);

        void AssertDigest(long isClosed)
        {
            var said = Assert.Single(Rows("SELECT digest, id, owner, revision, is_closed, seen_ms FROM meta"));
            var tips = new[] { "subscribers", "ledger", "archive", "answers", "deals" }
                .SelectMany(table => Assert.Single(Rows($"SELECT last, digest FROM chains WHERE name = '{table}'")));
            Assert.Equal(isClosed, said[4]);
            Assert.Equal(Hashed([.. said[1..], .. tips]), said[0]);
        }
    }

    /// <summary>Of the last row, changed together with its digest, nothing says otherwise but where the table ends.</summary>
    [Fact]
    public void The_last_row_is_the_one_that_the_table_ends_with()
    {
        var row = Assert.Single(Rows("SELECT number, before, request, name, 6, at_ms, exact_digest FROM ledger WHERE number = 2"));
        var digest = Hashed(["ledger", .. row]);
        connection.Run("UPDATE ledger SET amount_micro_dollars = 6, digest = $digest WHERE number = 2", ("$digest", digest));

        folder.Refused("store.db", "store.db is damaged in the end of ledger (row 3)");
    }

    [Fact]
    public void A_gap_behind_the_end_is_damage()
    {
        connection.Run("INSERT INTO gaps VALUES ('ledger', 9, 9, x'00')");

        folder.Refused("store.db", "store.db is damaged in the end of ledger (row 3)");
    }

    [Fact]
    public void Who_writes_to_a_store_that_another_has_written_to_since_is_told()
    {
        var meta = Meta.Read(connection);
        var older = meta with { Revision = meta.Revision - 1 };
        var refused = Assert.Throws<StoreException>(() => (meta with { Seen = 1 }).Replace(connection, older));

        Assert.EndsWith("store.db is written to by another process", refused.Message, StringComparison.Ordinal);
        Assert.Equal(meta.Seen, Meta.Read(connection).Seen);
    }

    private List<object[]> Rows(string sql) => connection.Read(sql, row =>
    {
        var values = new object[row.FieldCount];
        row.GetValues(values);
        return values;
    });

    /// <summary>Each value with a sign for its kind and its length in eight bytes, the highest first; numbers in decimal.</summary>
    private static byte[] Hashed(object[] values) => SHA256.HashData([.. values.SelectMany(value =>
    {
        var (kind, bytes) = value switch
        {
            long number => ('n', Encoding.ASCII.GetBytes($"{number}")),
            string text => ('t', Encoding.UTF8.GetBytes(text)),
            var blob => ('b', (byte[])blob),
        };
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(length, bytes.Length);
        return (byte[])[(byte)kind, .. length, .. bytes];
    })]);
}
