using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>SQL as text of this project's own, with everything that comes from outside in parameters.</summary>
internal static class Statements
{
    /// <summary>SQLITE_FULL.</summary>
    private const int NoRoom = 13;

    /// <summary>SQLITE_IOERR.</summary>
    private const int CannotWrite = 10;

    public static void Run(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        Guarded(command.ExecuteNonQuery);
    }

    public static List<T> Read<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return Guarded(() =>
        {
            using var rows = command.ExecuteReader();
            var found = new List<T>();
            while (rows.Read())
            {
                found.Add(read(rows));
            }

            return found;
        });
    }

    /// <summary>SQLite has rolled back by itself, or does so when the transaction is disposed of.</summary>
    /// <exception cref="StoreFullException">No room, or the file cannot be read or written.</exception>
    public static T Guarded<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is NoRoom or CannotWrite)
        {
            throw new StoreFullException($"the store cannot be written: {problem.Message}", problem);
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is a constant at every call.")]
    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
