using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Writing;

/// <summary>The layers that networks are built of, as PyTorch's exporter writes them for the opset.</summary>
sealed partial class Net
{
    public string Conv(string x, int units, int kernel = 3, int stride = 1, int? pad = null, int group = 1, bool bias = true, int dilation = 1)
    {
        var (inside, p) = (Channels(x) / group, pad ?? kernel / 2 * dilation);
        var weight = Normal(Math.Sqrt(2.0 / (inside * kernel * kernel)), units, inside, kernel, kernel);
        return Op("Conv", bias ? [x, weight, Normal(0.1, units)] : [x, weight], new()
        {
            ["dilations"] = (int[])[dilation, dilation],
            ["group"] = group,
            ["kernel_shape"] = (int[])[kernel, kernel],
            ["pads"] = (int[])[p, p, p, p],
            ["strides"] = (int[])[stride, stride],
        }, units);
    }

    public string BatchNorm(string x)
    {
        var units = Channels(x);
        return Op("BatchNormalization", [x, Weight(Drawn(1, 0.2, units)), Normal(0.2, units), Normal(0.2, units), Weight(Tensor.Full(ElementType.Float32, [units], 1))], new() { ["epsilon"] = 1e-5f });
    }

    public string Relu(string x) => Op("Relu", x);

    public string Relu6(string x) => Clip(x, 0, 6);

    public string Clip(string x, float low, float high) =>
        opset < 11 ? Op("Clip", x, new() { ["min"] = low, ["max"] = high }) : Op("Clip", [x, Number(low), Number(high)]);

    public string Silu(string x) => Mul(x, Op("Sigmoid", x));

    public string HardSigmoid(string x) => opset >= 14 ? Op("HardSigmoid", x, new() { ["alpha"] = 1 / 6f }) : Op("Div", [Clip(Add(x, Number(3)), 0, 6), Number(6)]);

    public string HardSwish(string x) => opset >= 14 ? Op("HardSwish", x) : Mul(x, HardSigmoid(x));

    public string Gelu(string x) => Mul(Mul(x, Add(Op("Erf", Op("Div", [x, Number(1.4142135f)])), Number(1))), Number(0.5f));

    public string Add(string a, string b) => Op("Add", [a, b]);

    public string Mul(string a, string b) => Op("Mul", [a, b]);

    public string ConvRelu(string x, int units, int kernel = 3, int stride = 1, int group = 1) => Relu(BatchNorm(Conv(x, units, kernel, stride, group: group, bias: false)));

    public string MaxPool(string x, int kernel = 2, int stride = 2, int pad = 0, bool ceil = false) => Op("MaxPool", x, Pooled(kernel, stride, pad, ceil));

    public string AveragePool(string x, int kernel = 2, int stride = 2, int pad = 0) => Op("AveragePool", x, Pooled(kernel, stride, pad, ceil: false));

    public string Concat(int axis, params string[] parts) => Op("Concat", parts, new() { ["axis"] = axis }, parts.Sum(Channels));

    public string Transpose(string x, params int[] order) => Op("Transpose", x, new() { ["perm"] = order });

    public string Reshape(string x, params long[] sizes) => Op("Reshape", [x, Ints(sizes)]);

    public string Softmax(string x, int axis = -1) => Op("Softmax", x, new() { ["axis"] = opset < 13 && axis < 0 ? 1 : axis });

    /// <summary>The mean over all positions, squeezed to batch x channels.</summary>
    public string Pooled(string x) => Op("Flatten", Op("GlobalAveragePool", x), new() { ["axis"] = 1 });

    public string Gemm(string x, int units, int? inputs = null)
    {
        var width = inputs ?? Channels(x);
        return Op("Gemm", [x, Normal(Math.Sqrt(2.0 / width), units, width), Normal(0.1, units)], new() { ["transB"] = 1 }, units);
    }

    /// <summary>A linear layer of tokens, on the last axis.</summary>
    public string Linear(string x, int units, bool bias = true)
    {
        var product = Op("MatMul", [x, Normal(Math.Sqrt(1.0 / Channels(x)), Channels(x), units)], channels: units);
        return bias ? Add(product, Normal(0.1, units)) : product;
    }

    public string Mean(string x, bool keep, params int[] axes) => opset < 18
        ? Op("ReduceMean", x, new() { ["axes"] = axes, ["keepdims"] = keep ? 1 : 0 })
        : Op("ReduceMean", [x, Ints([.. axes.Select(axis => (long)axis)])], new() { ["keepdims"] = keep ? 1 : 0 });

    /// <summary>Slices one axis.</summary>
    public string Slice(string x, int axis, long from, long to, long step = 1) => opset < 10
        ? Op("Slice", x, new() { ["axes"] = (int[])[axis], ["starts"] = (long[])[from], ["ends"] = (long[])[to] })
        : Op("Slice", [x, Ints(from), Ints(to), Ints(axis), Ints(step)]);

    public string[] Split(string x, int axis, params long[] sizes) => opset < 13
        ? Ops("Split", [x], sizes.Length, new() { ["axis"] = axis, ["split"] = sizes }, (int)sizes[0])
        : Ops("Split", [x, Ints(sizes)], sizes.Length, new() { ["axis"] = axis }, (int)sizes[0]);

    public string Unsqueeze(string x, int axis) => opset < 13 ? Op("Unsqueeze", x, new() { ["axes"] = (int[])[axis] }) : Op("Unsqueeze", [x, Ints(axis)]);

    public string Squeeze(string x, int axis) => opset < 13 ? Op("Squeeze", x, new() { ["axes"] = (int[])[axis] }) : Op("Squeeze", [x, Ints(axis)]);

    /// <summary>Normalises the last axis.</summary>
    public string LayerNorm(string x)
    {
        var (scale, shift) = (Weight(Drawn(1, 0.1, Channels(x))), Normal(0.1, Channels(x)));
        if (opset >= 17) return Op("LayerNormalization", [x, scale, shift], new() { ["axis"] = -1, ["epsilon"] = 1e-6f });
        var centred = Op("Sub", [x, Mean(x, true, -1)]);
        var deviation = Op("Sqrt", Add(Mean(Op("Pow", [centred, Number(2)]), true, -1), Number(1e-6f)));
        return Add(Mul(Op("Div", [centred, deviation]), scale), shift);
    }

    static Attributes Pooled(int kernel, int stride, int pad, bool ceil)
    {
        Attributes window = new() { ["kernel_shape"] = (int[])[kernel, kernel], ["pads"] = (int[])[pad, pad, pad, pad], ["strides"] = (int[])[stride, stride] };
        return ceil ? window.With("ceil_mode", 1) : window;
    }
}
