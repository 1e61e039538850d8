using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>Networks that give images.</summary>
static class Decoders
{
    /// <summary>A U-Net: what is fine passes beside what is coarse, and comes back by ConvTranspose.</summary>
    public static Net UNet()
    {
        var net = new Net(13);
        var fine = net.ConvRelu(net.Input("batch", 3, "height", "width"), 12);
        var middle = net.ConvRelu(net.MaxPool(fine), 16);
        var deep = net.ConvRelu(net.MaxPool(middle), 24);
        var x = net.ConvRelu(net.Concat(1, Up(net, deep, 16), middle), 16);
        x = net.ConvRelu(net.Concat(1, Up(net, x, 12), fine), 12);
        return net.Output(net.Op("Sigmoid", net.Conv(x, 1, 1)), "mask");
    }

    /// <summary>Style transfer: reflections at the border, instance normalisation, nearest upsampling.</summary>
    public static Net Style()
    {
        var net = new Net(9, Names.OldPyTorch);
        var x = Block(net, Block(net, net.Input("input1", ElementType.Float32, 1, 3, 64, 64), 12, 1), 24, 2);
        x = net.Add(x, Block(net, x, 24, 1));
        x = Block(net, net.Op("Upsample", [x, net.Weight(Tensor.Of([4], 1f, 1, 2, 2))], new() { ["mode"] = "nearest" }), 12, 1);
        return net.Output(net.Conv(x, 3), "output1");
    }

    /// <summary>One channel in, a larger one out, by depth to space written as Reshape and Transpose.</summary>
    public static Net SuperResolution()
    {
        var net = new Net(10, Names.OldPyTorch);
        var x = net.Relu(net.Conv(net.Relu(net.Conv(net.Input("batch", 1, 56, 56), 16, 5)), 24));
        x = net.Transpose(net.Reshape(net.Conv(x, 4), -1, 1, 2, 2, 56, 56), 0, 1, 4, 2, 5, 3);
        return net.Output(net.Reshape(x, -1, 1, 112, 112), "output");
    }

    static string Up(Net net, string x, int units) =>
        net.Op("ConvTranspose", [x, net.Normal(0.2, net.Channels(x), units, 2, 2), net.Normal(0.1, units)], new() { ["kernel_shape"] = (int[])[2, 2], ["strides"] = (int[])[2, 2] }, units);

    static string Block(Net net, string x, int units, int stride)
    {
        x = net.Conv(net.Op("Pad", x, new() { ["mode"] = "reflect", ["pads"] = (int[])[0, 0, 1, 1, 0, 0, 1, 1] }), units, 3, stride, pad: 0);
        return net.Relu(net.Op("InstanceNormalization", [x, net.Weight(net.Drawn(1, 0.1, units)), net.Normal(0.1, units)]));
    }
}
