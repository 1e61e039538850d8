using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>Where along one axis a RoiAlign reads the image: for each region, some samples in each of its bins.</summary>
sealed class RegionSamples
{
    const int MostSamples = 1 << 16;

    readonly int size;
    readonly Value at, samples, inside;

    /// <summary>Computes them.</summary>
    /// <param name="n">The RoiAlign.</param>
    /// <param name="axis">1 down the image, 0 across.</param>
    /// <param name="size">The image's pixels along the axis.</param>
    /// <param name="bins">A region's bins along the axis.</param>
    internal RegionSamples(Node n, int axis, int size, int bins)
    {
        (this.size, Bins) = (size, bins);
        var rois = n[1];
        var halves = n.Text("coordinate_transformation_mode", or: "half_pixel") == "half_pixel";
        var ends = (rois * n.Float("spatial_scale", or: 1)) - (halves ? 0.5 : 0);
        var start = ends.Slice(1, axis, axis + 1);
        var extent = ends.Slice(1, axis + 2, axis + 3) - start;
        if (!halves) extent = Ops.Of("Max", extent, extent.Scalar(1));

        // Without a number of samples it is that of the pixels in a bin; as many as any region can have are laid out, and those too many
        // do not count. Regions that the graph computes are taken to be no larger than the image.
        var ratio = n.Int("sampling_ratio");
        Most = ratio > 0 ? ratio : (rois.Constant is { } known ? (int)Math.Ceiling(known.To<double>().Max() * n.Float("spatial_scale", or: 1) / bins) : size / bins) + 1;
        if (Most > MostSamples || bins > MostSamples) throw new GraphException($"{n} has {Most:N0} samples in each of {bins:N0} bins; at most {MostSamples:N0} are laid out.");
        samples = ratio > 0 ? rois.Scalar(ratio) : Ops.Of("Max", Ops.Of("Ceil", extent / bins), rois.Scalar(1));
        if (samples.Shape.Rank > 0) samples = samples.Reshape([rois.Shape[0], 1, 1]);

        Shape each = [rois.Shape[0], 1, 1];
        var sample = Steps(Most, [1, 1, Most]);
        at = start.Reshape(each) + ((Steps(bins, [1, bins, 1]) + ((sample + 0.5) / samples)) * (extent.Reshape(each) / bins));
        inside = Ops.Step(at + 1) * Ops.StepDown(at - size);
        Counts = Ops.StepDown(sample - samples).Expand(at.Shape);
        at = Samplers.Clipped(at, 0, size - 1);
    }

    /// <summary>A region's bins.</summary>
    internal int Bins { get; }

    /// <summary>The most samples that a bin of any region has.</summary>
    internal int Most { get; }

    /// <summary>1 for samples that there are, 0 for those laid out for larger regions: regions x bins x samples.</summary>
    internal Value Counts { get; }

    /// <summary>The pixels before and behind each sample, and how much of them it has; of samples outside the image nothing.</summary>
    internal IEnumerable<(Value Pixel, Value Weight)> Taps()
    {
        var pixel = Ops.Of("Floor", at);
        var rest = at - pixel;
        return [(pixel, (1 - rest) * inside), (Ops.Of("Min", pixel + 1, pixel.Scalar(size - 1)), rest * inside)];
    }

    /// <summary>How much each pixel counts in the mean of a bin's samples: regions x 1 x bins x pixels.</summary>
    internal Value Means()
    {
        Shape apart = [.. at.Shape, 1];
        var tents = Ops.Of("Relu", 1 - Ops.Of("Abs", at.Reshape(apart) - Steps(size, [1, 1, 1, size])));
        var counts = (inside * Counts / samples).Reshape(apart);
        return (tents * counts).Sum([2], keepDims: false).Reshape([at.Shape[0], 1, Bins, size]);
    }

    Value Steps(int count, Shape shape) => samples.Graph.Constant(Tensor.Of(shape, [.. Enumerable.Range(0, count).Select(i => (float)i)]));
}
