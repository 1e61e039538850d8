using System.Numerics.Tensors;
using Percept.Networks;

namespace Percept.Training.Data;

/// <summary>Features of labelled images, computed once: what a head is trained on where the network before it stays as it is.</summary>
/// <remarks>An epoch shows each view of each image once. All are divided by the root mean square of those that are learned from, so that one learning rate suits every network; the head's weights make up for it when they are written.</remarks>
sealed class FeatureBatches : IBatchSource
{
    /// <summary>How many varied views of each image are learned from.</summary>
    const int Views = 3;

    const long MostBytes = 4L << 30;

    readonly float[][] features;
    readonly int[] classes;
    readonly int views;
    readonly BatchSampler? draws;

    FeatureBatches(float[][] features, int[] classes, int views, BatchSampler? draws, float scale)
    {
        (this.features, this.classes, this.views, this.draws, Scale) = (features, classes, views, draws, scale);
        foreach (var feature in features) TensorPrimitives.Divide(feature, scale, feature);
    }

    /// <inheritdoc/>
    public int Count => classes.Length;

    /// <summary>What all features were divided by.</summary>
    internal float Scale { get; }

    /// <summary>Computes the features of images, a network a processor.</summary>
    /// <param name="classifier">A classifier whose head alone is trained.</param>
    /// <param name="train">The images that are learned from.</param>
    /// <param name="heldOut">Those that are judged by.</param>
    /// <param name="device">Where they are computed.</param>
    /// <param name="report">Takes the share that is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="TrainingException">They would not fit into memory.</exception>
    internal static (FeatureBatches Train, FeatureBatches HeldOut) Of(Classifier classifier, Batches train, Batches heldOut, Device device, Action<double> report, CancellationToken cancellationToken)
    {
        var (each, views) = (classifier.FeatureShape.Elements, train.IsVaried ? Views : 1);
        if (each * sizeof(float) * ((train.Count * (long)views) + heldOut.Count) > MostBytes)
            throw new TrainingException($"The features of {train.Count + heldOut.Count} images, {classifier.FeatureShape} each, would take more than {MostBytes >> 30} GiB; train without --freeze, or on fewer images.");
        using var sessions = new SessionPool([("features", classifier.Features(new(), 1))], device);
        var (done, all) = (0, (train.Count * views) + heldOut.Count);
        var learned = Computed(train, views);
        var scale = (float)Math.Sqrt(learned.Average(feature => TensorPrimitives.SumOfSquares(feature) / feature.Length));
        if (!(scale > 0) || !float.IsFinite(scale)) throw new TrainingException($"The network's features '{classifier.Head!.Features}' are {(scale == 0 ? "0" : "no finite numbers")} for all {train.Count} images; check its preprocessing (--range, --mean, --std, --channels).");
        return (new(learned, train.Classes, views, train.Draws, scale), new(Computed(heldOut, 1), heldOut.Classes, 1, null, scale));

        float[][] Computed(Batches images, int views) => [.. sessions.Each(Enumerable.Range(0, images.Count * views), (at, session) =>
        {
            images.View(at / views, at % views, session.Input("images"));
            session.Run();
            report(Interlocked.Increment(ref done) / (double)all);
            return session.Output("features").ToArray();
        }, cancellationToken)];
    }

    /// <inheritdoc/>
    public int StepsPerEpoch(int batch) => draws is null ? (Count + batch - 1) / batch : Math.Max(1, Count * views / batch);

    /// <inheritdoc/>
    public int Fill(int epoch, int step, Span<float> inputs, Span<int> classes)
    {
        var chosen = new (int Image, long Pass)[draws is null ? Math.Min(classes.Length, Count - (step * classes.Length)) : classes.Length];
        if (draws is null) for (var i = 0; i < chosen.Length; i++) chosen[i] = ((step * classes.Length) + i, 0);
        else draws.Fill((((long)epoch * StepsPerEpoch(classes.Length)) + step) * classes.Length, chosen);
        for (var i = 0; i < chosen.Length; i++)
        {
            var feature = features[(chosen[i].Image * views) + (int)(chosen[i].Pass % views)];
            feature.CopyTo(inputs[(i * feature.Length)..]);
            classes[i] = this.classes[chosen[i].Image];
        }

        return chosen.Length;
    }
}
