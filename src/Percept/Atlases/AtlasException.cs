using Microsoft.Data.Sqlite;
using Percept.Onnx;
using SQLitePCL;

namespace Percept.Atlases;

/// <summary>An atlas that cannot be opened, read or written.</summary>
public sealed class AtlasException(string message, bool canRetry = false, Exception? inner = null) : PerceptException(message, canRetry, inner)
{
    internal static AtlasException From(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => Full(path, error),
        raw.SQLITE_IOERR when error.SqliteExtendedErrorCode is raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_FSYNC => Full(path, error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Busy(path, error),
        raw.SQLITE_NOTADB => NotAnAtlas(path, error),
        raw.SQLITE_CORRUPT => Damaged(path, error),
        raw.SQLITE_READONLY => new($"'{path}' cannot be written: the file or its folder is read-only. Choose another place.", inner: error),
        _ => new($"'{path}' cannot be opened or used ({error.Message}). Check that the file and its folder are accessible.", inner: error),
    };

    internal static AtlasException NotAnAtlas(string path, Exception? error = null) =>
        new($"'{path}' is not an atlas. An atlas is the file that `percept atlas` writes; choose another file.", inner: error);

    internal static AtlasException Damaged(string path, Exception error) =>
        new($"'{path}' is damaged ({error.Message}). Restore it from a copy, or build it anew.", inner: error);

    internal static AtlasException Busy(string path, Exception? error = null) =>
        new($"Another process is writing '{path}'. Wait until it is done, or choose another file.", canRetry: true, error);

    static AtlasException Full(string path, Exception error) =>
        new($"The disk that holds '{path}' is full or failing: everything written before is kept. Free some space and run the same command again.", canRetry: true, error);
}
