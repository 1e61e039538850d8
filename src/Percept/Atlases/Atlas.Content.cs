using Microsoft.Data.Sqlite;
using Percept.Imaging;

namespace Percept.Atlases;

public partial class Atlas
{
    /// <summary>All layers, from the input on.</summary>
    public IReadOnlyList<LayerRecord> Layers() => Query(
        "SELECT id, name, tensor, operator, channels, height, width, receptive_field_height, receptive_field_width, level, local_height, local_width, gates, other_tokens, attention_share FROM layers ORDER BY id",
        row => new LayerRecord(
            row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6),
            row.GetInt32(7), row.GetInt32(8), Enum.Parse<Level>(row.GetString(9)))
        {
            LocalHeight = row.GetInt32(10),
            LocalWidth = row.GetInt32(11),
            Gates = row.GetInt32(12),
            OtherTokens = row.GetInt32(13),
            AttentionShare = row.GetDouble(14),
        });

    /// <summary>The statistics of a layer's units, or of one, by unit.</summary>
    public IReadOnlyList<UnitStatistics> Statistics(int layer, int? unit = null) => Query(
        "SELECT layer, unit, images, mean, standard_deviation, minimum, maximum, fires, not_finite, fires_at FROM statistics " +
        "WHERE layer = $0 AND unit = ifnull($1, unit) ORDER BY unit",
        row => new UnitStatistics(
            row.GetInt32(0), row.GetInt32(1), row.GetInt64(2), Number(row, 3), Number(row, 4), Number(row, 5), Number(row, 6), Number(row, 7), row.GetInt64(8))
        {
            FiresAt = Number(row, 9),
        },
        layer, unit);

    /// <summary>How a unit's activations are spread over images and labels; null before it is matched.</summary>
    public UnitProfile? Profile(int layer, int unit) =>
        Query("SELECT profile FROM statistics WHERE layer = $0 AND unit = $1 AND profile IS NOT NULL", row => UnitProfile.FromJson(row.GetString(0)), layer, unit).SingleOrDefault();

    /// <summary>The profiles of a layer's units that have one, by unit.</summary>
    public IReadOnlyDictionary<int, UnitProfile> Profiles(int layer) =>
        Query("SELECT unit, profile FROM statistics WHERE layer = $0 AND profile IS NOT NULL", row => (Unit: row.GetInt32(0), Profile: UnitProfile.FromJson(row.GetString(1))), layer).ToDictionary(row => row.Unit, row => row.Profile);

    /// <summary>How many images were matched; 0 before that.</summary>
    public long Matched() => Query("SELECT value FROM results WHERE name = 'matched'", row => row.GetInt64(0)).SingleOrDefault();

    /// <summary>The examples of one kind of a layer's units, or of one, by unit and rank.</summary>
    public IReadOnlyList<ExampleRecord> Examples(int layer, int? unit = null, ExampleKind kind = ExampleKind.Highest) => Query(
        $"{ExampleColumns} WHERE layer = $0 AND kind = $1 {(unit is null ? "" : "AND unit = $2")} ORDER BY unit, rank", Example, unit is null ? [layer, (int)kind] : [layer, (int)kind, unit]);

    /// <summary>What an image is an example of, of any kind, by layer, kind, rank and unit.</summary>
    public IReadOnlyList<ExampleRecord> ExamplesIn(int image) => Query($"{ExampleColumns} WHERE image = $0 ORDER BY layer, kind, rank, unit", Example, image);

    const string ExampleColumns =
        "SELECT layer, unit, rank, image, activation, y, x, crop_top, crop_left, crop_height, crop_width, interval, effective_top, effective_left, effective_height, effective_width, kind FROM examples";

    static ExampleRecord Example(SqliteDataReader row) => new(
        row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), (float)Number(row, 4), row.GetInt32(5), row.GetInt32(6),
        new(row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10)))
    {
        Kind = (ExampleKind)row.GetInt32(16),
        Interval = row.IsDBNull(11) ? null : row.GetInt32(11),
        Effective = row.IsDBNull(12) ? null : new(row.GetInt32(12), row.GetInt32(13), row.GetInt32(14), row.GetInt32(15)),
    };

    /// <summary>All images that are kept, or those with the ids given.</summary>
    public IReadOnlyList<ImageRecord> Images(IEnumerable<int>? ids = null) => Query(
        "SELECT id, name, sha256, width, height, format, likeness FROM images " +
        $"{(ids is null ? "" : $"WHERE id IN ({string.Join(',', ids)})")} ORDER BY id",
        row => new ImageRecord(
            row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4), Enum.Parse<PictureFormat>(row.GetString(5)))
        {
            Likeness = unchecked((ulong)row.GetInt64(6)),
        });

    /// <summary>An image as the network saw it, as encoded bytes; null where there is none.</summary>
    public byte[]? Picture(int image) => Blob("SELECT picture FROM images WHERE id = $0", image);

    /// <summary>The optimised images: all, a layer's, or a unit's; maximised before minimised.</summary>
    public IReadOnlyList<OptimizedImage> Optimized(int? layer = null, int? unit = null) => Query(
        "SELECT id, layer, unit, sign, seed, steps, size, recipe, recipe_hash, activation, command, trust FROM optimized " +
        "WHERE layer = ifnull($0, layer) AND unit = ifnull($1, unit) ORDER BY layer, unit, sign DESC, seed, id",
        row => new OptimizedImage
        {
            Id = row.GetInt64(0),
            Layer = row.GetInt32(1),
            Unit = row.GetInt32(2),
            Sign = row.GetInt32(3),
            Seed = row.GetInt64(4),
            Steps = row.GetInt32(5),
            Size = row.GetInt32(6),
            Recipe = row.GetString(7),
            RecipeHash = row.GetString(8),
            Activation = (float)Number(row, 9),
            Command = row.GetString(10),
            Trust = row.IsDBNull(11) ? null : row.GetString(11),
        },
        layer, unit);

    /// <summary>The PNG of an optimised image, by <see cref="OptimizedImage.Id"/>; null where there is none.</summary>
    public byte[]? OptimizedPng(long id) => Blob("SELECT png FROM optimized WHERE id = $0", id);

    /// <summary>The indices of the first layer's filters that are kept.</summary>
    public IReadOnlyList<int> Filters() => Query("SELECT id FROM filters ORDER BY id", row => row.GetInt32(0));

    /// <summary>The PNG of a filter of the first layer; null where there is none.</summary>
    public byte[]? FilterPng(int filter) => Blob("SELECT png FROM filters WHERE id = $0", filter);

    /// <summary>An unfinished part of a piece of work, or null.</summary>
    public byte[]? Part(string name) => Blob("SELECT value FROM results WHERE name = $0", "part/" + name);

    /// <summary>The list of the dataset's images as the writer saw it first, in a form of its own; null before it is written.</summary>
    public byte[]? ImageList() => Blob("SELECT value FROM results WHERE name = 'image list'");

    /// <summary>The files that could not be read, by name.</summary>
    public IReadOnlyList<SkippedFile> Skipped() =>
        Query("SELECT name, reason FROM skipped ORDER BY name", row => new SkippedFile(row.GetString(0), row.GetString(1)));

    /// <summary>What could not be made, of one piece of work or of all, in the order of the layers and units.</summary>
    public IReadOnlyList<MissingRecord> Missing(string? piece = null) => Query(
        "SELECT stage, layer, unit, reason FROM missing WHERE piece = ifnull($0, piece) ORDER BY stage, (SELECT id FROM layers WHERE name = layer), unit, number",
        row => new MissingRecord(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.GetString(3)), piece);

    /// <summary>The low/mid/high figure as PNG; null before it is drawn.</summary>
    public byte[]? Figure() => Blob("SELECT value FROM results WHERE name = 'figure'");

    /// <summary>What was found, in plain words; null before it is written.</summary>
    public string? Summary() => Query("SELECT value FROM results WHERE name = 'summary'", row => row.GetString(0)).SingleOrDefault();

    /// <summary>What was found about a question; null before it is asked, or where the network has no answer.</summary>
    public T? Answer<T>() where T : class, IAnswer<T> => Query("SELECT value FROM results WHERE name = $0", row => AnswerJson.Read<T, T>(row.GetString(0)), "answer/" + T.Name).SingleOrDefault();

    /// <summary>Whether a question has an answer.</summary>
    public bool HasAnswer<T>() where T : class, IAnswer<T> => Query("SELECT 1 FROM results WHERE name = $0", row => true, "answer/" + T.Name).Count > 0;

    /// <summary>What was found about one unit for an answer to a question; null where nothing was.</summary>
    public TUnit? Answer<T, TUnit>(int layer, int unit) where T : class, IAnswer<T> where TUnit : class =>
        Query("SELECT value FROM unit_answers WHERE name = $0 AND layer = $1 AND unit = $2", row => AnswerJson.Read<T, TUnit>(row.GetString(0)), T.Name, layer, unit).SingleOrDefault();

    /// <summary>The names of the pictures that belong to answers: small letters, digits, hyphens and slashes, as they become paths.</summary>
    /// <exception cref="AtlasException">A name is no such: no percept wrote it.</exception>
    public IReadOnlyList<string> AnswerPictures()
    {
        var names = Query("SELECT substr(name, 9) FROM results WHERE substr(name, 1, 8) = 'picture/' ORDER BY name", row => row.GetString(0));
        return names.FirstOrDefault(name => !PictureName.IsPlain(name)) is not { } odd ? names
            : throw new AtlasException($"'{Path}' holds a picture with the name '{odd}', which no percept writes: the names of an atlas's pictures are small letters, digits, hyphens and slashes. Do not trust this file; build it anew.");
    }

    /// <summary>The PNG of a picture that belongs to an answer; null where there is none.</summary>
    public byte[]? AnswerPicture(string name) => Blob("SELECT value FROM results WHERE name = $0", "picture/" + name);

    byte[]? Blob(string sql, params ReadOnlySpan<object?> arguments) => Query(sql, row => row.GetFieldValue<byte[]>(0), arguments).SingleOrDefault();

    /// <remarks>SQLite has no NaN: it keeps NULL.</remarks>
    static double Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);
}
