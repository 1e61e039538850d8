using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>Operators that read an image between its pixels.</summary>
static class Sampling
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("GridSample") { Infer = node => [[node.X.Shape[0], node.X.Shape[1], .. node[1].Shape.Skip(1).SkipLast(1)]], Rule = Rule.Through(2, n => Sampled(n.X, n[1], n)) },
        new("RoiAlign")
        {
            Infer = node => [[node[1].Shape[0], node.X.Shape[1], node.Int("output_height", or: 1), node.Int("output_width", or: 1)]],
            Rule = Rule.Through(1, RoiAligned),
            Note = "A bin is the mean of samples between pixels; along each axis that multiplies by a matrix, whose rows are tents over the samples.",
        },
        new("AffineGrid")
        {
            Infer = node => [node[1].Constant?.ToInts() is { Length: > 2 } sizes ? [sizes[0], .. sizes[2..], sizes.Length - 2] : null],
            Rule = Rule.Through(1, AffineGrid),
            Note = "Every place of a regular grid, times theta.",
        },
    ];

    static Value AffineGrid(Node n)
    {
        int[] sizes = [.. n.Y.Shape.Skip(1).SkipLast(1)];
        var corners = n.Flag("align_corners");
        var places = new List<float>();
        for (var place = 0; place < sizes.Aggregate(1, (product, size) => product * size); place++)
        {
            var rest = place;
            var at = new float[sizes.Length + 1];
            at[^1] = 1;
            for (var axis = sizes.Length - 1; axis >= 0; rest /= sizes[axis--])
                at[sizes.Length - 1 - axis] = corners ? (2f * (rest % sizes[axis]) / Math.Max(sizes[axis] - 1, 1)) - 1 : (((2f * (rest % sizes[axis])) + 1) / sizes[axis]) - 1;
            places.AddRange(at);
        }

        var grid = n.Graph.Constant(Tensor.Of([1, places.Count / (sizes.Length + 1), sizes.Length + 1], [.. places]), "grid");
        return grid.MatMul(n.X.Transposed()).Reshape(n.Y.Shape);
    }

    static Value RoiAligned(Node n)
    {
        if (n.Text("mode", or: "avg") != "avg") throw new GraphException($"{n} takes the maximum of its samples, which has no gradient rule; their average has one.");
        var (x, rois) = (n.Graph.Emit("Gather", [n.X, n[2]]), n[1]);
        var rows = Bins(n, rois, 1, n.X.Shape[2], n.Int("output_height", or: 1));
        var columns = Bins(n, rois, 0, n.X.Shape[3], n.Int("output_width", or: 1));
        return rows.MatMul(x).MatMul(columns.Transposed());
    }

    /// <summary>The places that a grid names, read between pixels.</summary>
    static Value Sampled(Value x, Value grid, Node n)
    {
        var (rank, corners, outside) = (x.Shape.Rank - 2, n.Flag("align_corners"), n.Text("padding_mode", or: "zeros"));
        var places = grid.Shape.Product(1, grid.Shape.Rank - 1);
        var flat = grid.Reshape([grid.Shape[0], places, rank]);
        var mode = n.Text("mode", or: "bilinear");

        // For all taps: which pixel, as one number, and with which weight.
        var taps = new List<(Value Pixel, Value Weight)> { (grid.Scalar(0), grid.Scalar(1)) };
        for (var axis = 0; axis < rank; axis++)
        {
            var size = x.Shape[axis + 2];
            var (low, high) = corners ? (0, size - 1.0) : (-0.5, size - 0.5);
            var at = flat.Slice(2, rank - 1 - axis, rank - axis).Reshape([grid.Shape[0], places]);
            at = corners ? (at + 1) * ((size - 1) / 2.0) : ((at + 1) * (size / 2.0)) - 0.5;
            if (mode == "nearest") at = Ops.Of("Round", at);
            if (outside == "border" && mode is not ("bicubic" or "cubic")) at = Clipped(at, 0, size - 1);
            if (outside == "reflection") at = Reflected(at, low, high);
            var along = Along(at, mode).Select(tap => Inside(tap.Pixel, tap.Weight, size, low, high)).ToArray();
            taps = [.. taps.SelectMany(tap => along.Select(next => ((tap.Pixel * size) + next.Pixel, tap.Weight * next.Weight)))];
        }

        Value Joined(IEnumerable<Value> parts) => x.Graph.Emit("Concat", [.. parts.Select(part => part.Expand([grid.Shape[0], places]))], new() { ["axis"] = 1 }).Reshape([grid.Shape[0], 1, taps.Count * places]);
        Shape wide = [x.Shape[0], x.Shape[1], taps.Count * places];
        var pixels = Joined(taps.Select(tap => tap.Pixel)).Cast(ElementType.Int64).Expand(wide);
        var seen = x.Graph.Emit("GatherElements", [x.Reshape([x.Shape[0], x.Shape[1], x.Shape.Product(2, x.Shape.Rank)]), pixels], new() { ["axis"] = 2 });
        return (seen * Joined(taps.Select(tap => tap.Weight))).Reshape([x.Shape[0], x.Shape[1], taps.Count, places]).Sum([2], keepDims: false).Reshape(n.Y.Shape);

        (Value Pixel, Value Weight) Inside(Value pixel, Value weight, int size, double low, double high) => outside switch
        {
            "zeros" => (Clipped(pixel, 0, size - 1), weight * Ops.Step(pixel + 0.5) * Ops.StepDown(pixel - (size - 0.5))),
            "reflection" => (Clipped(Ops.Of("Round", Reflected(pixel, low, high)), 0, size - 1), weight),
            _ => (Clipped(pixel, 0, size - 1), weight),
        };
    }

    static IEnumerable<(Value Pixel, Value Weight)> Along(Value at, string mode)
    {
        if (mode == "nearest") return [(at, at.Scalar(1))];
        var pixel = Ops.Of("Floor", at);
        var rest = at - pixel;
        if (mode is "bilinear" or "linear") return [(pixel, 1 - rest), (pixel + 1, rest)];
        const double a = -0.75;
        Value Near(Value d) => ((((a + 2) * d) - (a + 3)) * d * d) + 1;
        Value Far(Value d) => (((((a * d) - (5 * a)) * d) + (8 * a)) * d) - (4 * a);
        return [(pixel - 1, Far(1 + rest)), (pixel, Near(rest)), (pixel + 1, Near(1 - rest)), (pixel + 2, Far(2 - rest))];
    }

    static Value Clipped(Value x, double low, double high) => Ops.Of("Clip", x, x.Scalar(low), x.Scalar(high));

    /// <summary>Mirrored at both bounds as often as it takes.</summary>
    static Value Reflected(Value x, double low, double high)
    {
        var range = high - low;
        if (range <= 0) return x * 0;
        var away = Ops.Of("Abs", x - low);
        var within = away - (Ops.Of("Floor", away * (0.5 / range)) * (2 * range));
        return low + range - Ops.Of("Abs", within - range);
    }

    /// <summary>For each region and bin, how much each pixel of an axis counts.</summary>
    static Value Bins(Node n, Value rois, int axis, int size, int bins)
    {
        var halves = n.Text("coordinate_transformation_mode", or: "half_pixel") == "half_pixel";
        var ends = (rois * n.Float("spatial_scale", or: 1)) - (halves ? 0.5 : 0);
        var start = ends.Slice(1, axis, axis + 1);
        var extent = ends.Slice(1, axis + 2, axis + 3) - start;
        if (!halves) extent = Ops.Of("Max", extent, extent.Scalar(1));

        // Without a number of samples it is that of the pixels in a bin; as many as any region can have are laid out, and those too many
        // do not count. Regions that the graph computes are taken to be no larger than the image.
        var ratio = n.Int("sampling_ratio");
        var most = ratio > 0 ? ratio : (rois.Constant is { } known ? (int)Math.Ceiling(known.To<double>().Max() * n.Float("spatial_scale", or: 1) / bins) : size / bins) + 1;
        var samples = ratio > 0 ? rois.Scalar(ratio) : Ops.Of("Max", Ops.Of("Ceil", extent / bins), rois.Scalar(1));
        Value Steps(int count, Shape shape) => n.Graph.Constant(Tensor.Of([count], [.. Enumerable.Range(0, count).Select(i => (float)i)])).Reshape(shape);

        Shape each = [rois.Shape[0], 1, 1, 1];
        if (samples.Shape.Rank > 0) samples = samples.Reshape(each);
        var (bin, sample, pixel) = (Steps(bins, [1, bins, 1, 1]), Steps(most, [1, 1, most, 1]), Steps(size, [1, 1, 1, size]));
        var at = start.Reshape(each) + ((bin + ((sample + 0.5) / samples)) * (extent.Reshape(each) / bins));
        var counts = Ops.Step(at + 1) * Ops.StepDown(at - size) * Ops.StepDown(sample - samples) / samples;
        var tents = Ops.Of("Relu", 1 - Ops.Of("Abs", Clipped(at, 0, size - 1) - pixel));
        return (tents * counts).Sum([2], keepDims: false).Reshape([rois.Shape[0], 1, bins, size]);
    }
}
