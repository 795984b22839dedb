using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>One transaction; rolled back where it is disposed of before its commit, and where the process dies.</summary>
internal sealed class SqliteWriting : ITransaction
{
    private readonly SqliteConnection connection;
    private readonly Meta before;
    private readonly Action<Meta> committed;
    private readonly SqliteTransaction transaction;

    private Meta meta;

    /// <param name="connection">To the store.</param>
    /// <param name="before">What the store says of itself.</param>
    /// <param name="committed">Told what it says after the commit.</param>
    /// <exception cref="StoreException">What the store says of itself is not <paramref name="before"/>: another process writes to it.</exception>
    public SqliteWriting(SqliteConnection connection, Meta before, Action<Meta> committed)
    {
        (this.connection, this.before, this.committed, meta) = (connection, before, committed, before with { Revision = before.Revision + 1 });
        transaction = connection.Guarded(connection.BeginTransaction);
        if (connection.ReadOne<long>("SELECT revision FROM meta") != before.Revision)
        {
            transaction.Dispose();
            throw Meta.IsAnothers(connection);
        }
    }

    public void Subscribe(string name, DateTimeOffset paidUntil) => Append(Chained.Subscribers, null, name, paidUntil.ToUnixTimeMilliseconds());

    public void Charge(LedgerEntry entry) => Append(Chained.Ledger, null, entry.Request.Span.ToArray(), entry.Name, entry.Amount, entry.At.ToUnixTimeMilliseconds(), entry.Exact.Span.ToArray());

    public void Archive(ArchivedRequest request)
    {
        if (request.Number != meta.TipOf(Chained.Archive).Last + 1)
        {
            throw new ArgumentException($"Request {request.Number} is not the next.", nameof(request));
        }

        Append(
            Chained.Archive, (long)request.State, SHA256.HashData(request.Request.Span), request.Meaning.Span.ToArray(), request.Request.Span.ToArray(), request.At.ToUnixTimeMilliseconds());
    }

    public void Mark(long request, RequestState state) => Chained.Archive.Change(connection, "WHERE number = $request", (long)state, ("$request", request));

    public void Forget(long request)
    {
        Chained.Answers.Forget(connection, "WHERE request = $request ORDER BY number", ("$request", request));
        Chained.Deals.Forget(connection, "WHERE request = $request OR earlier = $request ORDER BY number", ("$request", request));
        Chained.Archive.Forget(connection, "WHERE number = $request", ("$request", request));
    }

    public void Join(long request, long earlier) => Append(Chained.Deals, null, request, earlier);

    public Answer Keep(long request, Answer answer)
    {
        Append(Chained.Answers, 0, request, answer.Label, answer.To, answer.Message.Span.ToArray(), (long)answer.Assurance);
        return answer with { Number = meta.TipOf(Chained.Answers).Last };
    }

    public void HandOver(long request) => Chained.Answers.Change(
        connection, "WHERE request = $request AND (assurance & $person) = $person", 1, ("$request", request), ("$person", (long)Model.Language.Assurance.InPerson));

    public void Seen(DateTimeOffset time) => meta = meta with { Seen = Math.Max(meta.Seen, time.ToUnixTimeMilliseconds()) };

    /// <summary>It has been so late, and no later.</summary>
    public void ReturnTo(DateTimeOffset time) => meta = meta with { Seen = time.ToUnixTimeMilliseconds() };

    /// <summary>Marks how much of the store its file holds.</summary>
    public void Close(bool isClosed) => meta = meta with { IsClosed = isClosed };

    public void Commit()
    {
        meta.Replace(connection, before);
        connection.Guarded(() =>
        {
            transaction.Commit();
            return true;
        });
        committed(meta);
    }

    public void Dispose() => transaction.Dispose();

    private void Append(Chained table, long? mark, params object[] values) => meta = meta.With(table, table.Append(connection, meta.TipOf(table), mark, values));
}
