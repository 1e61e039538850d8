using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>tf2onnx: channels last at both ends, a transpose behind the input and before what is flattened, SAME padding as pads of unequal sides.</summary>
static class TensorFlow
{
    public static Net Classifier()
    {
        var net = new Net(13, Names.TensorFlow);
        var x = net.Transpose(net.Input("serving_default_input:0", ElementType.Float32, "unk__0", 64, 64, 3), 0, 3, 1, 2);
        x = Same(net, x, 16);
        x = Same(net, net.Relu6(net.BatchNorm(x)), 24);
        x = net.Relu6(net.BatchNorm(x));
        x = net.Op("Flatten", net.Transpose(x, 0, 2, 3, 1));
        return net.Output(net.Softmax(net.Gemm(x, 10, inputs: 24 * 16 * 16), 1), "StatefulPartitionedCall:0");
    }

    /// <summary>A map of classes for every pixel, channels last, as a segmentation network gives it.</summary>
    public static Net Segmentation()
    {
        var net = new Net(13, Names.TensorFlow);
        var x = net.Transpose(net.Input("input_1", ElementType.Float32, "unk__1", 48, 80, 3), 0, 3, 1, 2);
        x = net.Relu(Same(net, net.Relu(Same(net, x, 16)), 24));
        var nothing = net.Weight(new(ElementType.Float32, [0], default));
        x = net.Op("Resize", [net.Conv(x, 5, 1), nothing, net.Weight(Tensor.Of([4], 1f, 1, 4, 4))], new() { ["mode"] = "linear", ["coordinate_transformation_mode"] = "asymmetric", ["nearest_mode"] = "floor" });
        return net.Output(net.Softmax(net.Transpose(x, 0, 2, 3, 1), 3), "logits", ElementType.Float32, "unk__2", 48, 80, 5);
    }

    static string Same(Net net, string x, int units) =>
        net.Op("Conv", [x, net.Normal(0.2, units, net.Channels(x), 3, 3), net.Normal(0.1, units)], new() { ["strides"] = (int[])[2, 2], ["kernel_shape"] = (int[])[3, 3], ["pads"] = (int[])[0, 0, 1, 1] }, units);
}
