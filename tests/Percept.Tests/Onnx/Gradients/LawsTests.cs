using FsCheck.Xunit;
using Microsoft.ML.OnnxRuntime;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

/// <summary>What holds of the gradient of every network, on networks drawn at random.</summary>
public sealed class LawsTests
{
    const int Most = 25;

    [Property(MaxTest = Most)]
    public void A_gradient_is_linear_in_its_weights(int seed)
    {
        var (graph, x) = Image();
        var y = Network(x, new Random(seed), layers: 4);
        var (u, v) = (Noise(graph, y.Shape, seed + 1), Noise(graph, y.Shape, seed + 2));

        AssertSame(
            (3 * Gradient.Of(y, [x], dY: u)[0]) - (2 * Gradient.Of(y, [x], dY: v)[0]),
            Gradient.Of(y, [x], dY: (3 * u) - (2 * v))[0], seed);
    }

    [Property(MaxTest = Most)]
    public void A_gradient_through_two_networks_is_that_of_the_first_weighted_by_that_of_the_second(int seed)
    {
        var (graph, x) = Image();
        var random = new Random(seed);
        // Two transpositions could cancel, and the second network would not start where the first ends.
        var between = graph.Emit("Tanh", [Network(x, random, layers: 3)]);
        var y = Network(between, random, layers: 3);
        var dY = Noise(graph, y.Shape, seed);

        AssertSame(Gradient.Of(between, [x], dY: Gradient.Of(y, [between], dY: dY)[0])[0], Gradient.Of(y, [x], dY: dY)[0], seed);
    }

    [Property(MaxTest = Most)]
    public void An_input_that_is_not_used_has_a_gradient_of_zeros(int seed)
    {
        var (graph, x) = Image();
        var other = graph.Input("other", ElementType.Float32, [3, 2]);

        var dX = Gradient.Of(Network(x, new Random(seed), layers: 4), [x, other])[1];

        Assert.All(Run([dX], seed)[0], number => Assert.Equal(0, number));
    }

    [Property(MaxTest = Most)]
    public void A_network_that_is_there_twice_counts_twice(int seed)
    {
        var (graph, x) = Image();
        Value first = Network(x, new Random(seed), layers: 4), second = Network(x, new Random(seed), layers: 4);

        var dY = Noise(graph, first.Shape, seed);

        AssertSame(2 * Gradient.Of(first, [x], dY: dY)[0], Gradient.Of(first + second, [x], dY: dY)[0], seed);
    }

    [Property(MaxTest = 10)]
    public void A_gradient_of_the_network_that_was_written_or_optimised_is_that_of_the_network(int seed)
    {
        var (graph, x) = Image();
        var y = Network(x, new Random(seed), layers: 6);
        var expected = Run([Gradient.Of(y, [x], dY: Noise(graph, y.Shape, seed))[0]], seed)[0];
        var written = GraphWriter.Write(graph, [("y", y)]);

        foreach (var bytes in new[] { written, Optimized(written) })
        {
            var read = Model.Parse(bytes, "test.onnx").Build();
            AssertClose(expected, Run([Gradient.Of(read.Find("y")!, [read.Find("x")!], dY: Noise(read, y.Shape, seed))[0]], seed)[0]);
        }
    }

    static (Graph, Value) Image()
    {
        var graph = new Graph();
        return (graph, graph.Input("x", ElementType.Float32, [2, 4, 6, 6]));
    }

    static Value Network(Value x, Random random, int layers)
    {
        for (var i = 0; i < layers; i++) x = kinds[random.Next(kinds.Length)](x, random);
        return x;
    }

    static readonly Func<Value, Random, Value>[] kinds =
    [
        (x, random) => x.Graph.Emit("Conv", [x, Noise(x.Graph, [8, x.Shape[1], 3, 3], random.Next(3)) * 0.2, Noise(x.Graph, [8], random.Next(3))], new() { ["pads"] = (int[])[1, 1, 1, 1] }),
        (x, random) => x.Graph.Emit("Conv", [x, Noise(x.Graph, [x.Shape[1], 1, 3, 3], random.Next(3)) * 0.3], new() { ["pads"] = (int[])[1, 0, 1, 2], ["group"] = x.Shape[1] }),
        (x, _) => x.Graph.Emit("Sigmoid", [x]),
        (x, _) => x.Graph.Emit("Tanh", [x]) + x,
        (x, _) => 0.5 * x * (1 + x.Graph.Emit("Erf", [x * Math.Sqrt(0.5)])),
        (x, random) => x.Graph.Emit("BatchNormalization", [x, Noise(x.Graph, [x.Shape[1]], random.Next(3)), Noise(x.Graph, [x.Shape[1]], 4), Noise(x.Graph, [x.Shape[1]], 5), Noise(x.Graph, [x.Shape[1]], 6).Exp()], new() { ["epsilon"] = 1e-3f }),
        (x, _) => x.Graph.Emit("LayerNormalization", [x, x.Scalar(1).Expand([x.Shape[-1]])], new() { ["axis"] = -1 }),
        (x, _) => x * x.Graph.Emit("Sigmoid", [x.Mean([2, 3])]),
        (x, _) => x.Graph.Emit("Softmax", [x], new() { ["axis"] = 1 }) * x,
        (x, _) => x.Graph.Emit("AveragePool", [x], new() { ["kernel_shape"] = (int[])[3, 3], ["pads"] = (int[])[1, 1, 1, 1] }),
        (x, _) => x.Swap(2, 3),
        (x, _) => x.Graph.Emit("Concat", [x.Slice(1, 0, 2), x.Slice(1, 1, x.Shape[1]) * x.Slice(1, 0, 1)], new() { ["axis"] = 1 }),
        (x, random) => x.Transpose(0, 2, 3, 1).MatMul(Noise(x.Graph, [x.Shape[1], 4], random.Next(3)) * 0.5).Transpose(0, 3, 1, 2),
    ];

    static Value Noise(Graph graph, Shape shape, int seed) => graph.Constant(Tensor.Of(shape, GradientCheck.Normal(new(seed), (int)shape.Elements)));

    static byte[] Optimized(byte[] model)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var settings = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED, OptimizedModelFilePath = file, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            new InferenceSession(model, settings).Dispose();
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    static void AssertSame(Value expected, Value actual, int seed)
    {
        var results = Run([expected, actual], seed);
        AssertClose(results[0], results[1]);
    }

    static void AssertClose(float[] expected, float[] actual)
    {
        var scale = expected.Max(Math.Abs) + 1e-2f;
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-4f * scale, $"{pair.Second} instead of {pair.First}, where the largest is {scale}."));
    }

    static float[][] Run(Value[] values, int seed)
    {
        using var session = new Session([.. values.Select((value, i) => ($"result{i}", value))], threads: 1);
        if (session.Inputs.Contains("x")) GradientCheck.Normal(new(seed), 288).CopyTo(session.Input("x"));
        session.Run();
        return [.. values.Select((_, i) => session.Output($"result{i}").ToArray())];
    }
}
