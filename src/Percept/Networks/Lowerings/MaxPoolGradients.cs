using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>What a maximum pool's indices say where to add, by our kernel, which finds each maximum again: with indices the runtime's pool is slow, and so is its scattering.</summary>
static class MaxPoolGradients
{
    internal static IReadOnlyList<Value>? Of(Node node)
    {
        if (node is not { Operator: "ScatterElements", X.Type: ElementType.Float32 } || node.Text("reduction") != "add" || node.Int("axis") != 1 || !node.X.IsZero) return null;
        if (node[1].Producer is not { Operator: "Sub", X.Producer: { Operator: "Reshape", X: { OutputIndex: 1, Producer: { Operator: "MaxPool" } pool } } } indices) return null;
        var (window, x) = (pool.Window(), pool.X.Shape);
        if (window.Rank != 2 || window.Dilations.Any(dilation => dilation != 1) || !node.Y.Shape.Equals([x[0] * x[1], x[2] * x[3]]) || !IsPlanes(indices[1], x)) return null;
        var y = WithoutIndices(pool, window);
        return [node.Graph.Emit(OwnOperators.Name(MaxPoolGradient.Definition.Name), [pool.X, y, node[2].Reshape(y.Shape)], new()
        {
            [OwnOperators.Shape] = (int[])[.. x],
            ["output"] = (int[])[.. y.Shape.Skip(2)],
            ["kernel_shape"] = window.Kernel,
            ["strides"] = window.Strides,
            ["pads"] = window.Before,
        }).Reshape(node.Y.Shape)];
    }

    /// <summary>What the pool gives where it is asked for no indices, as in the forward pass.</summary>
    static Value WithoutIndices(Node pool, Window window) => pool.Graph.Nodes.FirstOrDefault(node => node.Operator == pool.Operator && node.X == pool.X && node.Outputs.Count == 1 && node.Y.Shape.Equals(pool.Y.Shape)
        && node.Window() is var own && own.Kernel.SequenceEqual(window.Kernel) && own.Strides.SequenceEqual(window.Strides) && own.Dilations.SequenceEqual(window.Dilations) && own.Before.SequenceEqual(window.Before))?.Y
        ?? pool.Graph.Emit(pool.Operator, [pool.X], pool.Attributes);

    /// <summary>Whether a constant is where each plane begins.</summary>
    static bool IsPlanes(Value starts, Shape x) => starts.Constant is { Type: ElementType.Int64 } constant
        && constant.To<long>().Select((start, plane) => start == (long)plane * x[2] * x[3]).All(same => same) && constant.Shape.Equals([x[0] * x[1], 1]);
}
