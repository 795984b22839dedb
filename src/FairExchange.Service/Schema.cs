using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>The tables of a store, and whether they are whole.</summary>
internal static class Schema
{
    /// <summary>SQLite's user_version.</summary>
    public const long Version = 3;

    // State 0 is RequestState.Waiting, 2 is RequestState.Settled.
    private const string Text = """
        CREATE TABLE meta (id TEXT NOT NULL, owner TEXT NOT NULL, revision INTEGER NOT NULL, is_closed INTEGER NOT NULL, seen_ms INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
        CREATE TABLE chains (name TEXT PRIMARY KEY, last INTEGER NOT NULL, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE gaps (chain TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (chain, first)) STRICT, WITHOUT ROWID;
        CREATE TABLE subscribers (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, name TEXT NOT NULL, paid_until_ms INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
        CREATE INDEX subscribers_by_name ON subscribers (name, number);
        CREATE TABLE ledger (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, request BLOB NOT NULL UNIQUE, name TEXT NOT NULL, amount_micro_dollars INTEGER NOT NULL, at_ms INTEGER NOT NULL,
            exact_digest BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
        CREATE TABLE archive (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, request_digest BLOB NOT NULL UNIQUE, meaning BLOB NOT NULL, request BLOB NOT NULL, at_ms INTEGER NOT NULL,
            digest BLOB NOT NULL, state INTEGER NOT NULL, seal BLOB NOT NULL) STRICT;
        CREATE INDEX archive_by_meaning ON archive (meaning);
        CREATE INDEX unsettled ON archive (number) WHERE state <> 2;
        CREATE TABLE answers (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, request INTEGER NOT NULL REFERENCES archive, label TEXT NOT NULL, addressee TEXT NOT NULL, message BLOB NOT NULL,
            assurance INTEGER NOT NULL, digest BLOB NOT NULL, has_left INTEGER NOT NULL, seal BLOB NOT NULL) STRICT;
        CREATE INDEX answers_by_request ON answers (request);
        CREATE INDEX pending ON answers (number) WHERE has_left = 0;
        CREATE TABLE deals (
            number INTEGER PRIMARY KEY, before BLOB NOT NULL, request INTEGER NOT NULL REFERENCES archive, earlier INTEGER NOT NULL REFERENCES archive, digest BLOB NOT NULL) STRICT;
        CREATE INDEX deals_by_request ON deals (request);
        CREATE INDEX deals_by_earlier ON deals (earlier);
        """;

    private static readonly Lazy<List<string>> Wanted = new(() =>
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Run(Text);
        return Definitions(connection);
    });

    public static void Create(SqliteConnection connection)
    {
        connection.Run(Text);
        connection.Run($"PRAGMA user_version = {Version}");
    }

    public static bool IsEmpty(SqliteConnection connection) =>
        connection.ReadOne<long>("PRAGMA user_version") == 0 && connection.ReadOne<long>("SELECT COUNT(*) FROM sqlite_schema") == 0;

    /// <exception cref="StoreException">It is another version's, or no store.</exception>
    public static void CheckVersion(SqliteConnection connection)
    {
        if (connection.ReadOne<long>("PRAGMA user_version") is var found && found != Version)
        {
            throw new StoreException(
                $"{connection.DataSource} has schema version {found}, and this program reads version {Version}: it is another version's store, or no store; serve it with that version, or begin another");
        }
    }

    /// <summary>Reads every row of every table.</summary>
    /// <param name="passed">Told where the chains are after each row.</param>
    /// <exception cref="StoreException">Something is damaged; by table and row where it is a row.</exception>
    public static Meta Verify(SqliteConnection connection, Action<Chained, Tip>? passed = null)
    {
        if (!Definitions(connection).SequenceEqual(Wanted.Value))
        {
            throw Chained.Damaged(connection, "its schema");
        }

        var meta = Meta.Read(connection);
        foreach (var table in Chained.All)
        {
            try
            {
                table.Verify(connection, meta.TipOf(table), tip => passed?.Invoke(table, tip));
            }
            catch (StoreException problem) when (problem.InnerException is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT })
            {
                throw Chained.Damaged(connection, $"table {table.Name} ({problem.InnerException.Message.ReplaceLineEndings(" ")})");
            }
        }

        // What is left are indexes, by which requests are found: a row that is there must be found.
        var words = connection.ReadOne<string>("PRAGMA integrity_check(1)");
        return words == "ok" ? meta : throw Chained.Damaged(connection, $"its indexes ({words.ReplaceLineEndings(" ")})");
    }

    private static List<string> Definitions(SqliteConnection connection) =>
        connection.Read("SELECT type, name, tbl_name, sql FROM sqlite_schema", row => string.Join('|', Enumerable.Range(0, 4).Select(column => $"{row.GetValue(column)}")));
}
