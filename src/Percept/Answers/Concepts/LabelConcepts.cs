using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;

namespace Percept.Answers.Concepts;

/// <summary>The label that a unit tells apart best.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Label">The label, a folder's name.</param>
/// <param name="Auc">The chance that an image of the label drives the unit higher than one of another.</param>
/// <param name="All">The same for every label, in their order.</param>
/// <param name="Serves">For how many labels it is at least <see cref="LabelConcepts.Well"/>.</param>
public sealed record LabelledUnit(int Unit, string Label, double Auc, IReadOnlyList<double> All, int Serves);

/// <summary>A layer's units and the labels they tell apart.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Units">Its units, the best first.</param>
/// <param name="Chance">What the best unit and label come to when labels are dealt at random: the mean of 8 deals.</param>
public sealed record LabelledLayer(Layer Layer, IReadOnlyList<LabelledUnit> Units, double Chance);

/// <summary>Which units tell the user's own labelled folders apart, by the area under the ROC curve of their highest activation in each image.</summary>
/// <param name="Labels">The labels: the first folder of each image's name.</param>
/// <param name="Layers">What each layer's units tell apart.</param>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
public sealed record LabelConcepts(IReadOnlyList<string> Labels, IReadOnlyList<LabelledLayer> Layers, int Images, IReadOnlyList<SkippedFile> Skipped)
{
    /// <summary>From here on a unit is said to serve a label. A convention.</summary>
    public const double Well = 0.9;

    const int Deals = 8;

    /// <summary>Looks at images in labelled folders.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="images">The images; those directly in the folder have no label and are left out.</param>
    /// <param name="options">The seed.</param>
    /// <param name="progress">Receives the share of images read, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    /// <exception cref="GraphException">There are fewer than two labels.</exception>
    public static Task<LabelConcepts> OfAsync(Network network, IReadOnlyList<Layer> layers, IReadOnlyList<ImageFile> images, ConceptOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => network.Processors.Run(() => Of(network, layers, images, (options ?? new()).Seed, progress, cancellationToken)), cancellationToken);

    static LabelConcepts Of(Network network, IReadOnlyList<Layer> layers, IReadOnlyList<ImageFile> images, int seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var reader = new ActivationReader(network, layers);
        var (peaks, groups, skipped) = (new List<float[][]>(), new List<string>(), new List<SkippedFile>());
        foreach (var answer in reader.Read([.. images.Where(image => image.Group.Length > 0)], progress, cancellationToken))
        {
            if (answer.Skipped is { } reason) skipped.Add(new(answer.File.Name, reason));
            else
            {
                peaks.Add([.. layers.Select((layer, i) => Peaks(answer.Layers[i], layer.Channels))]);
                groups.Add(answer.File.Group);
            }
        }

        string[] labels = [.. groups.Distinct().Order(StringComparer.Ordinal)];
        if (labels.Length < 2) throw new GraphException($"{(labels.Length == 0 ? "No image lies in a labelled folder" : $"All images have the label '{labels[0]}'")}; put images into at least two folders named as what they show, such as images/cat and images/dog.");
        int[] own = [.. groups.Select(group => Array.IndexOf(labels, group))];
        return new(labels, [.. layers.Select((layer, i) => Of(layer, network.Processors.Select(layer.Channels, unit => Similarity.Ranked([.. peaks.Select(image => image[i][unit])])), labels, own, seed))], own.Length, skipped);
    }

    static LabelledLayer Of(Layer layer, float[][] ranks, string[] labels, int[] own, int seed)
    {
        var units = ranks.Select((ranked, unit) =>
        {
            var all = Auc.OfRanks(ranked, own, labels.Length);
            var best = Enumerable.Range(0, labels.Length).MaxBy(label => all[label]);
            return new LabelledUnit(unit, labels[best], all[best], all, all.Count(area => area >= Well));
        });
        var chance = Enumerable.Range(0, Deals).Average(deal =>
        {
            var dealt = (int[])own.Clone();
            new Random(Seeds.Of(seed, FormattableString.Invariant($"deal {deal}"))).Shuffle(dealt);
            return ranks.Max(ranked => Auc.OfRanks(ranked, dealt, labels.Length).Max());
        });
        return new(layer, [.. units.OrderByDescending(unit => unit.Auc).ThenBy(unit => unit.Unit)], chance);
    }

    static float[] Peaks(float[] activation, int units)
    {
        var area = activation.Length / units;
        return [.. Enumerable.Range(0, units).Select(unit => TensorPrimitives.Max<float>(activation.AsSpan(unit * area, area)))];
    }
}
