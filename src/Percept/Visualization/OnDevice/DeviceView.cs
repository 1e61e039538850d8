using Percept.Numerics;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.OnDevice;

/// <summary>The views that <see cref="RandomView"/> draws, with their adjoint, as a graph: each image of a batch through an affine map of its own, bilinearly.</summary>
/// <remarks>
/// The gradient of GridSample adds to pixels in an order that a GPU does not keep. Here each pixel collects from the few places of the view that
/// read it, found by the inverse map, so that the same numbers give the same bytes.
/// </remarks>
sealed class DeviceView
{
    /// <summary>How many numbers say one view: a map and its inverse, columns before rows.</summary>
    internal const int Numbers = 12;

    /// <summary>Of half a side: places on the border itself are not beyond it for rounding.</summary>
    const double Rounding = 1e-6;

    readonly int height, width, rows, columns, taps, first;
    readonly float? beyond;

    /// <param name="transforms">What is drawn.</param>
    /// <param name="bounds">Their bounds.</param>
    /// <param name="height">The images' rows.</param>
    /// <param name="width">The images' columns.</param>
    internal DeviceView(IReadOnlyList<Transform> transforms, ViewBounds bounds, int height, int width)
    {
        (this.height, this.width) = (height, width);
        beyond = transforms.OfType<Pad>().LastOrDefault() is { } pad ? (float)pad.Brightness : null;
        (rows, columns) = beyond is null ? bounds.Beyond : (0, 0);
        first = 1 - (int)Math.Ceiling(bounds.Enlargement);
        taps = 2 - (2 * first);
    }

    /// <summary>Whether such views of images of that size can be said: none lies beyond the image's mirror image.</summary>
    internal static bool Fits(ViewBounds bounds, int height, int width) => bounds.Beyond.Rows < height && bounds.Beyond.Columns < width;

    /// <summary>Writes a map from places in the view to places in the image, both in pixels from the middle, and its inverse.</summary>
    internal static void Write(Affine map, Span<float> numbers)
    {
        var determinant = (map.Yy * map.Xx) - (map.Yx * map.Xy);
        var (xx, xy, yx, yy) = (map.Yy / determinant, -map.Xy / determinant, -map.Yx / determinant, map.Xx / determinant);
        ReadOnlySpan<double> all =
        [
            map.Xx, map.Xy, map.X0, map.Yx, map.Yy, map.Y0,
            xx, xy, -((xx * map.X0) + (xy * map.Y0)), yx, yy, -((yx * map.X0) + (yy * map.Y0)),
        ];
        for (var i = 0; i < Numbers; i++) numbers[i] = (float)all[i];
    }

    /// <summary>The views of images.</summary>
    /// <param name="image">Batch x channels x height x width.</param>
    /// <param name="numbers">For each image the <see cref="Numbers"/> of its view.</param>
    internal Value Forward(Value image, Value numbers)
    {
        var grid = Grid(numbers);
        var view = Sampled(Extended(image), grid.Transpose(0, 2, 1).Reshape([image.Shape[0], height, width, 2]), "bilinear");
        return beyond is { } brightness ? view + ((Inside(grid) - 1) * (view - brightness)) : view;
    }

    /// <summary>The images' gradient, given their views'.</summary>
    internal Value Adjoint(Value image, Value dView, Value numbers)
    {
        var (graph, batch) = (dView.Graph, image.Shape[0]);
        if (beyond is not null) dView *= Inside(Grid(numbers));

        // For each pixel the view's place that shows it, and the whole places around that.
        var places = Map(numbers, inverse: true).MatMul(graph.Constant(Places(height + (2 * rows), width + (2 * columns)))) + Pair((width - 1) / 2.0, (height - 1) / 2.0);
        var corners = graph.Emit("Floor", [places]);
        var pixels = places.Shape[2];
        var offsets = graph.Constant(Tensor.Of([1, 2, taps * taps, 1], [.. Enumerable.Range(0, taps * taps).Select(tap => (float)(first + (tap % taps))), .. Enumerable.Range(0, taps * taps).Select(tap => (float)(first + (tap / taps)))]));
        var distances = Map(numbers).Slice(2, 0, 2).MatMul((offsets - Apart(places - corners)).Reshape([batch, 2, taps * taps * pixels]));
        var tents = graph.Emit("Relu", [1 - graph.Emit("Abs", [distances])]).Reshape([batch, 2, taps * taps, pixels]);

        var grid = ((Apart(corners) + offsets).Reshape([batch, 2, taps * taps * pixels]) * Pair(2.0 / (width - 1), 2.0 / (height - 1))) - 1;
        var read = Sampled(dView, grid.Transpose(0, 2, 1).Reshape([batch, taps * taps, pixels, 2]), "nearest");
        var dExtended = (read * (tents.Slice(1, 0, 1) * tents.Slice(1, 1, 2))).Sum([2], keepDims: false).Reshape([batch, image.Shape[1], height + (2 * rows), width + (2 * columns)]);
        return Gradient.Of(Extended(image), [image], dY: dExtended)[0];

        Value Apart(Value value) => value.Reshape([batch, 2, 1, pixels]);

        Value Pair(double x, double y) => graph.Constant(Tensor.Of([1, 2, 1], (float)x, (float)y));
    }

    /// <summary>The image with as much of its mirror image as views may show.</summary>
    Value Extended(Value image) => (rows, columns) == (0, 0) ? image
        : image.Graph.Emit("Pad", [image, image.Vector([0, 0, rows, columns, 0, 0, rows, columns])], new() { ["mode"] = "reflect" });

    /// <summary>For each place of a view, the place in the extended image as GridSample counts it, from −1 to 1: batch x 2 x places.</summary>
    Value Grid(Value numbers) => Map(numbers).MatMul(numbers.Graph.Constant(Places(height, width)))
        * numbers.Graph.Constant(Tensor.Of([1, 2, 1], 2f / (width - 1 + (2 * columns)), 2f / (height - 1 + (2 * rows))));

    /// <summary>1 where a view shows the image, 0 where it shows what lies beyond: batch x 1 x height x width.</summary>
    Value Inside(Value grid) => grid.Graph.Emit("LessOrEqual", [grid.Graph.Emit("Abs", [grid]).Max([1]), grid.Scalar(1 + Rounding)])
        .Cast(ElementType.Float32).Reshape([grid.Shape[0], 1, height, width]);

    static Value Map(Value numbers, bool inverse = false) => numbers.Slice(1, inverse ? Numbers / 2 : 0, inverse ? Numbers : Numbers / 2).Reshape([numbers.Shape[0], 2, 3]);

    static Value Sampled(Value image, Value grid, string mode) =>
        image.Graph.Emit("GridSample", [image, grid], new() { ["align_corners"] = 1, ["mode"] = mode, ["padding_mode"] = mode == "nearest" ? "zeros" : "border" });

    /// <summary>All places of a grid in pixels from its middle, column and row, and a one.</summary>
    static Tensor Places(int height, int width)
    {
        var all = Enumerable.Range(0, height * width);
        return Tensor.Of([3, height * width], [.. all.Select(i => (i % width) - ((width - 1) / 2f)), .. all.Select(i => (i / width) - ((height - 1) / 2f)), .. all.Select(_ => 1f)]);
    }
}
