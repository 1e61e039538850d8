namespace Percept.Onnx.Graphs.Reading;

/// <summary>Says DeformConv, a convolution whose windows the network bends itself, by sampling and a convolution of one pixel.</summary>
static class Deformed
{
    internal static IReadOnlyList<Value>? Of(Application node)
    {
        var (x, weights, offsets) = (node.X, node[1], node[2]);
        if (x.Shape.Rank != 4 || !weights.HasShape || !offsets.HasShape) return null;
        var (images, filters, rows, columns) = (x.Shape[0], weights.Shape[0], offsets.Shape[2], offsets.Shape[3]);
        var (width, taps) = (weights.Shape[3], weights.Shape[2] * weights.Shape[3]);
        var (bends, channels) = (node.Attributes.Int("offset_group", or: 1), x.Shape[1]);

        if (bends <= 0 || channels % bends != 0 || weights.Shape.Rank != 4 || offsets.Shape[1] != 2 * bends * taps) throw new GraphException($"offsets of shape {offsets.Shape} in {bends} group(s) do not bend the {taps} taps of weights of shape {weights.Shape} over {channels} channels.");

        Value[] sampled = [.. Enumerable.Range(0, bends).Select(bend =>
        {
            var part = x.Slice(1, bend * channels / bends, (bend + 1) * channels / bends);
            var offset = offsets.Slice(1, 2 * bend * taps, 2 * (bend + 1) * taps).Reshape([images, taps, 2, rows, columns]);
            var grid = Joined(-1, Coordinate(offset, 1, x.Shape[3]), Coordinate(offset, 0, x.Shape[2])).Reshape([images, taps * rows, columns, 2]);
            var values = node.Graph.Emit("GridSample", [part, grid], new() { ["mode"] = "bilinear", ["padding_mode"] = "zeros", ["align_corners"] = 0 }).Reshape([images, channels / bends, taps, rows, columns]);
            return node.Optional(4) is not { } mask ? values : values * mask.Slice(1, bend * taps, (bend + 1) * taps).Reshape([images, 1, taps, rows, columns]);
        })];
        var all = (sampled.Length == 1 ? sampled[0] : Joined(1, sampled)).Reshape([images, channels * taps, rows, columns]);
        return [node.Graph.Emit("Conv", [all, weights.Reshape([filters, weights.Shape[1] * taps, 1, 1]), node.Optional(3)], new() { ["group"] = node.Attributes.Int("group", or: 1) })];

        // Where each tap of each window looks, from -1 to 1 across the image: batch x taps x rows x columns x 1.
        Value Coordinate(Value offset, int axis, int size)
        {
            int Setting(string name, int or) => node.Attributes.Ints(name) is not { } list ? or : axis < list.Length ? list[axis] : throw new GraphException($"its attribute '{name}' has {list.Length} numbers, too few for 2 axes.");
            var straight = new float[taps * rows * columns];
            for (var i = 0; i < straight.Length; i++)
            {
                var (tap, row, column) = (i / (rows * columns), i / columns % rows, i % columns);
                straight[i] = ((axis == 0 ? row : column) * Setting("strides", 1)) - Setting("pads", 0) + ((axis == 0 ? tap / width : tap % width) * Setting("dilations", 1));
            }

            var at = offset.Slice(2, axis, axis + 1).Reshape([images, taps, rows, columns]) + node.Graph.Constant(Tensor.Of([taps, rows, columns], straight));
            return ((at * (2.0 / size)) + ((1.0 / size) - 1)).Reshape([images, taps, rows, columns, 1]);
        }

        Value Joined(int axis, params Value[] parts) => node.Graph.Emit("Concat", [.. parts], new() { ["axis"] = axis });
    }
}
