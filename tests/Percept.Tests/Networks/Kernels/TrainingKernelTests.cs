using FsCheck.Xunit;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Kernels;

/// <summary>The kernels that training runs on give what the standard operators give.</summary>
public sealed class TrainingKernelTests
{
    [Property(MaxTest = 60)]
    public void Convolutions_and_both_their_adjoints_are_the_standard_ones(int seed)
    {
        var random = new Random(seed);
        int[] kernel = [random.Next(1, 8), random.Next(1, 8)];
        int[] pads = [.. Enumerable.Range(0, 4).Select(side => random.Next(0, kernel[side % 2]))];
        var (filters, channels) = (random.Next(1, 70), random.Next(1, 40));
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [random.Next(1, 12), channels, random.Next(kernel[0], 20), random.Next(kernel[1], 20)]);
        var (w, b) = (graph.Input("w", ElementType.Float32, [filters, channels, .. kernel]), graph.Input("b", ElementType.Float32, [filters]));
        var y = graph.Emit("Conv", random.Next(2) == 0 ? [x, w] : [x, w, b], new() { ["kernel_shape"] = kernel, ["strides"] = (int[])[random.Next(1, 4), random.Next(1, 4)], ["pads"] = pads });
        var dY = graph.Input("dY", ElementType.Float32, y.Shape);

        Agree(graph, y, [x, w], dY, random);
    }

    [Property(MaxTest = 40)]
    public void Batch_normalization_and_its_gradients_are_the_standard_ones(int seed)
    {
        var random = new Random(seed);
        var graph = new Graph();
        var channels = random.Next(1, 9);
        var x = graph.Input("x", ElementType.Float32, [random.Next(2, 9), channels, random.Next(1, 9), random.Next(1, 9)]);
        var rest = Enumerable.Range(0, 4).Select(i => graph.Input($"p{i}", ElementType.Float32, [channels])).ToArray();
        var outputs = graph.EmitAll("BatchNormalization", [x, .. rest], new() { ["training_mode"] = 1, ["epsilon"] = 1e-3f }, outputs: 3);
        var dY = graph.Input("dY", ElementType.Float32, x.Shape);

        Agree(graph, outputs[0], [x, rest[0], rest[1]], dY, random);
    }

    [Fact]
    public void Batch_normalization_in_training_is_what_ONNX_says()
    {
        var graph = new Graph();
        var (x, p) = (graph.Input("x", ElementType.Float32, [3, 2, 2, 5]), Enumerable.Range(0, 4).Select(i => graph.Input($"p{i}", ElementType.Float32, [2])).ToArray());
        var outputs = graph.EmitAll("BatchNormalization", [x, .. p], new() { ["training_mode"] = 1, ["momentum"] = 0.75f }, outputs: 3);
        int[] axes = [0, 2, 3];
        var mean = x.Mean(axes);
        var variance = ((x - mean) * (x - mean)).Mean(axes);
        Value Wide(Value list) => list.Reshape([2, 1, 1]);
        var expected = ((x - mean) / (variance + 1e-5).Sqrt() * Wide(p[0])) + Wide(p[1]);
        var (nextMean, nextVariance) = ((p[2] * 0.75) + (mean.Reshape([2]) * 0.25), (p[3] * 0.75) + (variance.Reshape([2]) * 0.25));
        using var session = new Session([("y", outputs[0]), ("m", outputs[1]), ("v", outputs[2]), ("y2", expected), ("m2", nextMean), ("v2", nextVariance)]);
        foreach (var input in session.Inputs) Runtime.Noise(input[^1], session.Input(input).Length).Values<float>().CopyTo(session.Input(input));
        session.Run();

        foreach (var name in (string[])["y", "m", "v"]) Near(session.Output(name + "2"), session.Output(name), 1e-5);
    }

    [Fact]
    public void Relu_passes_what_is_above_zero()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [2, 3, 5, 7]);
        Agree(graph, graph.Emit("Relu", [x]), [x], graph.Input("dY", ElementType.Float32, x.Shape), new(1));
    }

    static void Agree(Graph graph, Value y, Value[] xs, Value dY, Random random)
    {
        var gradients = Gradient.Of(y, xs, dY: dY);
        using var session = new Session([("y", y), .. gradients.Select((d, i) => ($"d{i}", d))], threads: 2);
        foreach (var input in session.Inputs) foreach (ref var value in session.Input(input)) value = (random.NextSingle() * 2) - 1;
        session.Run();
        var named = session.Inputs.ToDictionary(name => name, name => Tensor.Of(graph.Find(name)!.Shape, session.Input(name).ToArray()));

        var isNormalization = y.Producer!.Operator == "BatchNormalization";
        var expected = Runtime.Run(graph, [.. isNormalization ? [] : (IEnumerable<(string, Value)>)[("y", y)], .. gradients.Select((d, i) => ($"d{i}", d))], named);
        if (!isNormalization) Near(expected["y"].Values<float>(), session.Output("y"), 1e-5);
        // Through the statistics of a small batch large numbers cancel.
        for (var i = 0; i < xs.Length; i++) Near(expected[$"d{i}"].Values<float>(), session.Output($"d{i}"), isNormalization ? 1e-4 : 1e-5);
    }

    static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 1e-3f;
        foreach (var value in expected) scale = Math.Max(scale, Math.Abs(value));
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{expected[i]} was expected at {i}, and {actual[i]} found; the largest is {scale}.");
    }
}
