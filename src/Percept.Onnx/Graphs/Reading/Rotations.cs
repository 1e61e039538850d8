namespace Percept.Onnx.Graphs.Reading;

/// <summary>Says RotaryEmbedding, which turns pairs of features by angles that depend on the token's position, by standard operators.</summary>
static class Rotations
{
    internal static Value Of(Application node)
    {
        var x = node.X;
        var flat = x.Shape.Rank == 3;
        if (flat) x = x.Reshape([x.Shape[0], x.Shape[1], node.Attributes.Int("num_heads"), x.Shape[2] / node.Attributes.Int("num_heads")]).Transpose(0, 2, 1, 3);
        var size = x.Shape[3];
        var turned = node.Attributes.Int("rotary_embedding_dim") is var some and > 0 ? some : size;
        var (cos, sin) = (Table(node, 1), Table(node, 2));

        var pairs = x.Slice(3, 0, turned);
        var interleaved = node.Attributes.Int("interleaved") != 0;
        var half = turned / 2;
        var (a, b) = interleaved ? (Every(pairs, 0), Every(pairs, 1)) : (pairs.Slice(3, 0, half), pairs.Slice(3, half, turned));
        var (first, second) = ((cos * a) - (sin * b), (sin * a) + (cos * b));
        var y = interleaved ? Joined(4, Apart(first), Apart(second)).Reshape(pairs.Shape) : Joined(3, first, second);
        if (turned < size) y = Joined(3, y, x.Slice(3, turned, size));
        return flat ? y.Transpose(0, 2, 1, 3).Reshape(node.X.Shape) : y;

        Value Every(Value value, int start) => value.Slice([3], [start], [turned], [2]);

        Value Apart(Value value) => value.Reshape([.. value.Shape, 1]);

        Value Joined(int axis, params Value[] parts) => node.Graph.Emit("Concat", [.. parts], new() { ["axis"] = axis });
    }

    /// <summary>A table of cosines or sines as batch x 1 x tokens x pairs.</summary>
    static Value Table(Application node, int input)
    {
        var table = node.Optional(3) is { } positions ? node.Graph.Emit("Gather", [node[input], positions], new() { ["axis"] = 0 }) : node[input];
        return table.Reshape([table.Shape[0], 1, table.Shape[1], table.Shape[2]]);
    }
}
