using Microsoft.Data.Sqlite;
using Percept.Imaging;

namespace Percept.Atlases;

/// <summary>What may be written as part of one piece of work; every method may be repeated and then replaces what it wrote.</summary>
sealed class AtlasTransaction
{
    readonly SqliteConnection connection;
    readonly AtlasPart piece;
    int missing;

    internal AtlasTransaction(SqliteConnection connection, AtlasPart piece) => (this.connection, this.piece) = (connection, piece);

    /// <summary>Writes layers; they come before everything that refers to them.</summary>
    public void PutLayers(IEnumerable<LayerRecord> layers) => Insert(
        """
        INSERT INTO layers VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (id) DO UPDATE SET (name, tensor, operator, channels, height, width, receptive_field_height, receptive_field_width, level, local_height, local_width, gates, other_tokens, attention_share)
            = (excluded.name, excluded.tensor, excluded.operator, excluded.channels, excluded.height, excluded.width, excluded.receptive_field_height, excluded.receptive_field_width, excluded.level, excluded.local_height, excluded.local_width, excluded.gates, excluded.other_tokens, excluded.attention_share)
        """,
        layers.Select(l => new object?[]
            { l.Index, l.Name, l.Tensor, l.Operator, l.Channels, l.Height, l.Width, l.ReceptiveFieldHeight, l.ReceptiveFieldWidth, l.Level.ToString(), l.LocalHeight, l.LocalWidth, l.Gates, l.OtherTokens, l.AttentionShare }));

    /// <summary>Writes an image and its picture as the network saw it, encoded as its format says; it comes before the examples that refer to it.</summary>
    public void PutImage(ImageRecord image, byte[] picture) => connection.Execute(
        """
        INSERT INTO images VALUES ($0, $1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (id) DO UPDATE SET (name, sha256, width, height, format, likeness, picture)
            = (excluded.name, excluded.sha256, excluded.width, excluded.height, excluded.format, excluded.likeness, excluded.picture)
        """,
        image.Id, image.Name, image.Sha256, image.Width, image.Height, image.Format.ToString(), unchecked((long)image.Likeness), picture);

    /// <summary>Drops the images that no example refers to.</summary>
    public void DropIdleImages() => connection.Execute("DELETE FROM images WHERE id NOT IN (SELECT image FROM examples)");

    /// <summary>Writes how many images were matched.</summary>
    public void PutMatched(long images) => connection.Execute("INSERT OR REPLACE INTO results VALUES ('matched', $0)", images);

    /// <summary>Writes a layer's matching: the statistics and highest examples of all its units, in place of any before.</summary>
    public void PutMatching(int layer, IEnumerable<UnitStatistics> statistics, IEnumerable<ExampleRecord> examples)
    {
        connection.Execute("DELETE FROM statistics WHERE layer = $0", layer);
        connection.Execute("DELETE FROM examples WHERE layer = $0", layer);
        Insert(
            "INSERT INTO statistics VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            statistics.Select(s => new object?[]
                { s.Layer, s.Unit, s.Images, s.Mean, s.StandardDeviation, s.Minimum, s.Maximum, s.Fires, s.NotFinite, s.FiresAt, s.Profile?.ToJson() }));
        Insert(
            "INSERT INTO examples VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            examples.Select(e => new object?[]
                {
                    e.Layer, e.Unit, (int)e.Kind, e.Rank, e.Interval, e.Image, e.Activation, e.Y, e.X, e.Crop.Top, e.Crop.Left, e.Crop.Height, e.Crop.Width,
                    e.Effective?.Top, e.Effective?.Left, e.Effective?.Height, e.Effective?.Width,
                }));
    }

    /// <summary>Writes the effective crops of examples that are there.</summary>
    public void PutEffective(IEnumerable<ExampleRecord> examples) => Insert(
        "UPDATE examples SET (effective_top, effective_left, effective_height, effective_width) = ($4, $5, $6, $7) WHERE layer = $0 AND unit = $1 AND kind = $2 AND rank = $3",
        examples.Select(e => new object?[] { e.Layer, e.Unit, (int)e.Kind, e.Rank, e.Effective?.Top, e.Effective?.Left, e.Effective?.Height, e.Effective?.Width }));

    /// <summary>Writes an optimised image and its PNG, in place of one with the same unit, sign, seed and recipe.</summary>
    public void PutOptimized(OptimizedImage image, byte[] png) => connection.Execute(
        """
        INSERT INTO optimized VALUES (NULL, $0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (layer, unit, sign, seed, recipe_hash) DO UPDATE SET (steps, size, recipe, activation, command, trust, png)
            = (excluded.steps, excluded.size, excluded.recipe, excluded.activation, excluded.command, excluded.trust, excluded.png)
        """,
        image.Layer, image.Unit, image.Sign, image.Seed, image.Steps, image.Size, image.Recipe, image.RecipeHash, image.Activation, image.Command, image.Trust, png);

    /// <summary>Writes how far an optimised image may be believed, as JSON text.</summary>
    public void PutTrust(long optimized, string trust) => connection.Execute("UPDATE optimized SET trust = $1 WHERE id = $0", optimized, trust);

    /// <summary>Writes the first layer's filters, one PNG each, in place of any before.</summary>
    public void PutFilters(IReadOnlyList<byte[]> pngs)
    {
        connection.Execute("DELETE FROM filters");
        Insert("INSERT INTO filters VALUES ($0, $1)", pngs.Select((png, index) => new object?[] { index, png }));
    }

    /// <summary>Writes the files that could not be read, in place of any before.</summary>
    public void PutSkipped(IEnumerable<SkippedFile> files)
    {
        connection.Execute("DELETE FROM skipped");
        Insert("INSERT OR REPLACE INTO skipped VALUES ($0, $1)", files.Select(file => new object?[] { file.File, file.Reason }));
    }

    /// <summary>Writes what is missing of this piece of work, after what was written before in the same transaction; it is forgotten when the piece is written again.</summary>
    public void PutMissing(params IEnumerable<MissingRecord?> records) => Insert(
        "INSERT INTO missing VALUES ($0, $1, $2, $3, $4, $5)",
        records.OfType<MissingRecord>().Select(record => new object?[] { piece.Name, missing++, record.Stage, record.Layer, record.Unit, record.Reason }));

    /// <summary>Writes the low/mid/high figure as PNG.</summary>
    public void PutFigure(byte[] png) => connection.Execute("INSERT OR REPLACE INTO results VALUES ('figure', $0)", png);

    /// <summary>Writes what was found, in plain words; an empty line parts paragraphs.</summary>
    public void PutSummary(string text) => connection.Execute("INSERT OR REPLACE INTO results VALUES ('summary', $0)", text);

    /// <summary>Writes what was found about a question.</summary>
    public void PutAnswer<T>(T answer) where T : class, IAnswer<T> => connection.Execute("INSERT OR REPLACE INTO results VALUES ($0, $1)", "answer/" + T.Name, AnswerJson.Store<T, T>(answer));

    /// <summary>Writes what was found about each unit of a layer for an answer to a question, in place of any before; a page of one unit reads no other's.</summary>
    public void PutAnswers<T, TUnit>(int layer, IReadOnlyList<TUnit> units) where T : class, IAnswer<T> where TUnit : class
    {
        connection.Execute("DELETE FROM unit_answers WHERE name = $0 AND layer = $1", T.Name, layer);
        Insert("INSERT INTO unit_answers VALUES ($0, $1, $2, $3)", units.Select((found, unit) => new object?[] { T.Name, layer, unit, AnswerJson.Store<T, TUnit>(found) }));
    }

    /// <summary>Writes a picture that belongs to an answer, as PNG; names are small letters, digits, hyphens and slashes.</summary>
    public void PutAnswerPicture(string name, byte[] png)
    {
        if (!PictureName.IsPlain(name)) throw new ArgumentException($"'{name}' is no name for a picture: those are small letters, digits, hyphens and slashes.", nameof(name));
        connection.Execute("INSERT OR REPLACE INTO results VALUES ($0, $1)", "picture/" + name, png);
    }

    /// <summary>Keeps an unfinished part of a piece of work, to go on with another time.</summary>
    public void PutPart(string name, byte[] content) => connection.Execute("INSERT OR REPLACE INTO results VALUES ($0, $1)", "part/" + name, content);

    /// <summary>Drops the parts whose names begin so, the marks of the pieces that they were, and what was missing of them: what they were for is done.</summary>
    public void DropParts(string prefix)
    {
        connection.Execute("DELETE FROM missing WHERE substr(piece, 1, length($0)) = $0", prefix);
        connection.Execute("DELETE FROM results WHERE substr(name, 1, length($0)) = $0", "part/" + prefix);
        connection.Execute("DELETE FROM pieces WHERE substr(name, 1, length($0)) = $0", prefix);
    }

    /// <summary>Writes the list of the dataset's images, see <see cref="Atlas.ImageList"/>.</summary>
    public void PutImageList(byte[] list) => connection.Execute("INSERT OR REPLACE INTO results VALUES ('image list', $0)", list);

    /// <remarks>One prepared statement for all rows: tens of thousands of them take a fraction of a second.</remarks>
    void Insert(string sql, IEnumerable<object?[]> rows)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                if (command.Parameters.Count == i) command.Parameters.AddWithValue($"${i}", AtlasFile.Parameter(row[i]));
                else command.Parameters[i].Value = AtlasFile.Parameter(row[i]);
            command.ExecuteNonQuery();
        }
    }
}
