using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Networks;

/// <summary>How many of the image's pixels each tensor of a network has one position for: 1 at the image, 4 behind a stride of 2, 0 where positions are gone, as behind a global pooling.</summary>
/// <remarks>Read from strides rather than sizes, so that it is the same at every size of the image and does not count the rows that a convolution without padding cuts off.</remarks>
sealed class LayerScales
{
    readonly Dictionary<Value, double> scales = [];
    readonly Value image;

    /// <summary>Computes them.</summary>
    /// <param name="image">What the network looks at.</param>
    /// <param name="nodes">The nodes that depend on it, in the order they can run in.</param>
    internal LayerScales(Value image, IEnumerable<Node> nodes)
    {
        (this.image, scales[image]) = (image, 1);
        foreach (var node in nodes)
        {
            var scale = After(node, node.Inputs.OfType<Value>().Max(input => scales.GetValueOrDefault(input)));
            foreach (var output in node.Outputs) scales[output] = scale;
        }
    }

    /// <summary>The pixels a position.</summary>
    internal double this[Value value] => scales.GetValueOrDefault(value);

    /// <summary>Whether two are the same, but for what a resizing to an odd size makes of it.</summary>
    internal static bool AreAlike(double a, double b) => a == b || (a > 0 && b > 0 && Math.Abs(Math.Log(a / b)) < Math.Log(1.5));

    double After(Node node, double before)
    {
        if (!node.Y.HasShape || !node.X.HasShape) return before;
        var (x, y) = (node.X.Shape, node.Y.Shape);
        if (before == 0) return y.Rank == 4 && y[2] * y[3] > 1 && x.Rank == 2 ? (double)image.Shape.Elements / image.Shape[0] / image.Shape[1] / (y[2] * y[3]) : 0;
        return node.Operator switch
        {
            _ when Catalogue.Is(node.Operator, Traits.Global) => 0,
            "AveragePool" when y.Rank == 4 && y[2] * y[3] == 1 && x[2] * x[3] > 1 => 0,
            _ when Catalogue.Is(node.Operator, Traits.Windowed | Traits.Upsampling) => before / Product(node.Attributes.Ints("strides")),
            _ when Catalogue.Is(node.Operator, Traits.Windowed) => before * Product(node.Attributes.Ints("strides")),
            "Resize" when y.Rank == 4 => before * x[2] * x[3] / (y[2] * y[3]),
            "SpaceToDepth" => before * node.Int("blocksize", 1) * node.Int("blocksize", 1),
            "DepthToSpace" => before / (node.Int("blocksize", 1) * node.Int("blocksize", 1)),
            "Slice" when node.Optional(4)?.Constant is { } steps => before * Product(steps.ToInts()),
            _ when Catalogue.Is(node.Operator, Traits.Reducing) => node.Optional(1)?.Constant?.ToInts() is [var axis] && (x.Rank != 3 || axis is not (1 or -2)) ? before : 0,
            _ => y.Rank <= 2 && x.Rank > 2 && y[0] == image.Shape[0] ? 0 : before,
        };
    }

    static double Product(IEnumerable<int>? numbers) => numbers?.Aggregate(1.0, (product, number) => product * Math.Abs(number)) ?? 1;
}
