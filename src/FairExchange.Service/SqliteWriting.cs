using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>One transaction; rolled back where it is disposed of before its commit, and where the process dies.</summary>
internal sealed class SqliteWriting(SqliteConnection connection) : ITransaction
{
    private readonly SqliteTransaction transaction = Statements.Guarded(connection.BeginTransaction);

    public void Charge(LedgerEntry entry) => connection.Run(
        "INSERT INTO ledger (request, name, amount_micro_dollars, at_ms) VALUES ($request, $name, $amount, $at)",
        ("$request", entry.Request.Span.ToArray()), ("$name", entry.Name), ("$amount", entry.Amount), ("$at", entry.At.ToUnixTimeMilliseconds()));

    public void Archive(ArchivedRequest request) => connection.Run(
        "INSERT INTO archive (number, digest, meaning, request, state, at_ms) VALUES ($number, $digest, $meaning, $request, $state, $at)",
        ("$number", request.Number), ("$digest", SHA256.HashData(request.Request.Span)), ("$meaning", request.Meaning.Span.ToArray()), ("$request", request.Request.Span.ToArray()), ("$state", (long)request.State), ("$at", request.At.ToUnixTimeMilliseconds()));

    public void Mark(long request, RequestState state) =>
        connection.Run("UPDATE archive SET state = $state WHERE number = $number", ("$state", (long)state), ("$number", request));

    public void Forget(long request)
    {
        connection.Run("DELETE FROM answers WHERE request = $number", ("$number", request));
        connection.Run("DELETE FROM archive WHERE number = $number", ("$number", request));
    }

    public void Seen(DateTimeOffset time) => connection.Run(
        "UPDATE meta SET seen_ms = $time WHERE seen_ms IS NULL OR seen_ms < $time", ("$time", time.ToUnixTimeMilliseconds()));

    public Answer Keep(long request, Answer answer)
    {
        var number = connection.Read(
            "INSERT INTO answers (request, label, addressee, message, assurance, has_left) VALUES ($request, $label, $to, $message, $assurance, 0) RETURNING number",
            row => row.GetInt64(0),
            ("$request", request), ("$label", answer.Label), ("$to", answer.To), ("$message", answer.Message.Span.ToArray()), ("$assurance", (long)answer.Assurance))[0];
        return answer with { Number = number };
    }

    public void HandOver(long request) => connection.Run(
        "UPDATE answers SET has_left = 1 WHERE request = $request AND (assurance & $person) = $person",
        ("$request", request), ("$person", (long)Model.Language.Assurance.InPerson));

    public void Commit() => Statements.Guarded(() =>
    {
        transaction.Commit();
        return true;
    });

    public void Dispose() => transaction.Dispose();
}
