using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace FairExchange.Service;

/// <summary>SQL as text of this project's own, with everything that comes from outside in parameters. What SQLite says against it is a <see cref="StoreException"/>.</summary>
internal static class Statements
{
    /// <returns>How many rows were changed.</returns>
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return Guarded(connection, command.ExecuteNonQuery);
    }

    public static List<T> Read<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return Guarded(connection, () =>
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

    public static T ReadOne<T>(this SqliteConnection connection, string sql) => (T)connection.Read(sql, row => row.GetValue(0)).Single();

    /// <summary>SQLite has rolled back by itself, or does so when the transaction is disposed of.</summary>
    /// <exception cref="StoreFullException">No room, or the file cannot be read or written.</exception>
    /// <exception cref="StoreException">Another process holds it, or it is damaged.</exception>
    public static T Guarded<T>(this SqliteConnection connection, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException problem)
        {
            var (path, said) = (connection.DataSource, problem.Message.ReplaceLineEndings(" "));
            throw problem.SqliteErrorCode switch
            {
                SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR => new StoreFullException($"{path} cannot be written: {said}", problem),
                SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => new StoreException($"{path} is held by another process", problem),
                SQLitePCL.raw.SQLITE_CORRUPT => new StoreException($"{path} is damaged ({said}): restore a backup", problem),
                _ => new StoreException($"{path} cannot be used as a store: {said}", problem),
            };
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is made of constants at every call.")]
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
