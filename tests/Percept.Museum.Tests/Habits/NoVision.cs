using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>Files that are no vision networks; each should be refused with a sentence.</summary>
static class NoVision
{
    public static Exhibit[] All { get; } =
    [
        Exhibit.Of("text", "words as numbers", _ => Text()) with { IsVision = false },
        Exhibit.Of("sound", "one axis of time", _ => Sound()) with { IsVision = false },
        Exhibit.Of("table", "a row of numbers", _ => Table()) with { IsVision = false },
        Exhibit.Of("video", "three axes", _ => Video()) with { IsVision = false },
    ];

    /// <summary>Words as numbers.</summary>
    public static Net Text()
    {
        var net = new Net(13);
        var x = net.Op("Gather", [net.Normal(1, 100, 16), net.Input("input_ids", ElementType.Int64, "batch", "sequence")], channels: 16);
        return net.Output(net.Gemm(net.Mean(net.Linear(x, 16), false, 1), 4), "scores");
    }

    /// <summary>Sound: one axis of time.</summary>
    public static Net Sound()
    {
        var net = new Net(13);
        var x = net.Op("Conv", [net.Input("audio", ElementType.Float32, 1, 1, 4000), net.Normal(0.2, 8, 1, 25)], new() { ["strides"] = (int[])[10] }, 8);
        return net.Output(net.Gemm(net.Mean(net.Relu(x), false, 2), 4), "scores");
    }

    /// <summary>A row of numbers, as of a table.</summary>
    public static Net Table()
    {
        var net = new Net(13);
        return net.Output(net.Gemm(net.Relu(net.Gemm(net.Input("features", ElementType.Float32, "batch", 20), 16, inputs: 20)), 2), "scores");
    }

    /// <summary>A video: an axis of time beside height and width.</summary>
    public static Net Video()
    {
        var net = new Net(13);
        var x = net.Op("Conv", [net.Input("clip", ElementType.Float32, 1, 3, 4, 32, 32), net.Normal(0.2, 8, 3, 3, 3, 3)], null, 8);
        return net.Output(net.Gemm(net.Mean(net.Relu(x), false, 2, 3, 4), 4), "scores");
    }
}
