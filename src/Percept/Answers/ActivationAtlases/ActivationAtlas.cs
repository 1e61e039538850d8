using System.Numerics.Tensors;
using Percept.Answers.Groups;
using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Answers.ActivationAtlases;

/// <summary>A cell of an activation atlas: what a layer answered at some positions of images that it answers alike to.</summary>
/// <param name="Row">From the top.</param>
/// <param name="Column">From the left.</param>
/// <param name="Count">How many positions it is the mean of.</param>
/// <param name="Mean">The mean answer of each unit.</param>
/// <param name="Direction">How much each unit stands out in it: its mean here less that everywhere, over its variance.</param>
/// <param name="Image">The image whose answer is nearest to the mean.</param>
/// <param name="Crop">What the layer saw of that image there.</param>
/// <param name="Folders">In how many of the positions each folder's images take part, the commonest first.</param>
public sealed record ActivationAtlasCell(int Row, int Column, int Count, float[] Mean, float[] Direction, string Image, Picture Crop, IReadOnlyList<(string Folder, int Count)> Folders)
{
    const int MostUnits = 32;

    /// <summary>What the cell's picture is optimised for: activations along its direction, by the units that stand out most.</summary>
    public Objective Objective(Layer layer) => Visualization.Objective.Direction(layer.Name, [.. Direction.Select((number, unit) => (Unit: unit, Number: Math.Round(number, 4)))
        .Where(unit => unit.Number != 0).OrderByDescending(unit => Math.Abs(unit.Number)).Take(MostUnits).OrderBy(unit => unit.Unit)]);
}

/// <summary>A map of a layer's activations on images: similar activations are near each other, and each cell shows their mean (Carter et al., "Activation atlas", 2019).</summary>
/// <remarks>Carter et al. lay positions out by UMAP. Here: their first two principal components, spread evenly by rank, so that every cell has as many positions as any other; equal steps on the map are therefore not equal distances. Positions near the image's border are left out, as theirs are.</remarks>
/// <param name="Layer">The layer.</param>
/// <param name="Side">How many cells it has on a side.</param>
/// <param name="Cells">The cells, row by row.</param>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Positions">How many positions in them.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
public sealed record ActivationAtlas(Layer Layer, int Side, IReadOnlyList<ActivationAtlasCell> Cells, int Images, int Positions, IReadOnlyList<SkippedFile> Skipped)
{
    const int MostPositions = 6000;

    /// <summary>Makes the map of a layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="images">The images.</param>
    /// <param name="options">How many cells, and the seed.</param>
    /// <param name="progress">Receives the share of images read, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    /// <exception cref="GraphException">There are fewer positions than cells, or no image can be read.</exception>
    public static Task<ActivationAtlas> OfAsync(Network network, Layer layer, IReadOnlyList<ImageFile> images, ActivationAtlasOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => network.Processors.Run(() => Of(network, layer, images, options ?? new(), progress, cancellationToken)), cancellationToken);

    static ActivationAtlas Of(Network network, Layer layer, IReadOnlyList<ImageFile> images, ActivationAtlasOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (side, seed) = options;
        using var reader = new ActivationReader(network, [layer]);
        var (rows, places, skipped, read) = (new List<float[]>(), new List<PositionSource>(), new List<SkippedFile>(), new List<ImageFile>());
        var each = Math.Max(1, MostPositions / images.Count);
        foreach (var answer in reader.Read(images, progress, cancellationToken))
        {
            if (answer.Skipped is { } reason)
            {
                skipped.Add(new(answer.File.Name, reason));
                continue;
            }

            foreach (var position in SampledPositions.Pick(SampledPositions.Inner(layer.Height, layer.Width), each, seed, answer.File.Name))
            {
                var row = SampledPositions.At(answer.Layers[0], layer.Channels, position);
                // Where nothing answers there is nothing to lay out.
                if (!row.AsSpan().ContainsAnyExcept(0f)) continue;
                rows.Add(row);
                places.Add(new(read.Count, position / layer.Width, position % layer.Width));
            }

            read.Add(answer.File);
        }

        if (rows.Count < side * side)
            throw new GraphException($"Layer '{layer.Name}' is active at {rows.Count} position(s) of {read.Count} image(s) that could be read, which is too few for {side} x {side} cells; give more images or fewer cells.");
        return new(layer, side, [.. Lay(network, layer, rows, places, read, side)], read.Count, rows.Count, skipped);
    }

    static IEnumerable<ActivationAtlasCell> Lay(Network network, Layer layer, List<float[]> rows, List<PositionSource> places, List<ImageFile> images, int side)
    {
        var plane = PrincipalComponents.Of(rows.Select(Unit), 2, block: 256, network.Processors);
        var at = rows.Select(row => plane.Coefficients(Unit(row))).ToArray();
        var (mean, variance) = Moments(rows);
        var columns = Even([.. Enumerable.Range(0, rows.Count).OrderBy(i => Along(0, i))], side);
        int[][][] grid = [.. columns.Select(column => Even([.. column.OrderByDescending(i => Along(1, i))], side))];
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++)
            {
                var members = grid[column][row];
                var average = Moments([.. members.Select(i => rows[i])]).Mean;
                float[] direction = [.. average.Select((number, unit) => variance[unit] > 0 ? (number - mean[unit]) / variance[unit] : 0)];
                var nearest = places[members.MinBy(i => TensorPrimitives.Distance<float>(rows[i], average))];
                var folders = members.Select(i => images[places[i].Image].Group).Where(folder => folder.Length > 0).GroupBy(folder => folder).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);
                yield return new(row, column, members.Length, average, Unit(direction), images[nearest.Image].Name, Crop(network, layer, images[nearest.Image], nearest), [.. folders.Select(group => (group.Key, group.Count()))]);
            }

        // Positions that differ in one direction alone have no second one.
        float Along(int axis, int position) => axis < at[position].Length ? at[position][axis] : 0;
    }

    /// <summary>In as many parts, in order, as equal in number as can be.</summary>
    static int[][] Even(int[] ordered, int parts) => [.. Enumerable.Range(0, parts).Select(i => ordered[(int)((long)ordered.Length * i / parts)..(int)((long)ordered.Length * (i + 1) / parts)])];

    static (float[] Mean, float[] Variance) Moments(List<float[]> rows)
    {
        var (mean, squares) = (new float[rows[0].Length], new float[rows[0].Length]);
        foreach (var row in rows)
        {
            TensorPrimitives.MultiplyAdd(row, 1f / rows.Count, mean, mean);
            for (var i = 0; i < row.Length; i++) squares[i] += row[i] * row[i] / rows.Count;
        }

        return (mean, [.. squares.Zip(mean, (square, number) => Math.Max(0, square - (number * number)))]);
    }

    static float[] Unit(float[] vector)
    {
        var (unit, length) = (new float[vector.Length], TensorPrimitives.Norm<float>(vector));
        if (length > 0) TensorPrimitives.Divide(vector, length, unit);
        return unit;
    }

    static Picture Crop(Network network, Layer layer, ImageFile file, PositionSource place)
    {
        var picture = Picture.ReadFitted(file.Path, network.Preprocessing.Height, network.Preprocessing.Width);
        var field = network.ReceptiveField(layer, place.Y, place.X);
        return field.IsEmpty ? picture : picture.Crop(field);
    }
}
