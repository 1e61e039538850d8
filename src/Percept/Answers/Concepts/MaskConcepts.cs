using Percept.Answers.Groups;
using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Scheduling;

namespace Percept.Answers.Concepts;

/// <summary>The concept that a unit's thresholded map covers best.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Concept">The concept.</param>
/// <param name="Iou">Intersection over union of the unit's map and the masks, over all images.</param>
/// <param name="All">The same for every concept, in their order.</param>
/// <param name="Threshold">From which activation on the unit counts as firing.</param>
public sealed record MaskedUnit(int Unit, string Concept, double Iou, IReadOnlyList<double> All, float Threshold);

/// <summary>Which concepts the units of a layer cover, by network dissection (Bau et al., 2017): thresholded maps against masks.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Concepts">The concepts: the first folder of each mask's name.</param>
/// <param name="Units">The units, the best first.</param>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Skipped">Files that could not be read or belong to no image, and why.</param>
public sealed record MaskConcepts(Layer Layer, IReadOnlyList<string> Concepts, IReadOnlyList<MaskedUnit> Units, int Images, IReadOnlyList<SkippedFile> Skipped)
{
    /// <summary>From here on Bau et al. call a unit a detector of the concept. A convention.</summary>
    public const double Detector = 0.04;

    const int MostSamples = 100_000, LargestSide = 112;

    /// <summary>Compares a layer's maps with masks.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="images">The images.</param>
    /// <param name="masks">The folder of masks; an image without one for a concept does not show it.</param>
    /// <param name="options">The share of positions at which a unit counts as firing, and the seed.</param>
    /// <param name="progress">Receives the share of images read, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    /// <exception cref="GraphException">No mask belongs to an image.</exception>
    public static Task<MaskConcepts> OfAsync(Network network, Layer layer, IReadOnlyList<ImageFile> images, string masks, ConceptOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => network.Processors.Run(() => Of(network, layer, images, masks, options ?? new(), progress, cancellationToken)), cancellationToken);

    static MaskConcepts Of(Network network, Layer layer, IReadOnlyList<ImageFile> images, string masks, ConceptOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (seed, firing) = options;
        var folder = new MaskFolder(masks, images);
        using var reader = new ActivationReader(network, [layer]);
        var skipped = folder.Strays.Select(stray => new SkippedFile(stray, "it is the mask of no image")).ToList();
        var (samples, read) = (new List<float[]>(), new List<ImageFile>());
        var each = Math.Max(1, MostSamples / images.Count);
        foreach (var answer in reader.Read(images, progress, cancellationToken))
        {
            if (answer.Skipped is { } reason)
            {
                skipped.Add(new(answer.File.Name, reason));
                continue;
            }

            read.Add(answer.File);
            samples.AddRange(SampledPositions.Pick(Enumerable.Range(0, layer.Height * layer.Width), each, seed, answer.File.Name).Select(position => SampledPositions.At(answer.Layers[0], layer.Channels, position)));
        }

        if (read.Count == 0) throw new GraphException($"None of the {images.Count} image(s) could be read.");
        float[] thresholds = [.. Enumerable.Range(0, layer.Channels).Select(unit => Threshold([.. samples.Select(sample => sample[unit])], firing))];
        var counts = new Overlaps(layer.Channels, folder.Concepts.Count, network.Processors);
        var (height, width) = (Math.Min(network.Preprocessing.Height, LargestSide), Math.Min(network.Preprocessing.Width, LargestSide));
        foreach (var answer in reader.Read(read, cancellationToken: cancellationToken))
        {
            bool[]?[] shown = [.. folder.Concepts.Select(concept => folder.Of(answer.File, concept, network.Preprocessing, height, width))];
            counts.Add(answer.Layers[0], layer, thresholds, shown, height, width);
        }

        return new(layer, folder.Concepts, [.. Enumerable.Range(0, layer.Channels).Select(unit => Best(unit, counts.Of(unit), folder.Concepts, thresholds[unit])).OrderByDescending(unit => unit.Iou).ThenBy(unit => unit.Unit)], read.Count, skipped);
    }

    static MaskedUnit Best(int unit, double[] all, IReadOnlyList<string> concepts, float threshold)
    {
        var best = Enumerable.Range(0, all.Length).MaxBy(concept => all[concept]);
        return new(unit, concepts[best], all[best], all, threshold);
    }

    /// <summary>What a share of the numbers lies above.</summary>
    internal static float Threshold(float[] numbers, double share)
    {
        Array.Sort(numbers);
        return numbers[Math.Clamp((int)Math.Ceiling((1 - share) * numbers.Length) - 1, 0, numbers.Length - 1)];
    }

    /// <summary>How many pixels units and concepts have in common, and how many each has.</summary>
    sealed class Overlaps(int units, int concepts, Processors processors)
    {
        readonly long[] firing = new long[units], shown = new long[concepts];
        readonly long[,] both = new long[units, concepts];

        internal void Add(float[] activation, Layer layer, float[] thresholds, bool[]?[] masks, int height, int width)
        {
            var area = layer.Height * layer.Width;
            for (var concept = 0; concept < concepts; concept++) shown[concept] += masks[concept]?.Count(white => white) ?? 0;
            processors.ForEach(units, unit =>
            {
                var map = Grids.Enlarge(activation.AsSpan(unit * area, area), layer.Height, layer.Width, height, width);
                for (var i = 0; i < map.Length; i++)
                {
                    if (!(map[i] > thresholds[unit])) continue;
                    firing[unit]++;
                    for (var concept = 0; concept < concepts; concept++)
                        if (masks[concept] is { } mask && mask[i]) both[unit, concept]++;
                }
            });
        }

        internal double[] Of(int unit) => [.. Enumerable.Range(0, concepts).Select(concept => firing[unit] + shown[concept] - both[unit, concept] is > 0 and var union ? (double)both[unit, concept] / union : 0)];
    }
}
