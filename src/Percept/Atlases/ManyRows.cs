using System.Globalization;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Percept.Atlases;

/// <summary>One statement for very many rows, whose parameters are <c>$0</c>, <c>$1</c> and so on.</summary>
/// <remarks>Matching writes hundreds of thousands of rows; a command would look up all its parameters by name for each of them.</remarks>
sealed class ManyRows : IDisposable
{
    readonly SqliteConnection connection;
    readonly SQLitePCL.sqlite3_stmt statement;
    readonly List<int> places = [];

    internal ManyRows(SqliteConnection connection, string sql)
    {
        this.connection = connection;
        Check(sqlite3_prepare_v2(connection.Handle, sql, out statement));
    }

    internal void Write(object?[] row)
    {
        for (var i = 0; i < row.Length; i++) Check(Bind(PlaceOf(i), AtlasFile.Parameter(row[i])));
        if (sqlite3_step(statement) is var code and not SQLITE_DONE) Check(code);
        Check(sqlite3_reset(statement));
    }

    int PlaceOf(int parameter)
    {
        while (places.Count <= parameter) places.Add(sqlite3_bind_parameter_index(statement, string.Create(CultureInfo.InvariantCulture, $"${places.Count}")));
        return places[parameter];
    }

    int Bind(int place, object value) => value switch
    {
        DBNull => sqlite3_bind_null(statement, place),
        string text => sqlite3_bind_text(statement, place, text),
        byte[] bytes => sqlite3_bind_blob(statement, place, bytes),
        float or double => sqlite3_bind_double(statement, place, Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => sqlite3_bind_int64(statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    void Check(int code) => SqliteException.ThrowExceptionForRC(code, connection.Handle);

    public void Dispose() => statement.Dispose();
}
