using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Percept.Atlases;

/// <summary>Opening and knowing the file: connections, versions, and what is no atlas.</summary>
static class AtlasFile
{
    /// <remarks>Before 3.51.3 a race in SQLite could corrupt files; the library that comes with the package is newer.</remarks>
    static readonly Version oldest = new(3, 51, 3);

    internal static string ReadOnly(string path) => Text(path, SqliteOpenMode.ReadOnly, pooled: true);

    internal static SqliteConnection Open(string path, SqliteOpenMode mode) => Open(new SqliteConnection(Text(path, mode, pooled: false)));

    internal static SqliteConnection Open(SqliteConnection connection)
    {
        try
        {
            connection.Open();
            if (Version.Parse(connection.ServerVersion) < oldest)
                throw new AtlasException($"This SQLite is version {connection.ServerVersion}, and atlases need {oldest} or newer. Reinstall percept with the SQLite it comes with.");
            connection.Execute("PRAGMA busy_timeout = 5000");   // SQLite's own waiting looks again after 1 ms, the package's after 150
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal static AtlasIdentity ReadAbout(string path)
    {
        try
        {
            try
            {
                using var connection = Open(path, SqliteOpenMode.ReadOnly);
                return ReadAbout(connection, path);
            }
            catch (SqliteException error) when (error.SqliteExtendedErrorCode == raw.SQLITE_READONLY_ROLLBACK)
            {
                // A writer was killed inside a transaction: whoever may write undoes it, and does so by reading.
                using var connection = Open(path, SqliteOpenMode.ReadWrite);
                return ReadAbout(connection, path);
            }
        }
        catch (SqliteException error)
        {
            throw AtlasException.From(error, path);
        }
    }

    internal static AtlasIdentity ReadAbout(SqliteConnection connection, string path)
    {
        if (connection.Pragma("application_id") != Schema.ApplicationId) throw AtlasException.NotAnAtlas(path);
        if (connection.Pragma("user_version") is var version && version != Schema.Version)
            throw new AtlasException($"'{path}' is an atlas of format {version}, and this percept reads format {Schema.Version}. Use the percept that wrote it, or build it anew.");
        try
        {
            return JsonSerializer.Deserialize(connection.Query("SELECT value FROM about WHERE name = 'identity'", row => row.GetString(0)).Single(), IdentityJson.Default.AtlasIdentity)!;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw AtlasException.Damaged(path, error);
        }
    }

    internal static IReadOnlyList<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        using var command = connection.Command(sql, arguments);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    internal static void Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> arguments)
    {
        using var command = connection.Command(sql, arguments);
        command.ExecuteNonQuery();
    }

    internal static long Pragma(this SqliteConnection connection, string name) => connection.Query($"PRAGMA {name}", row => row.GetInt64(0))[0];

    internal static object Parameter(object? value) => value is null or double.NaN or float.NaN ? DBNull.Value : value;

    static SqliteCommand Command(this SqliteConnection connection, string sql, ReadOnlySpan<object?> arguments)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < arguments.Length; i++) command.Parameters.AddWithValue($"${i}", Parameter(arguments[i]));
        return command;
    }

    static string Text(string path, SqliteOpenMode mode, bool pooled) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooled, ForeignKeys = true, DefaultTimeout = 10 }.ConnectionString;
}
