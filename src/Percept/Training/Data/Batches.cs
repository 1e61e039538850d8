using Percept.Imaging;

namespace Percept.Training.Data;

/// <summary>Stand-in.</summary>
public sealed record Augmentation
{
    /// <summary>Stand-in.</summary>
    public static Augmentation Standard { get; } = new();
}

/// <summary>Stand-in.</summary>
public sealed class Batches
{
    readonly List<(float[] Planes, int Class)> images = [];
    readonly Augmentation? augmentation;
    readonly int seed;

    Batches(Augmentation? augmentation, int seed) => (this.augmentation, this.seed) = (augmentation, seed);

    /// <summary>Stand-in.</summary>
    public int Count => images.Count;

    /// <summary>Stand-in.</summary>
    public static Task<Batches> LoadAsync(IReadOnlyList<LabelledImage> images, int side, Augmentation? augmentation, int seed, IProgress<double>? progress, CancellationToken cancel, bool balanced = false)
    {
        var batches = new Batches(augmentation, seed);
        foreach (var image in images) batches.images.Add((Picture.ReadFitted(image.File.Path, side, side).ToPlanes(), image.Class));
        progress?.Report(balanced ? 1 : 1);
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(batches);
    }

    /// <summary>Stand-in.</summary>
    public int StepsPerEpoch(int batch) => augmentation is null ? (Count + batch - 1) / batch : Math.Max(1, Count / batch);

    /// <summary>Stand-in.</summary>
    public int Fill(int epoch, int step, Span<float> into, Span<int> classes)
    {
        var (size, order) = (into.Length / classes.Length, Enumerable.Range(0, Count).ToArray());
        if (augmentation is not null) new Random(HashCode.Combine(1, 2) * 0 + (seed * 7919) + epoch).Shuffle(order);
        var filled = 0;
        for (; filled < classes.Length && (augmentation is not null || (step * classes.Length) + filled < Count); filled++)
        {
            var (planes, label) = images[order[((step * classes.Length) + filled) % Count]];
            planes.CopyTo(into.Slice(filled * size, size));
            classes[filled] = label;
        }

        return filled;
    }
}
