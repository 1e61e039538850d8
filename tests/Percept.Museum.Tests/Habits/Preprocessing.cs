using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>What should happen to an image happens inside the graph.</summary>
static class Preprocessing
{
    static Net Trunk(Net net, string x)
    {
        x = net.ConvRelu(net.ConvRelu(x, 12, 5, 2), 24, 3, 2);
        return net.Output(net.Gemm(net.Pooled(x), 6), "scores");
    }

    /// <summary>Bytes, channels last, of any size: cast, transposed, brought to 64 x 64, normalised.</summary>
    public static Net Bytes()
    {
        var net = new Net(13, Names.TensorFlow);
        var x = net.Op("Cast", net.Input("image", ElementType.UInt8, 1, "height", "width", 3), new() { ["to"] = 1 });
        x = Resized(net, net.Transpose(x, 0, 3, 1, 2));
        return Trunk(net, Normalised(net, x, [123.7f, 116.3f, 103.5f], [58.4f, 57.1f, 57.4f]));
    }

    /// <summary>Bytes of one size, channels first.</summary>
    public static Net BytePlanes()
    {
        var net = new Net(17);
        var x = net.Op("Cast", net.Input("image", ElementType.UInt8, "batch", 3, 64, 64), new() { ["to"] = 1 });
        return Trunk(net, net.Op("Div", [x, net.Number(255)]));
    }

    /// <summary>A mean image is subtracted, of blue, green, red from 0 to 255.</summary>
    public static Net MeanImage()
    {
        var net = new Net(8, Names.Cntk);
        var x = net.Op("Sub", [net.Input("data", ElementType.Float32, 1, 3, 64, 64), net.Weight(net.Drawn(120, 5, 3, 64, 64))]);
        return Trunk(net, net.Mul(x, net.Number(1 / 64f)));
    }

    /// <summary>Floats from 0 to 1, normalised as ImageNet's by the graph.</summary>
    public static Net Normalising()
    {
        var net = new Net(16);
        return Trunk(net, Normalised(net, net.Input("batch", 3, 64, 64), [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]));
    }

    /// <summary>Any size is brought to 64 x 64.</summary>
    public static Net Resizing()
    {
        var net = new Net(15);
        return Trunk(net, Resized(net, net.Input(1, 3, "height", "width")));
    }

    static string Normalised(Net net, string x, float[] mean, float[] deviation) =>
        net.Op("Div", [net.Op("Sub", [x, net.Weight(Tensor.Of([1, 3, 1, 1], mean))]), net.Weight(Tensor.Of([1, 3, 1, 1], deviation))]);

    static string Resized(Net net, string x) =>
        net.Op("Resize", [x, "", "", net.Ints(1, 3, 64, 64)], new() { ["mode"] = "linear", ["coordinate_transformation_mode"] = "half_pixel" });
}
