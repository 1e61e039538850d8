using Percept.Attribution;
using Percept.Attribution.Checks;
using Percept.Attribution.Methods;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Tests.Attribution;

public sealed class AttributionCheckTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Weights_are_shuffled_from_the_top_and_no_further()
    {
        var applied = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] }).Apply(1);
        var before = Randomised.Learned(applied);
        Assert.Equal(["Conv", "Conv", "Gemm"], before.Select(node => node.Operator is "MatMul" ? "Gemm" : node.Operator));

        var after = Randomised.Learned(Randomised.From(applied, 1, seed: 0));

        Assert.Equal(Weights(before[0]), Weights(after[0]));
        foreach (var i in new[] { 1, 2 })
        {
            Assert.NotEqual(Weights(before[i]), Weights(after[i]));
            Assert.Equal(Weights(before[i]).Order(), Weights(after[i]).Order());
        }
    }

    [Fact]
    public void Removing_pixels_of_a_linear_network_follows_the_sum_of_their_shares()
    {
        var weights = Enumerable.Range(1, 64).Select(i => i / 64f).ToArray();
        var model = new TestModel().Input("image", 1, 1, 8, 8).Weight("w", Tensor.Of([64, 1], weights)).Node("Flatten", ["image"], ["flat"]).Node("MatMul", ["flat", "w"], ["y"]).Output("y");
        using var explainer = new Explainer(Network.Load(folder.Write("linear.onnx", model.Bytes)), Objective.Unit("y", 0), Picture.Filled(8, 8, Rgb.White), Baseline.Black);

        var check = explainer.Check([explainer.Explain(new GradientTimesInput())])[0];

        // 32 steps of two pixels each, the heaviest first.
        var left = Enumerable.Range(0, 33).Select(step => weights.Take(64 - (2 * step)).Sum() / weights.Sum()).ToArray();
        Assert.All(check.Deletion.Points.Zip(left), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
        Assert.True(check.Deletion.Area < check.Deletion.Chance);
        Assert.Null(check.Completeness);
    }

    [Fact]
    public void Checks_tell_a_map_that_ignores_the_weights_from_one_that_does_not()
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        using var explainer = new Explainer(network, Objective.Unit("output", 1), Picture.Decode(Atlases.Drawing.Scene(1, 32), "scene"));

        var check = explainer.Check([explainer.Explain(new IntegratedGradients())])[0];

        Assert.Equal(3, check.Cascade.Count);
        Assert.Equal([1 / 3.0, 2 / 3.0, 1], check.Cascade.Select(step => step.Shuffled), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.All(check.Cascade, step => Assert.InRange(step.Rank, -1, 0.999));
        Assert.True(check.Completeness!.Holds);
        Assert.Equal(1, check.Insertion.Points[^1], 1e-6);
        Assert.True((check with { Cascade = [.. check.Cascade.Select(step => step with { RankOfMagnitudes = 0.2 })] }).Holds);
        Assert.False((check with { Cascade = [.. check.Cascade.Select(step => step with { RankOfMagnitudes = 0.9 })] }).Holds);
    }

    [Fact]
    public void Weights_are_shuffled_again_where_a_unit_is_silent_with_them()
    {
        // Of 32 weights of which 20 lie below zero, half of all shuffles leave the unit silent on this picture.
        float[] weights = [.. Enumerable.Range(0, 32).Select(i => i < 20 ? -1f : 1.7f)];
        var model = new TestModel().Input("image", 1, 1, 8, 8).Weight("w", Tensor.Of([2, 1, 4, 4], weights)).Node("Conv", ["image", "w"], ["c"]).Node("Relu", ["c"], ["y"]).Output("y");
        var network = Network.Load(folder.Write("silent.onnx", model.Bytes));

        foreach (var seed in Enumerable.Range(0, 12))
        {
            using var explainer = new Explainer(network, Objective.Neuron("y", 1, 0, 0), Picture.Filled(8, 8, Rgb.White), Baseline.Black, seed);
            Assert.False(explainer.Check([explainer.Explain(new InputSlope())])[0].Cascade[^1].Map.IsEmpty);
        }
    }

    [Fact]
    public void Biases_and_means_are_forgotten_with_the_weights()
    {
        var model = new TestModel().Input("image", 1, 1, 4, 4).Weight("w", Tensor.Of([2, 1, 1, 1], 1f, 2)).Weight("b", Tensor.Of([2], 3f, 4))
            .Weight("scale", Tensor.Of([2], 5f, 6)).Weight("shift", Tensor.Of([2], 7f, 8)).Weight("mean", Tensor.Of([2], 9f, 10)).Weight("variance", Tensor.Of([2], 11f, 12))
            .Node("Conv", ["image", "w", "b"], ["c"]).Node("BatchNormalization", ["c", "scale", "shift", "mean", "variance"], ["y"]).Output("y");

        var nodes = Randomised.From(Network.Load(folder.Write("norm.onnx", model.Bytes)).Apply(1), 0, seed: 0).Image.Graph.Nodes;
        var (conv, norm) = (nodes.Single(node => node.Operator == "Conv"), nodes.Single(node => node.Operator == "BatchNormalization"));

        Assert.All([conv.Inputs[2], norm.Inputs[2], norm.Inputs[3]], input => Assert.Equal([0f, 0], input!.Constant!.To<float>()));
        Assert.Equal([1f, 2], conv.Inputs[1]!.Constant!.To<float>().Order());
        Assert.Equal([5f, 6], norm.Inputs[1]!.Constant!.To<float>().Order());
        Assert.Equal([11f, 12], norm.Inputs[4]!.Constant!.To<float>().Order());
    }

    [Fact]
    public void What_the_objective_cannot_see_makes_no_two_maps_alike()
    {
        var random = new Random(0);
        AttributionMap Corner() => new(new GradientTimesInput(), 1, 64, 64, [.. Enumerable.Range(0, 64 * 64).Select(i => i / 64 < 20 && i % 64 < 20 ? random.NextSingle() : 0)]);

        var step = CascadeStep.Of("all", 1, Corner(), Corner(), CascadeStep.Envelope(Corner()));

        Assert.InRange(step.Rank, -0.2, 0.2);
        Assert.InRange(step.RankOfMagnitudes, -0.2, 0.2);
    }

    [Fact]
    public void Removing_pixels_tells_nothing_where_the_objective_falls_from_the_baseline()
    {
        var check = Of(new([1, 2, 0], 0.5, -1), new([0, 2, 1], 0.5, 1));

        Assert.Contains(check.Sentences(), sentence => sentence.StartsWith("The objective is no higher at the picture than without it", StringComparison.Ordinal));

        static AttributionCheck Of(RemovalCurve deletion, RemovalCurve insertion) => new(new(new GradientTimesInput(), 1, 2, 2, [1, 2, 3, 4]), [], deletion, insertion, null);
    }

    static float[] Weights(Node node) => node.Inputs[1]!.Constant!.To<float>();
}
