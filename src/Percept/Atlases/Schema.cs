namespace Percept.Atlases;

/// <summary>The tables of an atlas, and the numbers by which its file is known.</summary>
static class Schema
{
    /// <summary>"Prcp", in the SQLite header where `file` and others look for an application's mark.</summary>
    internal const int ApplicationId = 0x50726370;

    internal const int Version = 4;

    internal const int PageSize = 8192;

    /// <remarks>Numbered in the order in which they were made, which sealing makes anew; so nothing may refer to these numbers.</remarks>
    internal const string NumberedAnew = "optimized";

    /// <remarks>
    /// Optimised images and pictures are 5 to 100 KB: 8 KB pages read those fastest. The blob stands last in its row,
    /// so that reading the other columns never touches its pages.
    /// </remarks>
    internal static readonly string Create = $"""
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE pieces (name TEXT PRIMARY KEY, depends_on TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE layers (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, tensor TEXT NOT NULL, operator TEXT NOT NULL,
            channels INTEGER NOT NULL, height INTEGER NOT NULL, width INTEGER NOT NULL,
            receptive_field_height INTEGER NOT NULL, receptive_field_width INTEGER NOT NULL, level TEXT NOT NULL,
            local_height INTEGER NOT NULL, local_width INTEGER NOT NULL, gates INTEGER NOT NULL, other_tokens INTEGER NOT NULL, attention_share REAL NOT NULL) STRICT;
        CREATE TABLE statistics (
            layer INTEGER NOT NULL REFERENCES layers, unit INTEGER NOT NULL, images INTEGER NOT NULL,
            mean REAL, standard_deviation REAL, minimum REAL, maximum REAL, fires REAL, not_finite INTEGER NOT NULL, fires_at REAL, profile TEXT,
            PRIMARY KEY (layer, unit)) STRICT, WITHOUT ROWID;
        CREATE TABLE images (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL,
            width INTEGER NOT NULL, height INTEGER NOT NULL, format TEXT NOT NULL, likeness INTEGER NOT NULL, picture BLOB NOT NULL) STRICT;
        CREATE TABLE examples (
            layer INTEGER NOT NULL REFERENCES layers, unit INTEGER NOT NULL, kind INTEGER NOT NULL, rank INTEGER NOT NULL, interval INTEGER,
            image INTEGER NOT NULL REFERENCES images, activation REAL, y INTEGER NOT NULL, x INTEGER NOT NULL,
            crop_top INTEGER NOT NULL, crop_left INTEGER NOT NULL, crop_height INTEGER NOT NULL, crop_width INTEGER NOT NULL,
            effective_top INTEGER, effective_left INTEGER, effective_height INTEGER, effective_width INTEGER,
            PRIMARY KEY (layer, unit, kind, rank)) STRICT, WITHOUT ROWID;
        CREATE INDEX examples_by_image ON examples (image);
        CREATE TABLE optimized (
            id INTEGER PRIMARY KEY, layer INTEGER NOT NULL REFERENCES layers, unit INTEGER NOT NULL,
            sign INTEGER NOT NULL, seed INTEGER NOT NULL, steps INTEGER NOT NULL, size INTEGER NOT NULL,
            recipe TEXT NOT NULL, recipe_hash TEXT NOT NULL, activation REAL, command TEXT NOT NULL, trust TEXT,
            png BLOB NOT NULL, UNIQUE (layer, unit, sign, seed, recipe_hash)) STRICT;
        CREATE TABLE filters (id INTEGER PRIMARY KEY, png BLOB NOT NULL) STRICT;
        CREATE TABLE skipped (name TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE missing (
            piece TEXT NOT NULL, number INTEGER NOT NULL, stage TEXT NOT NULL, layer TEXT, unit INTEGER, reason TEXT NOT NULL,
            PRIMARY KEY (piece, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE results (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;
        CREATE TABLE unit_answers (
            name TEXT NOT NULL, layer INTEGER NOT NULL REFERENCES layers, unit INTEGER NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (name, layer, unit)) STRICT, WITHOUT ROWID;
        """;
}
