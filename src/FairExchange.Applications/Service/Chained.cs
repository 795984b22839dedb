using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace FairExchange.Applications.Service;

/// <summary>Where a table's rows end: the last number that was ever given, and that row's digest.</summary>
internal sealed record Tip(long Last, byte[] Digest)
{
    public static Tip None { get; } = new(0, new byte[SHA256.HashSizeInBytes]);
}

/// <summary>
/// A table to which rows are only added, numbered from 1. Each bears the SHA-256 digest of what is in it and of the row before, so that a
/// changed bit, a lost row and one put in are seen; what may change of a row is sealed to its digest. Rows that are forgotten leave a gap
/// (table <c>gaps</c>) with the digest of the last of them.
/// </summary>
/// <param name="Columns">What does not change.</param>
/// <param name="Mark">What does: a number.</param>
internal sealed record Chained(string Name, ImmutableArray<string> Columns, string? Mark = null)
{
    public static readonly Chained Subscribers = new("subscribers", ["name", "paid_until_ms"]);
    public static readonly Chained Ledger = new("ledger", ["request", "name", "amount_micro_dollars", "at_ms", "exact_digest"]);
    public static readonly Chained Archive = new("archive", ["request_digest", "meaning", "request", "at_ms"], "state");
    public static readonly Chained Answers = new("answers", ["request", "label", "addressee", "message", "assurance"], "has_left");

    /// <summary>Which requests of the archive belong to one deal: each with those before it that it went on with.</summary>
    public static readonly Chained Deals = new("deals", ["request", "earlier"]);

    public static readonly ImmutableArray<Chained> All = [Subscribers, Ledger, Archive, Answers, Deals];

    private string Selected => $"number, before, digest, {string.Join(", ", Columns)}{(Mark is null ? "" : $", {Mark}, seal")}";

    /// <summary>Verified rows.</summary>
    /// <param name="rest">WHERE and ORDER BY.</param>
    /// <exception cref="StoreException">One of them is damaged.</exception>
    public List<T> Read<T>(SqliteConnection connection, string rest, Func<StoredRow, T> read,
        params ReadOnlySpan<(string Name, object Value)> parameters) => connection.Read(
        $"SELECT {Selected} FROM {Name} {rest}",
        reader =>
        {
            var row = new StoredRow(reader, this);
            return row.Fits ? read(row) : throw Damaged(connection, $"row {row.Number} of {Name}");
        },
        parameters);

    /// <returns>The tip with the new row.</returns>
    public Tip Append(SqliteConnection connection, Tip tip, long? mark, params object[] values)
    {
        var number = tip.Last + 1;
        var digest = Digest(number, tip.Digest, values);
        var parameters = Columns.Select((column, index) => ($"${column}", values[index])).Prepend(("$digest", digest))
            .Prepend(("$before", tip.Digest)).Prepend(("$number", number)).ToList();
        if (Mark is not null)
        {
            parameters.Add(($"${Mark}", mark!.Value));
            parameters.Add(("$seal", Seal(digest, mark.Value)));
        }

        connection.Run($"INSERT INTO {Name} ({Selected}) VALUES ({string.Join(", ", parameters.Select(parameter => parameter.Item1))})",
            [.. parameters]);
        return new Tip(number, digest);
    }

    /// <summary>Changes what may change of the rows that are found.</summary>
    public void Change(SqliteConnection connection, string where, long mark, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        foreach (var (number, digest) in Read(connection, where, row => (row.Number, row.Digest), parameters))
        {
            connection.Run($"UPDATE {Name} SET {Mark} = $mark, seal = $seal WHERE number = $number", ("$mark", mark),
                ("$seal", Seal(digest, mark)), ("$number", number));
        }
    }

    /// <summary>Deletes the rows that are found; gaps that meet become one, so that there are never more of them than rows.</summary>
    public void Forget(SqliteConnection connection, string where, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        foreach (var (number, digest) in Read(connection, where, row => (row.Number, row.Digest), parameters))
        {
            var first = connection.Read("SELECT first FROM gaps WHERE chain = $chain AND last = $last", row => row.GetInt64(0),
                ("$chain", Name), ("$last", number - 1));
            var after = connection.Read(
                "SELECT last, digest FROM gaps WHERE chain = $chain AND first = $first", row =>
                    new Tip(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ("$chain", Name), ("$first", number + 1));
            var end = after.Count > 0 ? after[0] : new Tip(number, digest);
            connection.Run($"DELETE FROM {Name} WHERE number = $number", ("$number", number));
            connection.Run("DELETE FROM gaps WHERE chain = $chain AND (last = $before OR first = $after)", ("$chain", Name),
                ("$before", number - 1), ("$after", number + 1));
            connection.Run(
                "INSERT INTO gaps VALUES ($chain, $first, $last, $digest)",
                ("$chain", Name), ("$first", first.Count > 0 ? first[0] : number), ("$last", end.Last), ("$digest", end.Digest));
        }
    }

    /// <summary>Walks all rows and gaps.</summary>
    /// <param name="passed">Told where the chain is after each of them.</param>
    /// <exception cref="StoreException">A row is damaged, missing, or one too many.</exception>
    public void Verify(SqliteConnection connection, Tip end, Action<Tip> passed)
    {
        var gaps = new Queue<(long First, Tip End)>(connection.Read(
            "SELECT first, last, digest FROM gaps WHERE chain = $chain ORDER BY first",
            row => (row.GetInt64(0), new Tip(row.GetInt64(1), row.GetFieldValue<byte[]>(2))), ("$chain", Name)));
        var tip = Tip.None;
        Read(connection, "ORDER BY number", row =>
        {
            Skip();
            if (row.Number != tip.Last + 1)
            {
                throw Damaged(connection, row.Number > tip.Last
                    ? $"row {tip.Last + 1} of {Name} (it is missing)" : $"row {row.Number} of {Name} (it was forgotten)");
            }

            Step(row.Before.AsSpan().SequenceEqual(tip.Digest)
                ? new Tip(row.Number, row.Digest)
                : throw Damaged(connection, $"row {row.Number} of {Name} (the row before it is another)"));
            return true;
        });
        Skip();
        if (gaps.Count > 0 || tip.Last != end.Last || !tip.Digest.AsSpan().SequenceEqual(end.Digest))
        {
            throw Damaged(connection, $"the end of {Name} (row {Math.Min(tip.Last, end.Last) + 1})");
        }

        void Skip()
        {
            while (gaps.TryPeek(out var gap) && gap.First == tip.Last + 1 && gap.End.Last >= gap.First)
            {
                gaps.Dequeue();
                Step(gap.End);
            }
        }

        void Step(Tip next)
        {
            tip = next;
            passed(next);
        }
    }

    public byte[] Digest(long number, byte[] before, ReadOnlySpan<object?> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Name);
        Add(hash, number);
        Add(hash, before);
        foreach (var value in values)
        {
            Add(hash, value);
        }

        return hash.GetHashAndReset();
    }

    public static byte[] Seal(byte[] digest, long mark)
    {
        var both = new byte[digest.Length + sizeof(long)];
        digest.CopyTo(both, 0);
        BinaryPrimitives.WriteInt64LittleEndian(both.AsSpan(digest.Length), mark);
        return SHA256.HashData(both);
    }

    public static StoreException Damaged(SqliteConnection connection, string what) =>
        new($"{connection.DataSource} is damaged in {what}: restore a backup");

    /// <summary>So that no two lists of values are one text: a sign for the kind, the length, and the bytes.</summary>
    public static void Add(IncrementalHash hash, object? value)
    {
        var (kind, bytes) = value switch
        {
            long number => ((byte)'n', Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            string text => ((byte)'t', Encoding.UTF8.GetBytes(text)),
            byte[] blob => ((byte)'b', blob),
            // Nothing of this program's: a damaged row.
            _ => ((byte)'-', []),
        };
        var head = new byte[9];
        head[0] = kind;
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(1), bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }
}
