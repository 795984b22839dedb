using FairExchange.Runtime.Values;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>A row as it was read. Of a damaged one any column may be of any kind, so it is asked first whether it <see cref="Fits"/>.</summary>
internal sealed class Row
{
    private const int Fixed = 3;

    private readonly object?[] values;

    public Row(SqliteDataReader reader, Chained table)
    {
        Number = reader.GetInt64(0);
        (Before, Digest) = (reader.GetValue(1) as byte[] ?? [], reader.GetValue(2) as byte[] ?? []);
        values = [.. Enumerable.Range(Fixed, table.Columns.Length).Select(reader.GetValue)];
        var mark = table.Mark is null ? null : reader.GetValue(Fixed + values.Length) as long?;
        Mark = mark ?? 0;
        Fits = Digest.AsSpan().SequenceEqual(table.Digest(Number, Before, values))
            && (table.Mark is null || (mark is not null && (reader.GetValue(Fixed + values.Length + 1) as byte[] ?? []).AsSpan().SequenceEqual(Chained.Seal(Digest, Mark))));
    }

    public long Number { get; }

    public byte[] Before { get; }

    public byte[] Digest { get; }

    public long Mark { get; }

    public bool Fits { get; }

    public long Whole(int column) => (long)values[column]!;

    public string Text(int column) => (string)values[column]!;

    public Bytes Blob(int column) => new((byte[])values[column]!);

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Whole(column));
}
