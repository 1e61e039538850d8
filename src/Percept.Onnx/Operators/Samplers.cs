using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>Operators that read an image between its pixels.</summary>
static class Samplers
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("GridSample") { Infer = node => [[node.X.Shape[0], node.X.Shape[1], .. node[1].Shape.Skip(1).SkipLast(1)]], Rule = Rule.Through(2, n => Sampled(n.X, n[1], n)) },
        new("RoiAlign")
        {
            Infer = node => [[node[1].Shape[0], node.X.Shape[1], node.Int("output_height", or: 1), node.Int("output_width", or: 1)]],
            Rule = Rule.Through(1, RoiAligned),
            Note = "A bin is the mean of samples between pixels; along each axis that multiplies by a matrix, whose rows are tents over the samples. Or it is the largest of the samples' weighted pixels, as ONNX Runtime has it.",
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
        var x = n.Graph.Emit("Gather", [n.X, n[2]]);
        var rows = new RegionSamples(n, 1, n.X.Shape[2], n.Int("output_height", or: 1));
        var columns = new RegionSamples(n, 0, n.X.Shape[3], n.Int("output_width", or: 1));
        return n.Text("mode", or: "avg") == "avg" ? rows.Means().MatMul(x).MatMul(columns.Means().Transposed()) : Largest(x, rows, columns);
    }

    /// <summary>The largest of what the four pixels around any sample of a bin have to it.</summary>
    static Value Largest(Value x, RegionSamples rows, RegionSamples columns)
    {
        Shape all = [x.Shape[0], rows.Bins, rows.Most, columns.Bins, columns.Most];
        Shape flat = [x.Shape[0], x.Shape[1], all.Product(1, 5)];
        var image = x.Reshape([x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]]);
        Value Down(Value value) => value.Reshape([value.Shape[0], rows.Bins, rows.Most, 1, 1]);
        Value Across(Value value) => value.Reshape([value.Shape[0], 1, 1, columns.Bins, columns.Most]);
        var shares = from row in rows.Taps()
                     from column in columns.Taps()
                     let pixels = ((Down(row.Pixel) * x.Shape[3]) + Across(column.Pixel)).Expand(all).Reshape([flat[0], 1, flat[2]]).Cast(ElementType.Int64).Expand(flat)
                     select x.Graph.Emit("GatherElements", [image, pixels], new() { ["axis"] = 2 }) * (Down(row.Weight) * Across(column.Weight)).Reshape([flat[0], 1, flat[2]]);
        var largest = x.Graph.Emit("Max", [.. shares]).Reshape([flat[0], flat[1], .. all.Skip(1)]);
        var counts = (Down(rows.Counts) * Across(columns.Counts)).Reshape([flat[0], 1, .. all.Skip(1)]);
        return (largest + ((counts - 1) * 1e30)).Max([3, 5], keepDims: false);
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

    internal static Value Clipped(Value x, double low, double high) => Ops.Of("Clip", x, x.Scalar(low), x.Scalar(high));

    /// <summary>Mirrored at both bounds as often as it takes.</summary>
    static Value Reflected(Value x, double low, double high)
    {
        var range = high - low;
        if (range <= 0) return x * 0;
        var away = Ops.Of("Abs", x - low);
        var within = away - (Ops.Of("Floor", away * (0.5 / range)) * (2 * range));
        return low + range - Ops.Of("Abs", within - range);
    }
}
