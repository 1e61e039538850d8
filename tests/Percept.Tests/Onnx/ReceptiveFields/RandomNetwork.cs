using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.ReceptiveFields;

/// <summary>Small networks in which no path can cancel another: a number a layer, so that what fails shrinks to a few layers.</summary>
static class RandomNetwork
{
    const int MostElements = 3000;

    /// <param name="image">The input.</param>
    /// <param name="layers">A number a layer.</param>
    /// <param name="cut">Whether layers may run rows together and cut them elsewhere, of which only bounds are known.</param>
    internal static Value Build(Value image, IEnumerable<int> layers, bool cut)
    {
        Func<Value, Random, Value>[] kinds = cut ? [.. exact, Cut, Cut, Cut, Cut] : exact;
        foreach (var (place, seed) in layers.Index())
        {
            var random = new Random((1009 * seed) + place);
            try
            {
                var next = kinds[random.Next(kinds.Length)](image, random);
                if (next.Shape.Elements is > 0 and < MostElements && next.Shape.Rank == 4) image = next;
            }
            catch (GraphException)
            {
                // This layer does not fit what lies before it.
            }
        }

        return image;
    }

    static readonly Func<Value, Random, Value>[] exact =
    [
        Conv, Conv, Conv, Pool, Pool, Transposed, Residual, Dense, Shuffled, Resized, Resized, Padded, Sliced, SplitApart, Blocks, Rotated, Picked, Repeated, Pooled, Product, Summed,
    ];

    static Value Conv(Value x, Random random)
    {
        var group = x.Shape[1] % 2 == 0 ? random.Next(1, 3) : 1;
        return x.Conv(2 * random.Next(1, 3), Pair(random, 1, 4), Pair(random, 1, 4), [.. Pair(random, 0, 3), .. Pair(random, 0, 3)], Pair(random, 1, 3), group).Relu();
    }

    static Value Pool(Value x, Random random)
    {
        var (kernel, strides, ceil) = (Pair(random, 2, 4), Pair(random, 1, 4), random.Next(2) == 0);
        // Runtimes differ on whether a window may begin in the padding after the image.
        var after = ceil ? [0, 0] : Pair(random, 0, 2);
        if (ceil) strides = [Math.Min(strides[0], kernel[0]), Math.Min(strides[1], kernel[1])];
        return x.Pool(random.Next(2) == 0 ? "MaxPool" : "AveragePool", kernel, strides, [.. Pair(random, 0, 2), .. after], ceil);
    }

    static Value Transposed(Value x, Random random) => x.Graph.Emit("ConvTranspose", [x, Layers.Positive(x.Graph, [x.Shape[1], 2, .. Pair(random, 1, 4)])], new()
    {
        ["strides"] = Pair(random, 1, 4),
        ["dilations"] = Pair(random, 1, 3),
        ["pads"] = (int[])[.. Pair(random, 0, 2), .. Pair(random, 0, 2)],
    });

    static Value Residual(Value x, Random random) => x + x.Conv(x.Shape[1], 3, dilation: random.Next(1, 3)).Relu();

    static Value Dense(Value x, Random random) => Layers.Concat(x.Conv(1, 3), x, x.Conv(2, 1 + (2 * random.Next(3))));

    static Value Shuffled(Value x, Random random) => x.Reshape([1, 2, x.Shape[1] / 2, x.Shape[2], x.Shape[3]]).Transpose(0, 2, 1, 3, 4).Reshape(x.Shape);

    static Value Resized(Value x, Random random)
    {
        var mode = Any(random, "nearest", "linear", "cubic");
        float[] scales = [1, 1, Any(random, 0.5f, 0.75f, 1, 1.5f, 2, 3), Any(random, 0.5f, 0.75f, 1, 1.5f, 2, 3)];
        return x.Graph.Emit("Resize", [x, null, x.Graph.Constant(Tensor.Of([4], scales))], new()
        {
            ["mode"] = mode,
            ["coordinate_transformation_mode"] = Any(random, "half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"),
            ["nearest_mode"] = Any(random, "round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
        });
    }

    /// <remarks>Not with zeros, which the runtime would move into a pool behind it and then refuse as too wide.</remarks>
    static Value Padded(Value x, Random random) => x.Graph.Emit(
        "Pad", [x, x.Graph.Constant(Tensor.Of(0, 0, random.Next(3), random.Next(3), 0, 0, random.Next(3), random.Next(3))), x.Scalar(0.5)],
        new() { ["mode"] = Any(random, "constant", x.Shape.Skip(2).Min() > 1 ? "reflect" : "edge", "edge") });

    static Value Sliced(Value x, Random random) => random.Next(2) == 0
        ? x.Slice([2, 3], [random.Next(2), random.Next(3)], [x.Shape[2] - random.Next(2), x.Shape[3]], [random.Next(1, 3), random.Next(1, 3)])
        : x.Slice([2, 1], [-1, random.Next(2)], [int.MinValue, x.Shape[1]], [-random.Next(1, 3), 1]);

    static Value SplitApart(Value x, Random random)
    {
        if (x.Shape[1] == 1) return x;
        var parts = x.Graph.EmitAll("Split", [x], new() { ["axis"] = 1, ["num_outputs"] = 2 }, outputs: 2);
        return Layers.Concat(parts[1].Conv(1, 3), parts[0]);
    }

    static Value Blocks(Value x, Random random) =>
        random.Next(2) == 0 ? x.Graph.Emit("SpaceToDepth", [x], new() { ["blocksize"] = 2 })
        : x.Graph.Emit("DepthToSpace", [x], new() { ["blocksize"] = 2, ["mode"] = Any(random, "DCR", "CRD") });

    static Value Rotated(Value x, Random random) => random.Next(2) == 0 ? x.Transpose(0, 1, 3, 2) : x.Transpose(0, 2, 3, 1).Slice(1, 1, x.Shape[2]).Transpose(0, 3, 1, 2);

    static Value Cut(Value x, Random random) =>
        x.Reshape([1, x.Shape[1], x.Shape[2] * x.Shape[3]]).Slice(2, 0, x.Shape[2] * x.Shape[3] / 2 * 2).Reshape([1, x.Shape[1], 2, x.Shape[2] * x.Shape[3] / 2]);

    static Value Picked(Value x, Random random) => x.Graph.Emit(
        "Gather", [x, x.Graph.Constant(Tensor.Of(random.Next(x.Shape[2]), -1, random.Next(x.Shape[2])))], new() { ["axis"] = 2 });

    static Value Repeated(Value x, Random random) => x.Graph.Emit("Tile", [x, x.Graph.Constant(Tensor.Of(1, 1, random.Next(1, 3), random.Next(1, 3)))]);

    static Value Pooled(Value x, Random random) => x + x.GlobalPool().Conv(x.Shape[1], 1);

    static Value Product(Value x, Random random) => x.MatMul(Layers.Positive(x.Graph, [x.Shape[3], random.Next(1, 4)]));

    static Value Summed(Value x, Random random) => x.Sum([random.Next(1, 4)]);

    static int[] Pair(Random random, int from, int to) => [random.Next(from, to), random.Next(from, to)];

    static T Any<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
