using Percept.Imaging;
using Percept.Watching;

namespace Percept.Cli.Records;

/// <summary>What <c>watch</c> prints of one image.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Among">What the percentiles are among, in words; empty for nothing, null for an image of a folder, whose record says it.</param>
/// <param name="Picture">The picture's file; null where none is drawn.</param>
/// <param name="Layers">For each layer the units that fire most.</param>
sealed record WatchRecord(string Image, string? Among, string? Picture, IReadOnlyList<WatchedLayer> Layers);

/// <summary>What <c>watch</c> prints of a folder of images.</summary>
/// <param name="Among">What the percentiles are among, in words; empty for nothing.</param>
/// <param name="Images">Each image.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
sealed record WatchFolderRecord(string Among, IReadOnlyList<WatchRecord> Images, IReadOnlyList<SkippedFile> Skipped);

/// <summary>A layer's units on an image.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Units">The units that fire most, the first first.</param>
sealed record WatchedLayer(string Name, IReadOnlyList<WatchedUnit> Units);

/// <summary>A unit on an image.</summary>
/// <param name="Unit">Its number.</param>
/// <param name="Activation">Its maximum activation.</param>
/// <param name="Percentile">In how many of a hundred images its maximum is lower; null where that is not known.</param>
/// <param name="Y">The row of the activation map where the maximum is.</param>
/// <param name="X">The column.</param>
sealed record WatchedUnit(int Unit, float Activation, double? Percentile, int Y, int X)
{
    internal static WatchedUnit Of(TopUnit unit) => new(unit.Unit, unit.Activation, unit.Percentile, unit.Y, unit.X);
}
