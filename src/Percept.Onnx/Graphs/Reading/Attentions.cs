namespace Percept.Onnx.Graphs.Reading;

/// <summary>Says the several operators of attention by products and a softmax.</summary>
/// <remarks>What only text has, a past above all, is left as it is.</remarks>
static class Attentions
{
    const double Never = -1e30;

    /// <summary>ONNX's own, of opset 23: its output, and the keys and values by heads.</summary>
    internal static IReadOnlyList<Value>? Standard(Application node)
    {
        if (node.Optional(4) is not null || node.Optional(5) is not null || node.Optional(6) is not null || node.Outputs.Length > 3) return null;
        if (node.Attributes.Int("left_window_size", or: -1) >= 0 || node.Attributes.Int("right_window_size", or: -1) >= 0) return null;
        var flat = node.X.Shape.Rank == 3;
        var (heads, shared) = (node.Attributes.Int("q_num_heads"), node.Attributes.Int("kv_num_heads"));
        var (query, key, value) = flat ? (Heads(node.X, heads), Heads(node[1], shared), Heads(node[2], shared)) : (node.X, node[1], node[2]);
        var mask = node.Optional(3) is not { } given ? null : given.Type == ElementType.Bool ? node.Graph.Emit("Where", [given, query.Scalar(0), query.Scalar(Never)]) : given;
        if (node.Attributes.Int("is_causal") != 0) mask = mask is null ? Causal(query, key) : mask + Causal(query, key);
        var y = Of(query, Repeated(key, query), Repeated(value, query), node.Attributes.Float("scale"), mask, node.Attributes.Float("softcap"));
        return [flat ? Flat(y) : y, key, value];
    }

    /// <summary>ONNX Runtime's: queries, keys and values by one product, then attention.</summary>
    internal static Value? Projected(Application node, Value x, Value weights, Value? bias, Value? added)
    {
        if (node.Attributes.Int("unidirectional") != 0 || node.Attributes.Int("do_rotary") != 0) return null;
        var projected = x.MatMul(weights);
        if (bias is not null) projected += bias;
        var sizes = node.Attributes.Ints("qkv_hidden_sizes") is { Length: 3 } given ? given : [.. Enumerable.Repeat(projected.Shape[-1] / 3, 3)];
        var parts = sizes.Select((size, i) => Heads(projected.Slice(2, sizes.Take(i).Sum(), sizes.Take(i + 1).Sum()), node.Attributes.Int("num_heads"))).ToArray();
        return Flat(Of(parts[0], parts[1], parts[2], node.Attributes.Float("scale"), added));
    }

    /// <summary>ONNX Runtime's with queries, keys and values apart, or packed into one tensor of batch x tokens x heads x 3 x features.</summary>
    internal static Value? MultiHead(Application node)
    {
        if (node.Optional(4) is not null || node.Inputs.Skip(6).Any(input => input is not null) || node.Attributes.Int("unidirectional") != 0 || node.Outputs.Length > 1) return null;
        var (heads, x) = (node.Attributes.Int("num_heads"), node.X);
        Value[] parts = x.Shape.Rank == 5 ? [.. Enumerable.Range(0, 3).Select(part => x.Slice(3, part, part + 1).Reshape([x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[4]]))] : [x, node[1], node[2]];
        if (node.Optional(3) is { } bias)
        {
            var from = 0;
            for (var i = 0; i < 3; i++)
            {
                // Keys and values that come by heads have their bias already.
                if (parts[i].Shape.Rank != 3) return null;
                parts[i] += bias.Slice(0, from, from += parts[i].Shape[-1]);
            }
        }

        var by = Array.ConvertAll(parts, part => part.Shape.Rank == 3 ? Heads(part, heads) : part);
        return Flat(Of(by[0], by[1], by[2], node.Attributes.Float("scale"), node.Optional(5)));
    }

    /// <summary>softmax(Q·Kᵀ·scale + mask)·V for each head; a scale of 0 is 1/√features.</summary>
    static Value Of(Value query, Value key, Value value, float scale, Value? mask, float cap = 0)
    {
        var weights = query.MatMul(key.Transposed()) * (scale != 0 ? scale : 1 / Math.Sqrt(query.Shape[-1]));
        if (cap > 0) weights = cap * weights.Graph.Emit("Tanh", [weights / cap]);
        if (mask is not null) weights += mask;
        return weights.Graph.Emit("Softmax", [weights], new() { ["axis"] = -1 }).MatMul(value);
    }

    /// <summary>Batch x tokens x features as batch x heads x tokens x features of one.</summary>
    static Value Heads(Value x, int heads) => x.Reshape([x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads]).Transpose(0, 2, 1, 3);

    static Value Flat(Value x) => x.Transpose(0, 2, 1, 3) is var tokens ? tokens.Reshape([tokens.Shape[0], tokens.Shape[1], tokens.Shape[2] * tokens.Shape[3]]) : x;

    /// <summary>Keys or values that several heads of queries share, once for each.</summary>
    static Value Repeated(Value x, Value query)
    {
        var (s, times) = (x.Shape, query.Shape[1] / x.Shape[1]);
        return times == 1 ? x : x.Reshape([s[0], s[1], 1, s[2], s[3]]).Expand([s[0], s[1], times, s[2], s[3]]).Reshape([s[0], query.Shape[1], s[2], s[3]]);
    }

    /// <summary>What keeps a token from those after it.</summary>
    static Value Causal(Value query, Value key)
    {
        var (rows, columns) = (query.Shape[2], key.Shape[2]);
        return query.Graph.Constant(Tensor.Of([rows, columns], [.. Enumerable.Range(0, rows * columns).Select(i => i % columns <= i / columns ? 0 : (float)Never)]));
    }
}
