using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Percept.Atlases;

/// <summary>One file with everything found about one network on one dataset; safe to read from many threads, and while it is written.</summary>
/// <remarks>
/// Lists are read whole and pictures one at a time: a reader that kept the file locked while somebody enumerates would hold up the writer.
/// Whatever has not been found yet is empty or null. Every member throws <see cref="AtlasException"/>.
/// </remarks>
public partial class Atlas : IDisposable
{
    readonly string readOnly;

    private protected Atlas(string path, AtlasIdentity identity) => (Path, Identity, readOnly) = (path, identity, AtlasFile.ReadOnly(path));

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Which network, seen how, on which pictures.</summary>
    public AtlasIdentity Identity { get; private protected set; }

    /// <summary>When the file was last written. No date is kept within, so that the same content is the same bytes.</summary>
    public DateTimeOffset Created => File.GetLastWriteTimeUtc(Path);

    /// <summary>Opens an atlas for reading; refuses what is not an atlas, or one of another version.</summary>
    public static Atlas OpenRead(string path)
    {
        if (!File.Exists(path)) throw new AtlasException($"There is no atlas at '{path}'. Build one by `percept atlas MODEL --images FOLDER -o {path}`.");
        return new(path, AtlasFile.ReadAbout(path));
    }

    /// <summary>Creates an atlas, or goes on with the one that is there; refuses one of another version, network or dataset.</summary>
    /// <remarks>One writer at a time: a second one waits for <paramref name="patience"/> (5 seconds by default) and is then refused.</remarks>
    internal static AtlasWriter OpenWrite(string path, AtlasIdentity identity, TimeSpan? patience = null) =>
        AtlasWriter.Open(path, identity, patience ?? TimeSpan.FromSeconds(5));

    /// <summary>Whether a piece of work is there, whole.</summary>
    internal bool IsDone(AtlasPart piece) =>
        Query("SELECT 1 FROM pieces WHERE name = $0 AND depends_on = $1", row => true, piece.Name, piece.DependsOn).Count > 0;

    /// <summary>All pieces of work that are there.</summary>
    internal IReadOnlyList<AtlasPart> Pieces() =>
        Query("SELECT name, depends_on FROM pieces ORDER BY name", row => new AtlasPart(row.GetString(0), row.GetString(1)));

    /// <summary>Lets go of the file.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the file.</summary>
    protected virtual void Dispose(bool disposing) => LetGo();

    /// <summary>Closes the connections that are kept open for reading.</summary>
    private protected void LetGo()
    {
        using var pooled = new SqliteConnection(readOnly);
        SqliteConnection.ClearPool(pooled);
    }

    IReadOnlyList<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        try
        {
            using var connection = AtlasFile.Open(new SqliteConnection(readOnly));
            return connection.Query(sql, read, arguments);
        }
        catch (SqliteException error)
        {
            throw AtlasException.From(error, Path);
        }
        catch (Exception error) when (error is InvalidCastException or ArgumentException or FormatException or OverflowException or JsonException)
        {
            throw AtlasException.Damaged(Path, error);
        }
    }
}
