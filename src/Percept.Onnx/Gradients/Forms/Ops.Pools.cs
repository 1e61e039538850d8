using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

static partial class Ops
{
    /// <summary>Each element repeated to a tile of these sizes.</summary>
    internal static Value Repeat(Value x, int[] tile) => x.Graph.Emit("Resize", [x, null, x.Graph.Constant(Tensor.Of([tile.Length + 2], [1f, 1f, .. tile]))], new()
    {
        ["mode"] = "nearest",
        ["coordinate_transformation_mode"] = "asymmetric",
        ["nearest_mode"] = "floor",
    });

    /// <summary>The sum of each tile of these sizes.</summary>
    internal static Value SumTiles(Value x, int[] tile) =>
        x.Graph.Emit("AveragePool", [x], new() { ["kernel_shape"] = tile, ["strides"] = tile }) * tile.Aggregate((product, size) => product * size);

    /// <summary>dY shared among the elements of a mask, which are the ones that tied along some axes.</summary>
    internal static Value Share(Value dY, Value mask, int[] axes) => dY / mask.Sum(axes) * mask;

    /// <summary>The adjoint of a maximum over tiles: each element that equals it has its share.</summary>
    internal static Value MaxTilesAdjoint(Value x, Value y, Value dY, int[] tile)
    {
        var mask = AtTop(x - Repeat(y, tile));
        return Repeat(dY / SumTiles(mask, tile), tile) * mask;
    }

    /// <summary>The adjoint of any maximum pool: dY added, plane by plane, where a second pool says that each maximum came from.</summary>
    /// <remarks>Indices are slow in many runtimes: the forward pass has none. Planes are added to side by side, and one line of all indices would not be.</remarks>
    internal static Value MaxPoolAdjoint(Node pool, Value dY)
    {
        var (graph, x) = (pool.Graph, pool.X.Shape);
        var (planes, size) = (x[0] * x[1], x.Product(2, x.Rank));
        var indices = graph.EmitAll("MaxPool", [pool.X], pool.Attributes.Without("storage_order"), outputs: 2)[1];
        Shape flat = [planes, dY.Shape.Product(2, dY.Shape.Rank)];
        var starts = graph.Constant(Tensor.Of([planes, 1], [.. Enumerable.Range(0, planes).Select(plane => (long)plane * size)]), "plane");
        var sum = ScatterAdd(Zeros(dY, [planes, size]), indices.Reshape(flat) - starts, dY.Reshape(flat), axis: 1);
        return sum.Reshape(x);
    }

    /// <summary>Elements added to those of another tensor, each at its index along an axis.</summary>
    internal static Value ScatterAdd(Value into, Value indices, Value updates, int axis) =>
        into.Graph.Emit("ScatterElements", [into, indices, updates], new() { ["axis"] = axis, ["reduction"] = "add" });

    /// <summary>dY divided by how many elements each window averages.</summary>
    internal static Value Averaged(Value dY, Window window, Shape x, bool padsCount)
    {
        var counts = Enumerable.Range(0, window.Rank).Select(axis => Enumerable.Range(0, dY.Shape[axis + 2]).Select(place =>
        {
            var (start, size) = ((place * window.Strides[axis]) - window.Before[axis], x[axis + 2]);
            var taps = Enumerable.Range(0, window.Kernel[axis]).Select(tap => start + (tap * window.Dilations[axis]));
            return padsCount ? taps.Count(at => at < size + window.After[axis]) : taps.Count(at => at >= 0 && at < size);
        }).ToArray()).ToArray();

        if (counts.All(axis => axis.All(count => count == axis[0]))) return dY * (1.0 / counts.Aggregate(1, (product, axis) => product * axis[0]));
        var share = Shape.Indices([.. counts.Select(axis => axis.Length)]).Select(place => 1.0 / place.Select((at, axis) => counts[axis][at]).Aggregate(1, (product, count) => product * count));
        return dY * dY.Graph.Constant(Tensor.From(dY.Type, [.. dY.Shape.Skip(2)], share.ToArray()), "share");
    }

    /// <summary>The adjoint of a pool that sums: each dY goes to every element of its window.</summary>
    internal static Value SumPoolAdjoint(Value dY, Window window, Shape x)
    {
        if (window.Tiles(x, dY.Shape)) return Repeat(dY, window.Kernel);
        if (window.Strides.Concat(window.Dilations).Any(step => step != 1))
        {
            var ones = dY.Graph.Constant(Tensor.Full(dY.Type, [x[1], 1, .. window.Kernel], 1), "ones");
            return ConvAdjoint(dY, ones, window with { Group = x[1] }, x);
        }

        // A sum over windows of stride 1 is its own adjoint.
        int[] pads = [.. window.Kernel.Zip(window.Before, (size, pad) => size - 1 - pad), .. window.Kernel.Zip(window.After, (size, pad) => size - 1 - pad)];
        var mean = dY.Graph.Emit("AveragePool", [dY], new() { ["kernel_shape"] = window.Kernel, ["pads"] = pads, ["count_include_pad"] = 1 });
        return mean * window.Kernel.Aggregate((product, size) => product * size);
    }
}
