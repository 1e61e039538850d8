using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>Unusual inputs and outputs.</summary>
static class Ends
{
    static Net Classifier(Net net, string x, int outputs = 1)
    {
        x = net.ConvRelu(net.ConvRelu(net.ConvRelu(x, 12, 5, 2), 16, 3, 2), 24);
        for (var i = 0; i < outputs; i++) net.Output(net.Gemm(net.Pooled(x), 6 + i), $"head{i}");
        return net;
    }

    /// <summary>Three heads on one trunk: classes, ages, boxes.</summary>
    public static Net ManyOutputs() => Written(14, net => Classifier(net, net.Input("batch", 3, 64, 64), outputs: 3));

    /// <summary>A second input beside the image: its size, as PaddleDetection asks for it.</summary>
    public static Net ManyInputs() => Written(12, net =>
    {
        var (image, scale) = (net.Input("image", ElementType.Float32, 1, 3, 64, 64), net.Input("scale_factor", ElementType.Float32, 1, 2));
        var x = net.ConvRelu(net.ConvRelu(image, 12, 5, 2), 24, 3, 2);
        var boxes = net.Op("Div", [net.Gemm(net.Pooled(x), 2), scale]);
        return net.Output(boxes, "boxes").Output(net.Gemm(net.Pooled(x), 6), "scores");
    });

    /// <summary>Two images, compared.</summary>
    public static Net TwoImages() => Written(13, net =>
    {
        var sides = new[] { "left", "right" }.Select(name => net.Input(name, ElementType.Float32, 1, 3, 64, 64)).ToArray();
        var x = net.Op("Concat", sides, new() { ["axis"] = 1 }, 6);
        return Classifier(net, x);
    });

    /// <summary>Height x width x channels, without a batch axis, added inside.</summary>
    public static Net NoBatch() => Written(13, net =>
    {
        var x = net.Unsqueeze(net.Transpose(net.Input("image", ElementType.Float32, 64, 64, 3), 2, 0, 1), 0);
        x = net.ConvRelu(net.ConvRelu(x, 12, 5, 2), 24, 3, 2);
        return net.Output(net.Squeeze(net.Gemm(net.Pooled(x), 6), 0), "scores");
    });

    /// <summary>Channels x height x width, without a batch axis.</summary>
    public static Net NoBatchPlanes() => Written(12, net =>
    {
        var x = net.Unsqueeze(net.Input("image", ElementType.Float32, 3, 64, 64), 0);
        x = net.ConvRelu(net.ConvRelu(x, 12, 5, 2), 24, 3, 2);
        return net.Output(net.Gemm(net.Pooled(x), 6), "scores");
    });

    /// <summary>Red, green, blue and a fourth channel.</summary>
    public static Net FourChannels() => Written(13, net => Classifier(net, net.Input("batch", 4, 64, 64)));

    public static Net Grayscale() => Written(13, net => Classifier(net, net.Input("batch", 1, 48, 48)));

    /// <summary>No two images at once, as zoos export them: the batch is 2.</summary>
    public static Net BatchOfTwo() => Written(13, net => Classifier(net, net.Input(2, 3, 64, 64)));

    public static Net NonSquare() => Written(13, net => Classifier(net, net.Input(1, 3, 48, 112)));

    /// <summary>Odd sizes and strides that do not divide them.</summary>
    public static Net OddSizes() => Written(13, net => Classifier(net, net.MaxPool(net.Input(1, 3, 77, 53), 3, 2)));

    /// <summary>Every size has a name.</summary>
    public static Net Symbolic() => Written(13, net => Classifier(net, net.Input("N", 3, "H", "W")));

    /// <summary>Only the width is free, as for lines of writing; the height is pooled away, and an LSTM reads along.</summary>
    public static Net LinesOfText() => Written(14, net =>
    {
        var x = net.ConvRelu(net.ConvRelu(net.Input(1, 3, 32, "width"), 12, 3, 2), 24, 3, 2);
        x = net.Transpose(net.Squeeze(net.Mean(x, true, 2), 2), 2, 0, 1);
        var lstm = net.Op("LSTM", [x, net.Normal(0.3, 2, 64, 24), net.Normal(0.3, 2, 64, 16)], new() { ["direction"] = "bidirectional", ["hidden_size"] = 16 }, 16);
        var steps = net.Op("Reshape", [net.Transpose(lstm, 0, 2, 1, 3), net.Ints(0, 0, -1)], channels: 32);
        return net.Output(net.Softmax(net.Linear(steps, 20), 2), "letters");
    });

    /// <summary>The size is fixed by an inner Reshape, though the input leaves it free.</summary>
    public static Net InnerReshape() => Written(13, net =>
    {
        var x = net.ConvRelu(net.ConvRelu(net.Input("batch", 3, "height", "width"), 12, 3, 2), 16, 3, 2);
        return net.Output(net.Gemm(net.Reshape(x, -1, 16 * 16 * 16), 6, inputs: 16 * 16 * 16), "scores");
    });

    /// <summary>Double precision throughout.</summary>
    public static Net Double() => Written(13, net =>
    {
        var x = net.Op("Cast", net.Input("input", ElementType.Float64, 1, 3, 64, 64), new() { ["to"] = 1 });
        return Classifier(net, x);
    });

    static Net Written(int opset, Func<Net, Net> write) => write(new(opset));
}
