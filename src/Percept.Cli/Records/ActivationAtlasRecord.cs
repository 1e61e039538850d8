using Percept.Answers.ActivationAtlases;
using Percept.Imaging;

namespace Percept.Cli.Records;

/// <summary>What <c>activation-atlas</c> prints.</summary>
/// <param name="File">The picture.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="Side">How many cells the map has on a side.</param>
/// <param name="Images">How many images were read.</param>
/// <param name="Positions">How many positions in them were laid out.</param>
/// <param name="Cells">The cells, row by row.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
sealed record ActivationAtlasRecord(string File, string Layer, int Side, int Images, int Positions, IReadOnlyList<CellRecord> Cells, IReadOnlyList<SkippedFile> Skipped)
{
    internal static ActivationAtlasRecord Of(ActivationAtlas atlas, string file) => new(
        file, atlas.Layer.Name, atlas.Side, atlas.Images, atlas.Positions,
        [.. atlas.Cells.Select(cell => new CellRecord(
            cell.Row, cell.Column, cell.Count, cell.Image, [.. cell.Folders.Select(folder => new FolderCount(folder.Folder, folder.Count))], cell.Objective(atlas.Layer).ToString(), cell.Mean))],
        atlas.Skipped);
}

/// <summary>A cell: positions with similar activations.</summary>
/// <param name="Row">From the top, from 0.</param>
/// <param name="Column">From the left, from 0.</param>
/// <param name="Count">How many positions it is the mean of.</param>
/// <param name="Image">The image with the position nearest to the mean.</param>
/// <param name="Folders">The folders that the positions' images lie in, the commonest first.</param>
/// <param name="Objective">The objective of its picture.</param>
/// <param name="Mean">The mean activation of each unit.</param>
sealed record CellRecord(int Row, int Column, int Count, string Image, IReadOnlyList<FolderCount> Folders, string Objective, IReadOnlyList<float> Mean);

/// <summary>A folder and a count of positions.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Count">How many of a cell's positions are in its images.</param>
sealed record FolderCount(string Folder, int Count);
