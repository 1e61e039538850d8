namespace Percept.Onnx.Graphs.Folding;

/// <summary>Constants whose elements are elements of others: for each element it is only told which it is.</summary>
static class Picking
{
    internal static Tensor Where(Node node, TensorType output)
    {
        var (condition, yes, no) = (node.Known(0).To<byte>(), node.Known(1), node.Known(2));
        var (at, atYes, atNo) = (Broadcast(node[0].Shape, output.Shape!), Broadcast(yes.Shape, output.Shape!), Broadcast(no.Shape, output.Shape!));
        var width = output.Element.Bits() / 8;
        return Joined(output, Enumerable.Range(0, at.Length).Select(i => condition[at[i]] != 0 ? yes.Bytes.Slice(atYes[i] * width, width) : no.Bytes.Slice(atNo[i] * width, width)));
    }

    internal static Tensor Gather(Node node, TensorType output)
    {
        var (x, indices, axis) = (node.Known(0), node.Known(1).To<long>(), node.X.Shape.Axis(node.Int("axis")));
        var (size, block) = (x.Shape[axis], x.Shape.Product(axis + 1, x.Shape.Rank) * x.Type.Bits() / 8);
        if (indices.Any(index => index < -size || index >= size)) throw new GraphException($"an index lies outside axis {axis}, which has {size} elements.");
        var bytes = new List<ReadOnlyMemory<byte>>();
        for (var outer = 0; outer < x.Shape.Product(0, axis); outer++)
            foreach (var index in indices) bytes.Add(x.Bytes.Slice(((outer * size) + (int)(index < 0 ? index + size : index)) * block, block));
        return Joined(output, bytes);
    }

    internal static Tensor Concat(Node node, TensorType output)
    {
        var axis = output.Shape!.Axis(node.Int("axis"));
        var blocks = output.Shape.Product(0, axis);
        var parts = node.Inputs.Select((_, input) => node.Known(input).Bytes).ToArray();
        return Joined(output, Enumerable.Range(0, blocks).SelectMany(i => parts.Select(part => part.Slice(i * (part.Length / blocks), part.Length / blocks))));
    }

    internal static Tensor Slice(Node node, TensorType output)
    {
        var taken = Operators.Slicing.Taken(node);
        var strides = Strides(node.X.Shape);
        return Picked(node.Known(0), output, (axis, index) => (taken[axis].Start + (index * taken[axis].Step)) * strides[axis]);
    }

    internal static Tensor Transpose(Node node, TensorType output)
    {
        var order = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, node.X.Shape.Rank).Reverse()];
        var strides = Strides(node.X.Shape);
        return Picked(node.Known(0), output, (axis, index) => index * strides[order[axis]]);
    }

    internal static Tensor Expand(Node node, TensorType output)
    {
        var (x, strides, leading) = (node.X.Shape, Strides(node.X.Shape), output.Shape!.Rank - node.X.Shape.Rank);
        return Picked(node.Known(0), output, (axis, index) => axis < leading || x[axis - leading] == 1 ? 0 : index * strides[axis - leading]);
    }

    internal static Tensor Tile(Node node, TensorType output)
    {
        var strides = Strides(node.X.Shape);
        return Picked(node.Known(0), output, (axis, index) => index % node.X.Shape[axis] * strides[axis]);
    }

    /// <summary>For every element of the shape that <paramref name="from"/> broadcasts to, which of its elements that is.</summary>
    internal static int[] Broadcast(Shape from, Shape to)
    {
        var source = new int[to.Elements];
        var (span, stride) = (1, 1);
        for (var back = 1; back <= to.Rank; back++)
        {
            var size = back <= from.Rank ? from[^back] : 1;
            if (size != 1)
                for (var i = 0; i < source.Length; i++) source[i] += i / span % to[^back] * stride;
            span *= to[^back];
            stride *= size;
        }

        return source;
    }

    static int[] Strides(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(axis => shape.Product(axis + 1, shape.Rank))];

    /// <summary>A tensor whose every element is one of <paramref name="x"/>: the one at the sum of what its index along each axis adds.</summary>
    static Tensor Picked(Tensor x, TensorType output, Func<int, int, int> offset)
    {
        var (shape, width) = (output.Shape!, output.Element.Bits() / 8);
        var bytes = new byte[shape.Elements * width];
        if (bytes.Length == 0) return new(output.Element, shape, bytes);
        var offsets = shape.Select((size, axis) => Enumerable.Range(0, size).Select(index => offset(axis, index)).ToArray()).ToArray();
        Copy(0, 0, 0);
        return new(output.Element, shape, bytes);

        void Copy(int axis, int from, int to)
        {
            if (axis == shape.Rank) x.Bytes.Span.Slice(from * width, width).CopyTo(bytes.AsSpan(to * width));
            else
                for (var index = 0; index < shape[axis]; index++) Copy(axis + 1, from + offsets[axis][index], (to * shape[axis]) + index);
        }
    }

    static Tensor Joined(TensorType output, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        var bytes = new byte[output.Shape!.Elements * output.Element.Bits() / 8];
        var end = 0;
        foreach (var part in parts)
        {
            part.Span.CopyTo(bytes.AsSpan(end));
            end += part.Length;
        }

        return new(output.Element, output.Shape, bytes);
    }
}
