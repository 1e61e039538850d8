using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Optimization;

namespace Percept.Grouping;

/// <summary>A group's heat map on an image.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Picture">The image as the network saw it.</param>
/// <param name="Map">How strong the group is at each of the layer's positions: height x width.</param>
/// <param name="Strength">The mean of that, away from the image's border.</param>
public sealed record GroupExample(string Image, Picture Picture, float[] Map, double Strength);

/// <summary>Units that fire together.</summary>
/// <param name="Index">Its place among the groups, from the one that explains most on.</param>
/// <param name="Share">Its share of what all groups add up to.</param>
/// <param name="Weights">How much each unit of the layer belongs to it; of length 1.</param>
/// <param name="Examples">The images in which it is strongest.</param>
public sealed record UnitGroup(int Index, double Share, float[] Weights, IReadOnlyList<GroupExample> Examples)
{
    /// <summary>The units that make it up, the heaviest first.</summary>
    public IEnumerable<(int Unit, double Weight)> Units => Weights.Select((weight, unit) => (Unit: unit, Weight: (double)weight)).Where(unit => unit.Weight > 0).OrderByDescending(unit => unit.Weight);

    /// <summary>What a picture of the group is optimised for: activations along its weights. Units with less than a twentieth of the heaviest are left out.</summary>
    public Objective Objective(Layer layer) =>
        Optimization.Objective.Direction(layer.Name, [.. Units.Where(unit => unit.Weight >= 0.05 * Weights.Max()).OrderBy(unit => unit.Unit).Select(unit => (unit.Unit, Math.Round(unit.Weight, 4)))]);
}

/// <summary>A layer's units in a few groups that fire together: nonnegative matrix factorisation of what they answer at positions of images (Olah et al., "The building blocks of interpretability", 2018).</summary>
/// <remarks>Positions near the image's border are left out: what lies beyond it is answered to there as well.</remarks>
/// <param name="Layer">The layer.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Explained">The share of the activations' squares that sums of the groups reproduce.</param>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Positions">How many positions in them the groups were found from.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
public sealed record UnitGroups(Layer Layer, IReadOnlyList<UnitGroup> Groups, double Explained, int Images, int Positions, IReadOnlyList<SkippedFile> Skipped)
{
    const int MostPositions = 6000;

    /// <summary>Finds the groups of a layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">A layer whose activations are never below zero.</param>
    /// <param name="images">The images, or one.</param>
    /// <param name="count">How many groups.</param>
    /// <param name="examples">How many images each group is shown in.</param>
    /// <param name="seed">What every random number is drawn from.</param>
    /// <param name="cancel">Ends it between two images or steps.</param>
    /// <exception cref="GraphException">The layer has activations below zero, or no image can be read.</exception>
    public static UnitGroups Of(Network network, Layer layer, IReadOnlyList<ImageFile> images, int count = 6, int examples = 5, int seed = 0, CancellationToken cancel = default)
    {
        if (count > layer.Channels) throw new GraphException($"Layer '{layer.Name}' has {layer.Channels} units, which cannot be put into {count} groups; ask for fewer.");
        using var reader = new ActivationReader(network, [layer]);
        var (rows, skipped, read) = (new List<float[]>(), new List<SkippedFile>(), new List<ImageFile>());
        var (each, inner) = (Math.Max(1, MostPositions / images.Count), Grouping.Positions.Inner(layer.Height, layer.Width));
        foreach (var answer in reader.Read(images, cancel))
        {
            if (answer.Skipped is { } reason)
            {
                skipped.Add(new(answer.File.Name, reason));
                continue;
            }

            Check(answer, layer);
            read.Add(answer.File);
            rows.AddRange(Grouping.Positions.Pick(inner, each, seed, answer.File.Name).Select(position => Grouping.Positions.At(answer.Layers[0], layer.Channels, position)));
        }

        if (read.Count == 0) throw new GraphException($"None of the {images.Count} image(s) could be read; the first: {skipped[0].Reason}");
        var factors = Factors.Of([.. rows], count, seed, cancel);
        var shown = Examples(reader.Read(read, cancel), layer, factors, inner, examples);
        return new(layer, [.. factors.Parts.Select((part, i) => new UnitGroup(i, factors.Shares[i], part, shown[i]))], factors.Explained, read.Count, rows.Count, skipped);
    }

    static List<GroupExample>[] Examples(IEnumerable<Answer> answers, Layer layer, Factors factors, int[] inner, int count)
    {
        var (shown, area) = (factors.Parts.Select(_ => new List<GroupExample>()).ToArray(), layer.Height * layer.Width);
        foreach (var answer in answers)
        {
            var strengths = factors.StrengthsOf([.. Enumerable.Range(0, area).Select(position => Grouping.Positions.At(answer.Layers[0], layer.Channels, position))]);
            foreach (var (group, kept) in shown.Index())
            {
                float[] map = [.. strengths.Select(strength => strength[group])];
                kept.Add(new(answer.File.Name, answer.Picture!, map, inner.Average(position => map[position])));
                if (kept.Count > count) kept.Remove(kept.MinBy(example => example.Strength)!);
            }
        }

        foreach (var kept in shown) kept.Sort((a, b) => b.Strength.CompareTo(a.Strength));
        return shown;
    }

    static void Check(Answer answer, Layer layer)
    {
        var least = TensorPrimitives.Min<float>(answer.Layers[0]);
        if (!(least >= 0)) throw new GraphException(FormattableString.Invariant($"Layer '{layer.Name}' has activations below zero ({least:G3} in '{answer.File.Name}'), which are no sums of parts; choose a layer behind a ReLU or another function that is never below zero."));
    }
}
