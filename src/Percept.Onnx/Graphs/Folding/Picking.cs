namespace Percept.Onnx.Graphs.Folding;

/// <summary>Constants whose elements are elements of others: each says, for every output element, which input element it is.</summary>
static class Picking
{
    internal static Tensor Where(Node node, TensorType output)
    {
        var (condition, yes, no) = (node[0].Constant!.To<byte>(), node[1].Constant!, node[2].Constant!);
        var (at, atYes, atNo) = (Broadcast(node[0].Shape, output.Shape!), Broadcast(yes.Shape, output.Shape!), Broadcast(no.Shape, output.Shape!));
        return Assemble(output, i => condition[at[i]] != 0 ? (yes, atYes[i]) : (no, atNo[i]));
    }

    internal static Tensor? Gather(Node node, TensorType output)
    {
        var (x, indices, axis) = (node.X.Constant!, node[1].Constant!.To<long>(), node.X.Shape.Axis(node.Int("axis")));
        var (size, inner) = (x.Shape[axis], x.Shape.Product(axis + 1, x.Shape.Rank));
        if (indices.Any(index => index < -size || index >= size)) throw new GraphException($"an index lies outside axis {axis}, which has {size} elements.");
        return Assemble(output, i =>
        {
            var (outer, rest) = Math.DivRem(i, indices.Length * inner);
            var (which, offset) = Math.DivRem(rest, inner);
            return (x, (((outer * size) + (int)((indices[which] + size) % size)) * inner) + offset);
        });
    }

    internal static Tensor Concat(Node node, TensorType output)
    {
        var axis = output.Shape!.Axis(node.Int("axis"));
        var inner = output.Shape.Product(axis + 1, output.Shape.Rank);
        var parts = node.Inputs.Select(input => input!.Constant!).ToArray();
        return Assemble(output, i =>
        {
            var (outer, offset) = Math.DivRem(i, output.Shape[axis] * inner);
            foreach (var part in parts)
            {
                var length = part.Shape[axis] * inner;
                if (offset < length) return (part, (outer * length) + offset);
                offset -= length;
            }

            throw new InvalidOperationException();
        });
    }

    internal static Tensor Slice(Node node, TensorType output)
    {
        var (taken, x) = (Inference.Movement.Taken(node), node.X.Constant!);
        return Indexed(x, output, at => [.. at.Select((index, axis) => taken[axis].Start + (index * taken[axis].Step))]);
    }

    internal static Tensor Transpose(Node node, TensorType output)
    {
        var order = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, node.X.Shape.Rank).Reverse()];
        return Indexed(node.X.Constant!, output, at => [.. Enumerable.Range(0, order.Length).Select(axis => at[Array.IndexOf(order, axis)])]);
    }

    internal static Tensor Expand(Node node, TensorType output)
    {
        var (x, at) = (node.X.Constant!, Broadcast(node.X.Shape, output.Shape!));
        return Assemble(output, i => (x, at[i]));
    }

    internal static Tensor Tile(Node node, TensorType output) =>
        Indexed(node.X.Constant!, output, at => [.. at.Select((index, axis) => index % node.X.Shape[axis])]);

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

    static Tensor Indexed(Tensor x, TensorType output, Func<int[], int[]> source)
    {
        var at = new int[output.Shape!.Rank];
        return Assemble(output, i =>
        {
            for (var axis = at.Length - 1; axis >= 0; axis--) (i, at[axis]) = Math.DivRem(i, output.Shape[axis]);
            var offset = 0;
            var from = source(at);
            for (var axis = 0; axis < from.Length; axis++) offset = (offset * x.Shape[axis]) + from[axis];
            return (x, offset);
        });
    }

    static Tensor Assemble(TensorType output, Func<int, (Tensor From, int Index)> source)
    {
        var width = output.Element.Bits() / 8;
        var bytes = new byte[output.Shape!.Elements * width];
        for (var i = 0; i < output.Shape.Elements; i++)
        {
            var (from, index) = source(i);
            from.Bytes.Span.Slice(index * width, width).CopyTo(bytes.AsSpan(i * width));
        }

        return new(output.Element, output.Shape, bytes);
    }
}
