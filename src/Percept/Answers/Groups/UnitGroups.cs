using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Scheduling;
using Percept.Visualization;

namespace Percept.Answers.Groups;

/// <summary>A group's heat map on an image.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Picture">The image as the network saw it.</param>
/// <param name="Map">How strong the group is at each of the layer's positions: height x width.</param>
/// <param name="Strength">The mean of that, away from the image's border.</param>
public sealed record GroupExample(string Image, Picture Picture, float[] Map, double Strength);

/// <summary>Units that fire together.</summary>
/// <param name="Index">Its place among the groups, from the one that explains most on.</param>
/// <param name="Share">Its share of what all groups add up to.</param>
/// <param name="Weights">How much each unit of the layer belongs to it; of length 1. Below zero where the unit is the lower the stronger the group is.</param>
/// <param name="Examples">The images in which it is strongest.</param>
public sealed record UnitGroup(int Index, double Share, float[] Weights, IReadOnlyList<GroupExample> Examples)
{
    /// <summary>The units that make it up, the heaviest first.</summary>
    public IEnumerable<(int Unit, double Weight)> Units => Weights.Select((weight, unit) => (Unit: unit, Weight: (double)weight)).Where(unit => unit.Weight != 0).OrderByDescending(unit => Math.Abs(unit.Weight));

    /// <summary>What a picture of the group is optimised for: activations along its weights. Units with less than a twentieth of the heaviest are left out.</summary>
    public Objective Objective(Layer layer) =>
        Visualization.Objective.Direction(layer.Name, [.. Units.Where(unit => Math.Abs(unit.Weight) >= 0.05 * Weights.Max(Math.Abs)).OrderBy(unit => unit.Unit).Select(unit => (unit.Unit, Math.Round(unit.Weight, 4)))]);
}

/// <summary>A layer's units in a few groups that fire together: nonnegative matrix factorisation of what they answer at positions of images (Olah et al., "The building blocks of interpretability", 2018).</summary>
/// <remarks>Where a layer has activations below zero, as behind SiLU, GELU or hard-swish, the factorisation is seminonnegative: groups are never subtracted, but in them units may have weights below zero. Positions near the image's border are left out: what lies beyond it is answered to there as well.</remarks>
/// <param name="Layer">The layer.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Explained">The share of the activations' squares that sums of the groups reproduce.</param>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Positions">How many positions in them the groups were found from.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
public sealed record UnitGroups(Layer Layer, IReadOnlyList<UnitGroup> Groups, double Explained, int Images, int Positions, IReadOnlyList<SkippedFile> Skipped)
{
    const int MostPositions = 6000;

    /// <summary>Whether units may have weights below zero, since the layer has such activations.</summary>
    public bool IsSigned { get; private init; }

    /// <summary>What the groups were found by, in words.</summary>
    public string Method => IsSigned ? "seminonnegative matrix factorisation" : "nonnegative matrix factorisation";

    /// <summary>Finds the groups of a layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="images">The images, or one.</param>
    /// <param name="options">How many groups and examples, and the seed.</param>
    /// <param name="progress">Receives the share of images read, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it between two images or steps.</param>
    /// <exception cref="GraphException">The layer has activations that are not finite or fewer units than groups, or no image can be read.</exception>
    public static Task<UnitGroups> OfAsync(Network network, Layer layer, IReadOnlyList<ImageFile> images, GroupOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => network.Processors.Run(() => Of(network, layer, images, options ?? new(), progress, cancellationToken)), cancellationToken);

    static UnitGroups Of(Network network, Layer layer, IReadOnlyList<ImageFile> images, GroupOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (count, examples, seed) = options;
        if (count > layer.Channels) throw new GraphException($"Layer '{layer.Name}' has {layer.Channels} units, which cannot be put into {count} groups; ask for fewer.");
        using var reader = new ActivationReader(network, [layer]);
        var (rows, skipped, read) = (new List<float[]>(), new List<SkippedFile>(), new List<ImageFile>());
        var (each, inner) = (Math.Max(1, MostPositions / images.Count), SampledPositions.Inner(layer.Height, layer.Width));
        var signed = false;
        foreach (var answer in reader.Read(images, progress, cancellationToken))
        {
            if (answer.Skipped is { } reason)
            {
                skipped.Add(new(answer.File.Name, reason));
                continue;
            }

            signed |= IsBelowZero(answer, layer);
            read.Add(answer.File);
            rows.AddRange(SampledPositions.Pick(inner, each, seed, answer.File.Name).Select(position => SampledPositions.At(answer.Layers[0], layer.Channels, position)));
        }

        if (read.Count == 0) throw new GraphException($"None of the {images.Count} image(s) could be read; the first: {skipped[0].Reason}");
        var factors = NonnegativeFactorization.Of([.. rows], count, signed, seed, network.Processors, cancellationToken);
        var shown = Examples(reader.Read(read, cancellationToken: cancellationToken), layer, factors, inner, examples, network.Processors);
        return new(layer, [.. factors.Parts.Select((part, i) => new UnitGroup(i, factors.Shares[i], part, shown[i]))], factors.Explained, read.Count, rows.Count, skipped) { IsSigned = signed };
    }

    static List<GroupExample>[] Examples(IEnumerable<ImageActivations> answers, Layer layer, NonnegativeFactorization factors, int[] inner, int count, Processors processors)
    {
        var (shown, area) = (factors.Parts.Select(_ => new List<GroupExample>()).ToArray(), layer.Height * layer.Width);
        foreach (var answer in answers)
        {
            var strengths = factors.StrengthsOf([.. Enumerable.Range(0, area).Select(position => SampledPositions.At(answer.Layers[0], layer.Channels, position))], processors);
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

    static bool IsBelowZero(ImageActivations answer, Layer layer) => TensorPrimitives.IsFiniteAll<float>(answer.Layers[0]) ? TensorPrimitives.Min<float>(answer.Layers[0]) < 0
        : throw new GraphException($"Layer '{layer.Name}' has activations in '{answer.File.Name}' that are infinite or no numbers, which cannot be put into groups; choose another layer.");
}
