using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>One small network of everything whose form changed between opsets: pads, clips, slices, means, splits, resizes.</summary>
static class Opsets
{
    public static Net Write(int opset)
    {
        var net = new Net(opset, opset < 10 ? Names.OldPyTorch : Names.PyTorch);
        var x = Padded(net, net.Input(1, 3, 64, 64));
        x = net.Clip(net.BatchNorm(net.Conv(x, 16, 5, 2, pad: 0)), 0, 6);
        x = Doubled(net, net.MaxPool(x));
        var halves = net.Split(net.Relu(net.Conv(x, 24, 3, 2)), 1, 12, 12);
        x = net.Add(net.Slice(halves[0], 2, 0, 16), net.Slice(halves[1], 2, 0, 16));
        x = net.Squeeze(net.Unsqueeze(net.Mean(net.Op("Dropout", x), false, 2, 3), 2), 2);
        return net.Output(net.Softmax(net.Gemm(x, 6), 1), "scores");
    }

    static string Padded(Net net, string x) => net.Opset < 11
        ? net.Op("Pad", x, new() { ["mode"] = "reflect", ["pads"] = (int[])[0, 0, 2, 2, 0, 0, 2, 2] })
        : net.Op("Pad", [x, net.Ints(0, 0, 2, 2, 0, 0, 2, 2)], new() { ["mode"] = "reflect" });

    static string Doubled(Net net, string x) => net.Opset switch
    {
        < 9 => net.Op("Upsample", x, new() { ["mode"] = "nearest", ["scales"] = (float[])[1, 1, 2, 2] }),
        9 => net.Op("Upsample", [x, net.Weight(Tensor.Of([4], 1f, 1, 2, 2))], new() { ["mode"] = "nearest" }),
        10 => net.Op("Resize", [x, net.Weight(Tensor.Of([4], 1f, 1, 2, 2))], new() { ["mode"] = "nearest" }),
        _ => net.Op("Resize", [x, net.Weight(new(ElementType.Float32, [0], default)), net.Weight(Tensor.Of([4], 1f, 1, 2, 2))], new() { ["mode"] = "nearest", ["coordinate_transformation_mode"] = "asymmetric", ["nearest_mode"] = "floor" }),
    };
}
