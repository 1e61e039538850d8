using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>
/// The shapes that a model's tensors have at the input sizes its file declares. Where it is applied to others, they tell which of
/// its constants were written for just those sizes, and what to put in their place.
/// </summary>
/// <param name="tensors">Each tensor's shape, and its elements where these are constant.</param>
/// <param name="before">The declared batch.</param>
/// <param name="now">The batch it is applied to.</param>
sealed class DeclaredSizes(IReadOnlyDictionary<string, (Shape? Shape, Tensor? Constant)> tensors, int before, int now)
{
    internal DeclaredSizes For(int batch) => new(tensors, before, batch);

    /// <summary>The same application without the sizes that its constants fix.</summary>
    internal Application Freed(Application node, NodeProto proto)
    {
        if (node.Inputs is not [{ HasShape: true }, ..]) return node;
        if (node.Operator == "Concat") return Concat(node);
        if (Of(proto, 0).Shape is not { } from || node.X.Shape is var to && (to.Rank != from.Rank || to.Equals(from))) return node;
        return node.Operator switch
        {
            "Reshape" when Target(1) is { } target => node.WithInput(1, node.Graph.Constant(Tensor.Of(Reshape(from, to, target, node.Attributes.Int("allowzero") != 0)))),
            "Resize" when Target(3) is { } target && target.Length == from.Rank => node.WithInput(3, node.Graph.Constant(Tensor.Of(Scaled(from, to, target)))),
            "Slice" when node.Inputs.Length > 2 => Slice(node, from, to),
            _ => node,
        };

        // Only what is the same at both sizes is written in the file; the rest was computed from shapes and is right already.
        long[]? Target(int input) => input < node.Inputs.Length && node.Inputs[input]?.Constant is { Type: ElementType.Int64 } constant
            && Of(proto, input).Constant is { } declared && constant.Bytes.Span.SequenceEqual(declared.Bytes.Span) ? constant.To<long>() : null;
    }

    (Shape? Shape, Tensor? Constant) Of(NodeProto node, int input) => input < node.Input.Count ? tensors.GetValueOrDefault(node.Input[input]) : default;

    /// <summary>
    /// Reshape's target for another shape: every size follows the axes it is made of. Where it is not certain which these are, the
    /// target stays as it is.
    /// </summary>
    long[] Reshape(Shape from, Shape to, long[] target, bool allowZero)
    {
        var declared = Operators.Reshaping.Resolve(from, target, allowZero).ToLongs();
        var sizes = (long[])declared.Clone();
        var (inner, innerTo) = (Inner(from.ToLongs()), Inner(declared));
        var batch = now == before ? -1 : Enumerable.Range(0, from.Rank).FirstOrDefault(axis => (long)to[axis] * before == (long)from[axis] * now, -1);
        for (var axis = 0; axis < from.Rank; axis++)
        {
            if (from[axis] == to[axis]) continue;
            var holder = axis == batch ? BatchHolder() : Covering(inner[axis], inner[axis] * from[axis]) is [var only] ? only : -1;
            if (holder < 0) return target;
            sizes[holder] = axis == batch ? sizes[holder] / before * now : sizes[holder] / from[axis] * to[axis];
        }

        return sizes;

        // The batch is an axis of its own, or else the outermost factor of the axis it is in, as attention and windows have it.
        int BatchHolder()
        {
            var (low, high) = (inner[batch], inner[batch] * from[batch]);
            var own = Array.FindIndex(declared, size => size == before);
            for (; own >= 0 && own < declared.Length; own++)
                if (declared[own] == before && innerTo[own] >= low && innerTo[own] * before <= high) return own;
            var holders = Covering(high / before, high);
            return holders.FirstOrDefault(j => j < declared.Length - 1 && innerTo[j] * declared[j] == high, holders.FirstOrDefault(-1));
        }

        // The target's axes that hold everything between two strides.
        List<int> Covering(long low, long high) =>
            [.. Enumerable.Range(0, declared.Length).Where(j => innerTo[j] > 0 && high > 0 && low % innerTo[j] == 0 && innerTo[j] * declared[j] % high == 0)];
    }

    /// <summary>For each axis, how many elements one step along it skips.</summary>
    static long[] Inner(long[] sizes)
    {
        var inner = new long[sizes.Length];
        var product = 1L;
        for (var axis = sizes.Length - 1; axis >= 0; product *= sizes[axis--]) inner[axis] = product;
        return inner;
    }

    static long[] Scaled(Shape from, Shape to, long[] target) =>
        [.. target.Select((size, axis) => from[axis] > 0 && size * to[axis] % from[axis] == 0 ? size * to[axis] / from[axis] : size)];

    /// <summary>A slice up to an axis' declared end goes up to its end.</summary>
    static Application Slice(Application node, Shape from, Shape to)
    {
        if (node.Optional(2)?.Constant is not { } ends) return node;
        var numbers = ends.To<long>();
        var axes = node.Inputs.ElementAtOrDefault(3) is not { } given ? [.. Enumerable.Range(0, numbers.Length)] : given.Constant?.ToInts();
        if (axes is null || axes.Length != numbers.Length) return node;
        for (var i = 0; i < numbers.Length; i++)
            if (numbers[i] == from[axes[i]] && to[axes[i]] != from[axes[i]]) numbers[i] = to[axes[i]];
        return node.WithInput(2, node.Graph.Constant(Tensor.From(ends.Type, ends.Shape, numbers)));
    }

    /// <summary>A constant of the declared batch that is joined to data of another one is repeated as often as there are images.</summary>
    Application Concat(Application node)
    {
        if (before == now || node.Inputs.All(input => input is not { HasShape: true, Constant: null } || input.Shape.Rank == 0 || input.Shape[0] != now)) return node;
        return node with { Inputs = Array.ConvertAll(node.Inputs, Repeated) };

        Value? Repeated(Value? input) => input is { Constant: { } constant } && constant.Shape.Rank > 0 && constant.Shape[0] == before && Repeats(constant)
            ? input.Slice(0, 0, 1).Expand(constant.Shape.With(0, now)) : input;
    }

    static bool Repeats(Tensor constant)
    {
        var image = constant.Bytes.Length / constant.Shape[0];
        for (var i = 1; i < constant.Shape[0]; i++)
            if (!constant.Bytes.Span.Slice(i * image, image).SequenceEqual(constant.Bytes.Span[..image])) return false;
        return true;
    }
}
