using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Percept.Files;

namespace Percept.Atlases;

/// <summary>The one writer of an atlas; it reads what it has written like any <see cref="Atlas"/>.</summary>
sealed class AtlasWriter : Atlas
{
    readonly FileStream turn;
    readonly Lock writing = new();
    SqliteConnection connection;

    AtlasWriter(string path, AtlasIdentity identity, SqliteConnection connection, FileStream turn) : base(path, identity) => (this.connection, this.turn) = (connection, turn);

    /// <summary>Writes a piece of work and the mark that it is done in one transaction: all of it is kept, or nothing. What was missing of the piece before is forgotten. Of several threads that write, each waits for its turn.</summary>
    /// <exception cref="AtlasException">The disk is full or the file cannot be written; what was written before is intact.</exception>
    public void Write(AtlasPart piece, Action<AtlasTransaction> content) => Write(() =>
    {
        connection.Execute("DELETE FROM missing WHERE piece = $0", piece.Name);
        content(new(connection, piece));
        connection.Execute("INSERT OR REPLACE INTO pieces VALUES ($0, $1)", piece.Name, piece.DependsOn);
    });

    /// <summary>Forgets the mark of a piece of work and what was missing of it.</summary>
    /// <exception cref="AtlasException">The disk is full or the file cannot be written; what was written before is intact.</exception>
    public void Forget(string piece) => Write(() => new AtlasTransaction(connection, new(piece)).DropParts(piece));

    void Write(Action content)
    {
        using var one = writing.EnterScope();
        try
        {
            using var transaction = connection.BeginTransaction();
            content();
            connection.Execute("DELETE FROM about WHERE name = 'sealed'");
            transaction.Commit();
        }
        catch (SqliteException error)
        {
            throw AtlasException.From(error, Path);
        }
    }

    /// <summary>Writes the file anew in one order, so that its bytes depend on its content alone and not on how it came about; it is there as before, or sealed. Written on, it is no longer sealed.</summary>
    /// <exception cref="AtlasException">The disk is full (for a while there are two files) or the file cannot be written; what was written before is intact.</exception>
    public void Seal()
    {
        try
        {
            if (connection.Query("SELECT 1 FROM about WHERE name = 'sealed'", row => true).Count > 0) return;
            var copy = Path + ".sealing";
            SealedCopy.Write(Path, copy);
            connection.Dispose();
            LetGo();
            AtomicFile.Rename(copy, Path);
            connection = OpenForWriting(Path);
        }
        catch (SqliteException error)
        {
            throw AtlasException.From(error, Path);
        }
    }

    /// <summary>Says by which seed and command the atlas is built from now on; the network, its input and the pictures stay as they are.</summary>
    /// <exception cref="AtlasException">The disk is full or the file cannot be written; what was written before is intact.</exception>
    public void Repeat(long seed, string? command)
    {
        var now = Identity with { Seed = seed, Command = command };
        if (now == Identity) return;
        try
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute("UPDATE about SET value = $0 WHERE name = 'identity'", JsonSerializer.Serialize(now, IdentityJson.Default.AtlasIdentity));
            connection.Execute("DELETE FROM about WHERE name = 'sealed'");
            transaction.Commit();
            Identity = now;
        }
        catch (SqliteException error)
        {
            throw AtlasException.From(error, Path);
        }
    }

    internal void Execute(string sql) => connection.Execute(sql);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        connection.Dispose();
        base.Dispose(disposing);
        turn.Dispose();
    }

    internal static AtlasWriter Open(string path, AtlasIdentity identity, TimeSpan patience)
    {
        var turn = TakeTurn(path, patience);
        SqliteConnection? connection = null;
        try
        {
            connection = OpenForWriting(path);
            if (connection.Pragma("application_id") == 0 && connection.Query("SELECT 1 FROM sqlite_master", row => true).Count == 0) Create(connection, identity);
            var found = AtlasFile.ReadAbout(connection, path);
            if (found.WhyNot(identity, path) is { } reason) throw new AtlasException(reason);
            return new(path, found, connection, turn);
        }
        catch (Exception error)
        {
            connection?.Dispose();
            turn.Dispose();
            throw error is SqliteException sqlite ? AtlasException.From(sqlite, path) : error;
        }
    }

    /// <remarks>A transaction's pages stay in memory until it is committed: readers are shut out for that moment only, and a full disk finds the file untouched.</remarks>
    static SqliteConnection OpenForWriting(string path)
    {
        var connection = AtlasFile.Open(path, SqliteOpenMode.ReadWriteCreate);
        // Each example looks for its image, and the images with their pictures are more than the usual 2 MB.
        connection.Execute("PRAGMA cache_spill = OFF; PRAGMA synchronous = EXTRA; PRAGMA cache_size = -65536");
        return connection;
    }

    /// <remarks>
    /// A rollback journal and not WAL: between transactions an atlas is one file that can be copied, mailed or opened from a read-only disk,
    /// and with a transaction a piece of work there is nothing that WAL would speed up.
    /// </remarks>
    static void Create(SqliteConnection connection, AtlasIdentity identity)
    {
        connection.Execute($"PRAGMA page_size = {Schema.PageSize}; PRAGMA journal_mode = DELETE");
        using var transaction = connection.BeginTransaction();
        connection.Execute(Schema.Create);
        connection.Execute("INSERT INTO about VALUES ('identity', $0)", JsonSerializer.Serialize(identity, IdentityJson.Default.AtlasIdentity));
        transaction.Commit();
    }

    /// <remarks>Whoever holds the file beside the atlas is its writer; the system lets go of it when a process dies, however it does.</remarks>
    internal static FileStream TakeTurn(string path, TimeSpan patience)
    {
        for (var (waited, gone) = (Stopwatch.StartNew(), 0); ;)
            try
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
                return new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new AtlasException($"'{path}' cannot be written: the folder is read-only for you. Choose another place.", inner: error);
            }
            catch (IOException error)
            {
                // It may be gone because its holder has just let go of it, but not time and again.
                if (!File.Exists(path + ".lock") && ++gone > 3) throw new AtlasException($"'{path}' cannot be written ({error.Message}). Choose another place.", inner: error);
                if (waited.Elapsed > patience) throw AtlasException.Busy(path, error);
                Thread.Sleep(50);
            }
    }
}
