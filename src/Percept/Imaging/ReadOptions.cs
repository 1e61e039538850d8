namespace Percept.Imaging;

/// <summary>What a file may be, and what shows through its transparent parts.</summary>
public sealed record ReadOptions
{
    /// <summary>The options used when none are given.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>The most pixels that a file may declare; checked before anything is decoded.</summary>
    public long MaximumPixels { get; init; } = 100_000_000;

    /// <summary>The most frames or pages that a file may hold, although only the first is read.</summary>
    public int MaximumFrames { get; init; } = 10_000;

    /// <summary>The most bytes that a file may have.</summary>
    public long MaximumBytes { get; init; } = 1 << 30;

    /// <summary>The colour behind transparent pixels.</summary>
    /// <remarks>A light grey: emoji and logos are drawn for light pages, but on white their white parts (a ghost, a rabbit,
    /// the white of hair) would have no edge for a network to see.</remarks>
    public Rgb Background { get; init; } = Rgb.Grey(192);
}
