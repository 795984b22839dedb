using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>What a store says of itself.</summary>
/// <param name="Id">Drawn when it was made; a copy has the same.</param>
/// <param name="Owner">Which party of which protocol, with which keys, by which definition.</param>
/// <param name="Revision">How many transactions there were.</param>
/// <param name="IsClosed">Whether its file is all of it. While it is in use, what was written last is in SQLite's log beside it.</param>
/// <param name="Seen">The latest time seen, in milliseconds; 0 before the first.</param>
/// <param name="Tips">Where each of the tables of <see cref="Chained.All"/> ends.</param>
internal sealed record Meta(string Id, string Owner, long Revision, bool IsClosed, long Seen, ImmutableArray<Tip> Tips)
{
    public static Meta New(string owner) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), owner, 0, true, 0, [.. Chained.All.Select(_ => Tip.None)]);

    public Tip TipOf(Chained table) => Tips[Chained.All.IndexOf(table)];

    public Meta With(Chained table, Tip tip) => this with { Tips = Tips.SetItem(Chained.All.IndexOf(table), tip) };

    /// <exception cref="StoreException">It is damaged.</exception>
    public static Meta Read(SqliteConnection connection)
    {
        var rows = connection.Read(
            "SELECT id, owner, revision, is_closed, seen_ms, digest FROM meta", row => Enumerable.Range(0, 6).Select(row.GetValue).ToList());
        var tips = Chained.All.Select(table => connection.Read(
            "SELECT last, digest FROM chains WHERE name = $name", row => row.GetValue(0) is long last && row.GetValue(1) is byte[] digest ? new Tip(last, digest) : Tip.None,
            ("$name", table.Name)).SingleOrDefault(Tip.None));
        return rows is [[string id, string owner, long revision, long closed, long seen, byte[] digest]]
            && new Meta(id, owner, revision, closed != 0, seen, [.. tips]) is var meta && digest.AsSpan().SequenceEqual(meta.Digest())
            ? meta
            : throw Chained.Damaged(connection, "row 1 of meta");
    }

    public void Insert(SqliteConnection connection)
    {
        connection.Run("INSERT INTO meta VALUES ($id, $owner, 0, 1, 0, $digest)", ("$id", Id), ("$owner", Owner), ("$digest", Digest()));
        foreach (var table in Chained.All)
        {
            connection.Run("INSERT INTO chains VALUES ($name, 0, $digest)", ("$name", table.Name), ("$digest", Tip.None.Digest));
        }
    }

    /// <summary>Takes the place of an earlier one.</summary>
    /// <exception cref="StoreException">That is not what is there: another process writes to it.</exception>
    public void Replace(SqliteConnection connection, Meta before)
    {
        foreach (var (table, tip) in Chained.All.Zip(Tips).Where(pair => pair.Second != before.TipOf(pair.First)))
        {
            connection.Run("UPDATE chains SET last = $last, digest = $digest WHERE name = $name", ("$last", tip.Last), ("$digest", tip.Digest), ("$name", table.Name));
        }

        var changed = connection.Run(
            "UPDATE meta SET revision = $revision, is_closed = $closed, seen_ms = $seen, digest = $digest WHERE revision = $before",
            ("$revision", Revision), ("$closed", IsClosed ? 1L : 0), ("$seen", Seen), ("$digest", Digest()), ("$before", before.Revision));
        if (changed != 1)
        {
            throw IsAnothers(connection);
        }
    }

    public static StoreException IsAnothers(SqliteConnection connection) => new($"{connection.DataSource} is written to by another process");

    private byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in Tips.SelectMany(tip => new object[] { tip.Last, tip.Digest }).Prepend(Seen).Prepend(IsClosed ? 1L : 0L).Prepend(Revision).Prepend(Owner).Prepend(Id))
        {
            Chained.Add(hash, value);
        }

        return hash.GetHashAndReset();
    }
}
