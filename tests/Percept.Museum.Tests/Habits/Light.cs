using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>The model zoo's light graphs: weights come of nodes, or are inputs with a value of their own.</summary>
static class Light
{
    /// <summary>ConstantOfShape instead of weights, so every unit of a layer is the same.</summary>
    public static Net Constant()
    {
        var net = new Net(9, Names.OldPyTorch);
        var x = net.Input("data_0", ElementType.Float32, 1, 3, 64, 64);
        foreach (var (units, kernel, stride) in ((int, int, int)[])[(12, 7, 4), (16, 5, 2), (24, 3, 1)])
            x = net.Op("LRN", net.Relu(net.Op("Conv", [x, Full(net, units, net.Channels(x), kernel, kernel), Full(net, units)], new() { ["kernel_shape"] = (int[])[kernel, kernel], ["strides"] = (int[])[stride, stride] }, units)), new() { ["size"] = 5 });
        return net.Output(net.Softmax(net.Op("Gemm", [net.Pooled(x), Full(net, 10, 24), Full(net, 10)], new() { ["transB"] = 1 }), 1), "prob_1");
    }

    /// <summary>Files of IR version 3 list every weight among the inputs.</summary>
    public static Net WeightsAsInputs()
    {
        var net = new Net(7, Names.OldPyTorch);
        var x = net.ConvRelu(net.ConvRelu(net.Input("data", ElementType.Float32, 1, 3, 64, 64), 16, 5, 2), 24, 3, 2);
        net.Output(net.Gemm(net.Pooled(x), 6), "scores");
        net.Proto.IrVersion = 3;
        foreach (var weight in net.Proto.Graph.Initializer.Reverse()) net.Input(weight.Name, (ElementType)weight.DataType, [.. weight.Dims.Select(size => (object)(int)size)]);
        var image = net.Proto.Graph.Input[0];
        net.Proto.Graph.Input.RemoveAt(0);
        net.Proto.Graph.Input.Add(image);
        return net;
    }

    static string Full(Net net, params int[] sizes) =>
        net.Op("ConstantOfShape", [net.Ints([.. sizes.Select(size => (long)size)])], new() { ["value"] = Tensor.Of([1], 0.03f) });
}
