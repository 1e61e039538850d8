using System.Collections.Frozen;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>One node as a model of some opset states it, its inputs already values of the graph.</summary>
sealed record Application(Graph Graph, int Opset, string Operator, Value?[] Inputs, Attributes Attributes, string Name, string[] Outputs)
{
    internal Value X => this[0];

    internal Value this[int input] => Optional(input) ?? throw new GraphException($"it lacks its input {input}; it has {Inputs.Length} inputs.");

    internal Value? Optional(int input) => input < Inputs.Length ? Inputs[input] : null;

    internal Value Vector(IEnumerable<int> numbers) => Graph.Constant(Tensor.Of([.. numbers.Select(number => (long)number)]));

    internal Application WithInput(int index, Value? value)
    {
        var inputs = new Value?[Math.Max(index + 1, Inputs.Length)];
        Inputs.CopyTo(inputs, 0);
        inputs[index] = value;
        return this with { Inputs = inputs };
    }

    /// <summary>An attribute that has become an input.</summary>
    internal Application Moved(string attribute, int input) => Attributes.Ints(attribute) is { } numbers
        ? (this with { Attributes = Attributes.Without(attribute) }).WithInput(input, Vector(numbers)) : this;

    internal IReadOnlyList<Value> Emit() => Graph.EmitAll(Operator, Inputs, Attributes, Outputs.Length, Name, Outputs);
}

/// <summary>Brings nodes of other opsets into the form that their operators have in opset 18.</summary>
static class Upgrades
{
    /// <summary>The values that a node stands for, with whatever it takes in opset 18 added to the graph.</summary>
    internal static IReadOnlyList<Value> Emit(Application node) => node switch
    {
        { Opset: < 13, Operator: "Softmax" or "LogSoftmax" or "Hardmax" } => [FlatSoftmax(node)],
        { Operator: "BatchNormalization" } => BatchNormalization(node),
        _ => Lowerings.Of(node) ?? (Table.TryGetValue(node.Operator, out var upgrade) ? upgrade(node) : node).Emit(),
    };

    static readonly FrozenDictionary<string, Func<Application, Application>> Table = new Dictionary<string, Func<Application, Application>>(StringComparer.Ordinal)
    {
        // Saturation is about the 8-bit floats of opset 19.
        ["Cast"] = node => node.Attributes.Int("to") is >= (int)ElementType.Float8E4M3FN and <= (int)ElementType.Float8E5M2FNUZ ? node : node with { Attributes = node.Attributes.Without("saturate", "round_mode") },
        ["Clip"] = Clip,
        ["Concat"] = Concat,
        ["DFT"] = node => node.Opset >= 20 ? node : (node with { Attributes = node.Attributes.Without("axis") }).WithInput(2, node.Graph.Constant(Tensor.Of(Shape.Scalar, (long)node.Attributes.Int("axis", or: 1)))),
        ["Dropout"] = node => node.Outputs.Length == 1 ? node with { Operator = "Identity", Inputs = node.Inputs[..1], Attributes = Attributes.None }
            : node with { Inputs = node.Inputs[..1], Attributes = Attributes.None },
        // In which precision numbers are divided, and of which type they become where that is their scales' anyway.
        ["QuantizeLinear"] = node => node with { Attributes = node.Attributes.Without("precision") },
        ["DequantizeLinear"] = node => node.Attributes.Int("output_dtype") is (int)ElementType.Float32 ? node with { Attributes = node.Attributes.Without("output_dtype") } : node,
        ["Pad"] = Pad,
        ["Slice"] = node => node.Opset >= 10 ? node : node.Moved("starts", 1).Moved("ends", 2).Moved("axes", 3),
        ["Split"] = Split,
        ["Squeeze"] = Axes,
        ["Unsqueeze"] = Axes,
        ["ReduceSum"] = Axes,
        ["ReduceL1"] = Axes,
        ["ReduceL2"] = Axes,
        ["ReduceLogSum"] = Axes,
        ["ReduceLogSumExp"] = Axes,
        ["ReduceMax"] = Axes,
        ["ReduceMean"] = Axes,
        ["ReduceMin"] = Axes,
        ["ReduceProd"] = Axes,
        ["ReduceSumSquare"] = Axes,
        ["GroupNormalization"] = node => node.Opset >= 21 ? node : PerChannel(PerChannel(node, 1), 2),
        ["Resize"] = node => node.Opset < 11 ? Scaled(node, node[1]) : node with { Inputs = [.. node.Inputs.Select((input, i) => i > 0 && input is { HasShape: true, Shape.Elements: 0 } ? null : input)] },
        ["RoiAlign"] = node => node.Opset >= 16 ? node : node with { Attributes = node.Attributes.With("coordinate_transformation_mode", "output_half_pixel") },
        ["Upsample"] = node => Scaled(node, node.Opset < 9 ? Listed(node, "scales") : node[1]),
        ["Scatter"] = node => node with { Operator = "ScatterElements" },
        ["TopK"] = node => node.Opset >= 10 ? node : (node with { Attributes = node.Attributes.Without("k") }).WithInput(1, node.Vector([node.Attributes.Int("k")])),
        ["GridSample"] = node => node.Attributes.Text("mode") switch
        {
            "linear" => node with { Attributes = node.Attributes.With("mode", "bilinear") },
            "cubic" => node with { Attributes = node.Attributes.With("mode", "bicubic") },
            _ => node,
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static Application Axes(Application node) => node.Moved("axes", 1);

    static Application Clip(Application node)
    {
        if (node.Opset >= 11) return node;
        Value? Bound(string name) => node.Attributes.Has(name) ? node.X.Scalar(node.Attributes.Float(name)) : null;
        return node with { Inputs = [node.X, Bound("min"), Bound("max")], Attributes = Attributes.None };
    }

    /// <summary>Joining a constant that holds one number everywhere is padding, which fits data of any size.</summary>
    static Application Concat(Application node)
    {
        if (node.Inputs is not [var first, .., var last] || node.Inputs.All(input => input?.Constant is not null)) return node;
        var (before, after) = (Filling(first), Filling(last));
        if (before is null && after is null) return node;

        var rest = before is null ? node.Inputs[..^1] : node.Inputs[1..];
        if (rest[0] is not { HasShape: true } x) return node;
        var constant = (before is null ? last : first)!;
        var data = rest.Length == 1 ? x : Concat(node with { Inputs = rest, Name = $"{node.Name}/data", Outputs = [$"{node.Name}/data"] }).Emit()[0];
        var pads = new int[2 * x.Shape.Rank];
        var axis = x.Shape.Axis(node.Attributes.Int("axis"));
        pads[before is null ? axis + x.Shape.Rank : axis] = constant.Shape[axis];
        return node with { Operator = "Pad", Inputs = [data, node.Vector(pads), data.Scalar(before ?? after!.Value)], Attributes = Attributes.None };
    }

    /// <summary>The one number that a constant of the data's kind holds everywhere.</summary>
    static double? Filling(Value? value)
    {
        if (value?.Constant is not { Length: > 0 } constant || constant.Type is not (ElementType.Float32 or ElementType.Float64 or ElementType.Float16) || constant.Shape.Rank < 2) return null;
        var (bytes, width) = (constant.Bytes, constant.Type.Bits() / 8);
        return bytes.Span[width..].SequenceEqual(bytes.Span[..^width]) ? constant.Reshape([constant.Length]).To<double>()[0] : null;
    }

    static Application Pad(Application node) => node.Opset >= 11 ? node : node with
    {
        Inputs = [node.X, node.Vector(node.Attributes.Ints("pads") ?? []), node.X.Scalar(node.Attributes.Float("value"))],
        Attributes = node.Attributes.Without("pads", "value"),
    };

    static Application Split(Application node)
    {
        node = node.Moved("split", 1);
        return node.Inputs.Length > 1 || node.Attributes.Has("num_outputs") ? node : node with { Attributes = node.Attributes.With("num_outputs", node.Outputs.Length) };
    }

    /// <summary>Upsample, and Resize of opset 10, which rounds up where it makes smaller.</summary>
    static Application Scaled(Application node, Value? scales) => node with
    {
        Operator = "Resize",
        Inputs = [node.X, null, scales],
        Attributes = new()
        {
            ["mode"] = node.Attributes.Text("mode", or: "nearest") == "nearest" ? "nearest" : "linear",
            ["coordinate_transformation_mode"] = "asymmetric",
            ["nearest_mode"] = scales?.Constant?.To<float>().Any(scale => scale < 1) == true ? "ceil" : "floor",
        },
    };

    /// <summary>Numbers that were an attribute, as an input.</summary>
    static Value Listed(Application node, string attribute) => node.Attributes.Floats(attribute) is { } numbers ? node.Graph.Constant(Tensor.Of([numbers.Length], numbers))
        : throw new GraphException($"it lacks its attribute '{attribute}'.");

    /// <summary>Before opset 21 a group had one scale and one bias; since then a channel has.</summary>
    static Application PerChannel(Application node, int input)
    {
        var (x, parameter) = (node.X, node[input]);
        var (channels, groups) = (x.Shape[1], node.Attributes.Int("num_groups"));
        if (groups <= 0 || channels % groups != 0) throw new GraphException($"{groups} groups do not divide {channels} channels.");
        return node.WithInput(input, Operators.Normalizations.PerChannel(parameter, channels));
    }

    /// <summary>A network is looked at as it is used, not as it is trained: with the statistics it has learnt, which then stay as they are.</summary>
    static IReadOnlyList<Value> BatchNormalization(Application node)
    {
        var attributes = node.Attributes.Has("epsilon") ? new Attributes { ["epsilon"] = node.Attributes.Float("epsilon") } : Attributes.None;
        var y = (node with { Outputs = node.Outputs[..1], Attributes = attributes }).Emit()[0];
        return [y, node[3], node[4], node[3], node[4]];
    }

    /// <summary>Before opset 13 these saw their input as a matrix: the axes before <c>axis</c> by the others.</summary>
    static Value FlatSoftmax(Application node)
    {
        var x = node.X;
        var axis = node.Attributes.Int("axis", or: 1);
        if (!x.HasShape) return (node with { Attributes = new() { ["axis"] = axis } }).Emit()[0];
        axis = axis < 0 ? axis + x.Shape.Rank : axis;
        if (axis == x.Shape.Rank - 1) return (node with { Attributes = new() { ["axis"] = -1 } }).Emit()[0];
        var flat = x.Reshape([x.Shape.Product(0, axis), x.Shape.Product(axis, x.Shape.Rank)]);
        return node.Graph.Emit(node.Operator, [flat], new() { ["axis"] = -1 }).Reshape(x.Shape);
    }
}
