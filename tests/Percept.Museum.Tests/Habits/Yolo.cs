using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>Detectors in the manner of YOLO: SiLU blocks, features of three scales joined, boxes from a softmax over bins; with and without what picks boxes.</summary>
static class Yolo
{
    const int Classes = 4, Bins = 4, Side = 96;

    /// <summary>Boxes and scores of all positions, one tensor (batch x 4 + classes x positions).</summary>
    public static Net Raw()
    {
        var net = new Net(17);
        var (boxes, scores) = Head(net, net.Input("images", ElementType.Float32, 1, 3, Side, Side));
        return net.Output(net.Op("Concat", [boxes, scores], new() { ["axis"] = 1 }), "output0");
    }

    /// <summary>The same with NonMaxSuppression in the graph; how many boxes there are depends on the image.</summary>
    public static Net Suppressed()
    {
        var net = new Net(16);
        var (boxes, scores) = Head(net, net.Input("images", ElementType.Float32, 1, 3, Side, Side));
        var rows = net.Transpose(boxes, 0, 2, 1);
        var kept = net.Op("NonMaxSuppression", [rows, scores, net.Ints(20), net.Number(0.5f), net.Number(0.1f)]);
        var index = net.Squeeze(net.Slice(kept, 1, 2, 3), 1);
        return net.Output(net.Op("Gather", [rows, index], new() { ["axis"] = 1 }), "boxes").Output(kept, "selected", ElementType.Int64);
    }

    /// <summary>The best boxes by TopK, as detectors that need no suppression give them.</summary>
    public static Net Best()
    {
        var net = new Net(15);
        var (boxes, scores) = Head(net, net.Input("images", ElementType.Float32, "batch", 3, Side, Side));
        var best = net.Op("ReduceMax", [net.Transpose(scores, 0, 2, 1)], new() { ["axes"] = (int[])[-1], ["keepdims"] = 0 });
        var top = net.Ops("TopK", [best, net.Ints(10)], 2, new() { ["axis"] = -1, ["largest"] = 1, ["sorted"] = 1 });
        var index = net.Op("Expand", [net.Unsqueeze(top[1], -1), net.Ints(1, 10, 4)]);
        return net.Output(net.Op("GatherElements", [net.Transpose(boxes, 0, 2, 1), index], new() { ["axis"] = 1 }), "boxes").Output(top[0], "scores").Output(top[1], "labels", ElementType.Int64);
    }

    static (string Boxes, string Scores) Head(Net net, string x)
    {
        var fine = Block(net, Block(net, net.Silu(net.Conv(x, 8, 3, 2)), 16, 2), 16, 2);
        var middle = Block(net, fine, 24, 2);
        var coarse = Pyramid(net, Block(net, middle, 32, 2));
        var up = net.Op("Resize", [coarse, "", net.Weight(Tensor.Of([4], 1f, 1, 2, 2))], new() { ["mode"] = "nearest", ["coordinate_transformation_mode"] = "asymmetric", ["nearest_mode"] = "floor" });
        var joined = Block(net, net.Concat(1, up, middle), 24, 1);
        (string Of, int Side)[] scales = [(fine, Side / 8), (joined, Side / 16), (coarse, Side / 32)];
        var flat = scales.Select(scale => net.Reshape(net.Conv(net.Silu(net.Conv(scale.Of, 16)), (4 * Bins) + Classes, 1), 1, (4 * Bins) + Classes, scale.Side * scale.Side)).ToArray();
        var parts = net.Split(net.Op("Concat", flat, new() { ["axis"] = 2 }), 1, 4 * Bins, Classes);

        var positions = scales.Sum(scale => scale.Side * scale.Side);
        var likely = net.Softmax(net.Transpose(net.Reshape(parts[0], 1, 4, Bins, positions), 0, 2, 1, 3), 1);
        var distances = net.Reshape(net.Op("Conv", [likely, net.Weight(Tensor.Of([1, Bins, 1, 1], 0f, 1, 2, 3))]), 1, 4, positions);
        return (net.Mul(distances, net.Number(8)), net.Op("Sigmoid", parts[1]));
    }

    static string Block(Net net, string x, int units, int stride)
    {
        var wide = net.Silu(net.Conv(x, units, 3, stride));
        var halves = net.Split(wide, 1, units / 2, units / 2);
        return net.Silu(net.Conv(net.Concat(1, halves[0], net.Add(halves[1], net.Silu(net.Conv(halves[1], units / 2)))), units, 1));
    }

    /// <summary>Pools of one size after another, joined (SPPF).</summary>
    static string Pyramid(Net net, string x)
    {
        var first = net.MaxPool(x, 5, 1, 2);
        var second = net.MaxPool(first, 5, 1, 2);
        return net.Silu(net.Conv(net.Concat(1, x, first, second), 32, 1));
    }
}
