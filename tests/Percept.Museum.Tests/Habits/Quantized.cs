using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>Networks of 8-bit integers, in the four ways that ONNX Runtime's quantizer and PyTorch write them.</summary>
static class Quantized
{
    /// <summary>QuantizeLinear and DequantizeLinear around float operators.</summary>
    public static Net Pairs()
    {
        var net = new Net(13);
        var x = Pair(net, net.Input("batch", 3, 64, 64), 0.02f);
        foreach (var (units, stride) in ((int, int)[])[(16, 2), (24, 2), (24, 1)])
            x = Pair(net, net.Relu(net.Op("Conv", [x, Weight(net, net.Channels(x), units), net.Normal(0.1, units)], Window(stride), units)), 0.05f);
        return net.Output(net.Gemm(net.Pooled(x), 6), "scores");
    }

    /// <summary>QLinearConv, QLinearMatMul and the com.microsoft operators between.</summary>
    public static Net Linear()
    {
        var net = new Net(12);
        var zero = net.Weight(Tensor.Full(ElementType.UInt8, Shape.Scalar, 128));
        var (scale, wide) = (net.Number(0.02f), net.Number(0.05f));
        var x = net.Op("QuantizeLinear", [net.Input("batch", 3, 64, 64), scale, zero]);
        var from = scale;
        foreach (var (units, stride) in ((int, int)[])[(16, 2), (24, 2), (24, 1)])
        {
            var weight = net.Weight(Tensor.From(ElementType.Int8, [units, net.Channels(x), 3, 3], net.Drawn(0, 40, units, net.Channels(x), 3, 3).To<float>()));
            var bias = net.Weight(Tensor.From(ElementType.Int32, [units], net.Drawn(0, 100, units).To<float>()));
            x = net.Op("QLinearConv", [x, from, zero, weight, net.Number(0.005f), net.Weight(Tensor.Full(ElementType.Int8, Shape.Scalar, 0)), wide, zero, bias], Window(stride), units);
            from = wide;
        }
        x = net.Op("com.microsoft::QLinearAdd", [x, wide, zero, x, wide, zero, wide, zero]);
        x = net.Op("com.microsoft::QLinearGlobalAveragePool", [x, wide, zero, wide, zero], new() { ["channels_last"] = 0 });
        return net.Output(net.Gemm(net.Op("Flatten", net.Op("DequantizeLinear", [x, wide, zero])), 6), "scores");
    }

    /// <summary>DynamicQuantizeLinear before ConvInteger and MatMulInteger.</summary>
    public static Net Dynamic()
    {
        var net = new Net(11);
        var x = net.Input("batch", 3, 64, 64);
        foreach (var (units, stride) in ((int, int)[])[(16, 2), (24, 2), (24, 1)])
        {
            var bias = net.Normal(0.1, 1, units, 1, 1);
            x = net.Relu(net.Add(Dynamic(net, x, net.Weight(Bytes(net, 20, units, net.Channels(x), 3, 3)), "ConvInteger", Window(stride), units), bias));
        }
        var scores = Dynamic(net, net.Pooled(x), net.Weight(Bytes(net, 20, 24, 6)), "MatMulInteger", null, 6);
        return net.Output(net.Add(scores, net.Normal(0.1, 6)), "scores");
    }

    /// <summary>Half precision inside, floats at both ends, and nodes that do not stand in the order they run in.</summary>
    public static Net Half()
    {
        var net = new Net(12);
        var x = net.Op("Cast", net.Input("batch", 3, 64, 64), new() { ["to"] = (int)ElementType.Float16 });
        foreach (var (units, stride) in ((int, int)[])[(16, 2), (24, 2), (24, 1)])
        {
            var weight = net.Weight(Halved(net.Drawn(0, Math.Sqrt(2.0 / (9 * net.Channels(x))), units, net.Channels(x), 3, 3)));
            x = net.Relu(net.Op("Conv", [x, weight, net.Weight(Halved(net.Drawn(0, 0.1, units)))], Window(stride), units));
        }
        net.Output(net.Gemm(net.Op("Cast", net.Pooled(x), new() { ["to"] = 1 }), 6), "scores");
        var nodes = net.Proto.Graph.Node.ToArray();
        net.Proto.Graph.Node.Clear();
        net.Proto.Graph.Node.AddRange(nodes.Reverse());
        return net;
    }

    /// <summary>Half precision at the input and output, too.</summary>
    public static Net HalfThroughout()
    {
        var net = new Net(17);
        var x = net.Input("input", ElementType.Float16, 1, 3, 64, 64);
        foreach (var (units, stride) in ((int, int)[])[(16, 2), (24, 2)])
        {
            var weight = net.Weight(Halved(net.Drawn(0, Math.Sqrt(2.0 / (9 * net.Channels(x))), units, net.Channels(x), 3, 3)));
            x = net.Relu(net.Op("Conv", [x, weight], Window(stride), units));
        }
        return net.Output(net.Op("MatMul", [net.Pooled(x), net.Weight(Halved(net.Drawn(0, 0.2, 24, 6)))], channels: 6), "scores", ElementType.Float16);
    }

    static string Pair(Net net, string x, float scale)
    {
        var (s, zero) = (net.Number(scale), net.Weight(Tensor.Full(ElementType.UInt8, Shape.Scalar, 64)));
        return net.Op("DequantizeLinear", [net.Op("QuantizeLinear", [x, s, zero]), s, zero]);
    }

    /// <summary>A weight of int8 with a scale for each unit.</summary>
    static string Weight(Net net, int inputs, int units) => net.Op("DequantizeLinear",
        [net.Weight(Tensor.From(ElementType.Int8, [units, inputs, 3, 3], net.Drawn(0, 40, units, inputs, 3, 3).To<float>())), net.Weight(Tensor.Full(ElementType.Float32, [units], 0.005)), net.Weight(Tensor.Full(ElementType.Int8, [units], 0))],
        new() { ["axis"] = 0 });

    static string Dynamic(Net net, string x, string weight, string operation, Attributes? attributes, int units)
    {
        var quantized = net.Ops("DynamicQuantizeLinear", [x], 3);
        var product = net.Op(operation, [quantized[0], weight, quantized[2], net.Weight(Tensor.Full(ElementType.UInt8, Shape.Scalar, 128))], attributes, units);
        return net.Mul(net.Op("Cast", product, new() { ["to"] = 1 }), net.Mul(quantized[1], net.Number(0.005f)));
    }

    static Tensor Bytes(Net net, double deviation, params int[] sizes) => Tensor.From(ElementType.UInt8, Shape.Of(sizes), net.Drawn(128, deviation, sizes).To<float>());

    static Tensor Halved(Tensor tensor) => Tensor.From(ElementType.Float16, tensor.Shape, tensor.Values<float>());

    static Attributes Window(int stride) => new() { ["kernel_shape"] = (int[])[3, 3], ["pads"] = (int[])[1, 1, 1, 1], ["strides"] = (int[])[stride, stride] };
}
