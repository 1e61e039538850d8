using Microsoft.Data.Sqlite;

namespace Percept.Atlases;

/// <summary>An atlas's content in a file of its own, written table by table in the order of the keys.</summary>
static class SealedCopy
{
    /// <summary>Writes the copy; one that is there, left by a process that died, is replaced.</summary>
    internal static void Write(string path, string copy)
    {
        File.Delete(copy);
        try
        {
            using var connection = AtlasFile.Open(copy, SqliteOpenMode.ReadWriteCreate);
            // A copy is whole once it is flushed and renamed: until then nobody reads it, and nothing needs to be undone.
            connection.Execute($"PRAGMA page_size = {Schema.PageSize}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
            connection.Execute("ATTACH $0 AS old", path);
            using var transaction = connection.BeginTransaction();
            connection.Execute(Schema.Create);
            foreach (var table in connection.Query("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY rowid", row => row.GetString(0))) Copy(connection, table);
            connection.Execute("INSERT INTO main.about VALUES ('sealed', '')");
            transaction.Commit();
        }
        catch
        {
            File.Delete(copy);
            throw;
        }
    }

    static void Copy(SqliteConnection connection, string table)
    {
        var columns = connection.Query("SELECT name, pk FROM pragma_table_info($0, 'main') ORDER BY cid", row => (Name: row.GetString(0), Key: row.GetInt32(1)), table);
        var isNumbered = table == Schema.NumberedAnew;
        var copied = string.Join(", ", columns.Where(column => !isNumbered || column.Key == 0).Select(column => column.Name));
        var order = isNumbered ? "layer, unit, sign DESC, seed, recipe_hash" : string.Join(", ", columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name));
        connection.Execute($"INSERT INTO main.{table} ({copied}) SELECT {copied} FROM old.{table} {(table == "about" ? "WHERE name = 'identity'" : "")} ORDER BY {order}");
    }
}
