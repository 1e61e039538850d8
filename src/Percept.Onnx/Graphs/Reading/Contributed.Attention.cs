namespace Percept.Onnx.Graphs.Reading;

static partial class Contributed
{
    /// <summary>Queries, keys and values by one product, then attention.</summary>
    static Value Attention(Application node)
    {
        // Masks, a past and positions are for text; vision transformers have none.
        if (node.Inputs.Skip(3).Any(input => input is not null)) return node.Emit()[0];
        var projected = node.X.MatMul(node[1]);
        if (node.Optional(2) is { } bias) projected += bias;
        var sizes = node.Attributes.Ints("qkv_hidden_sizes") is { Length: 3 } given ? given : [.. Enumerable.Repeat(projected.Shape[-1] / 3, 3)];
        var parts = sizes.Select((size, i) => projected.Slice(2, sizes.Take(i).Sum(), sizes.Take(i + 1).Sum())).ToArray();
        return Attended(node, parts[0], parts[1], parts[2]);
    }

    static Value MultiHeadAttention(Application node)
    {
        if (node.Inputs is not [{ Shape.Rank: 3 }, { Shape.Rank: 3 }, { Shape.Rank: 3 }, ..] || node.Inputs.Skip(4).Any(input => input is not null)) return node.Emit()[0];
        var (query, key, value) = (node.X, node[1], node[2]);
        if (node.Optional(3) is { } bias)
        {
            var (a, b) = (query.Shape[-1], query.Shape[-1] + key.Shape[-1]);
            (query, key, value) = (query + bias.Slice(0, 0, a), key + bias.Slice(0, a, b), value + bias.Slice(0, b, bias.Shape[0]));
        }

        return Attended(node, query, key, value);
    }

    /// <summary>softmax(Q·Kᵀ/√d)·V for each head.</summary>
    static Value Attended(Application node, Value query, Value key, Value value)
    {
        var heads = node.Attributes.Int("num_heads");
        Value Heads(Value x) => x.Reshape([x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads]).Transpose(0, 2, 1, 3);
        var scale = node.Attributes.Float("scale") is var given and not 0 ? given : 1 / Math.Sqrt(query.Shape[-1] / heads);
        var weights = Of(node, "Softmax", [Heads(query).MatMul(Heads(key).Transposed()) * scale], new() { ["axis"] = -1 });
        return weights.MatMul(Heads(value)).Transpose(0, 2, 1, 3).Reshape([query.Shape[0], query.Shape[1], value.Shape[2]]);
    }
}
