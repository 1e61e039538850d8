using Percept.Attribution;
using Percept.Attribution.Methods;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Tests.Attribution;

/// <summary>Methods against their definitions, on networks whose answers are known.</summary>
public sealed class MethodTests : IDisposable
{
    const int Side = 8;

    readonly TemporaryFolder folder = new();
    readonly float[] weights = Runtime.Noise(1, Side * Side).To<float>();
    readonly Picture picture = Noise(Side, 1);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Steps_that_are_given_are_neither_fewer_nor_more()
    {
        Assert.Equal(new IntegratedGradients(8, More: 0), new IntegratedGradients().With(new() { Samples = 8 }));
        Assert.Equal(new IntegratedGradients(), new IntegratedGradients().With(new()));
    }

    [Fact]
    public void On_a_linear_network_the_gradient_is_the_weights() => Near(weights, Linear(new InputSlope()));

    [Fact]
    public void On_a_linear_network_smoothgrad_is_the_weights() => Near(weights, Linear(new SmoothGrad(Samples: 3)));

    [Fact]
    public void On_a_linear_network_gradient_times_input_is_weights_times_input() => Near(Shares(), Linear(new GradientTimesInput()));

    [Fact]
    public void On_a_linear_network_integrated_gradients_are_weights_times_input() => Near(Shares(), Linear(new IntegratedGradients(Steps: 2)));

    [Fact]
    public void On_a_linear_network_rise_comes_near_its_expectation()
    {
        const double Visible = 0.5;
        var (map, all) = (Linear(new Rise(Masks: 20_000, Cells: Side, Visible)), Shares().Sum());

        // With a cell for each pixel these are visible or not by themselves: E[f m] / p = p Σ a + (1 − p) a.
        var expected = Shares().Select(share => (Visible * all) + ((1 - Visible) * share)).ToArray();
        Assert.All(map.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 0.08));
    }

    [Theory, InlineData(3), InlineData(4), InlineData(8)]
    public void Occlusion_is_what_covering_by_hand_gives(int window)
    {
        var (shares, fall, covered, step) = (Shares(), new double[Side * Side], new int[Side * Side], Math.Max(1, window / 2));
        var starts = Enumerable.Range(0, Side).Where(start => start == Side - window || (start % step == 0 && start < Side - window)).ToArray();
        foreach (var top in starts)
            foreach (var left in starts)
            {
                var inside = Enumerable.Range(0, Side * Side).Where(i => i / Side >= top && i / Side < top + window && i % Side >= left && i % Side < left + window).ToArray();
                foreach (var i in inside) (fall[i], covered[i]) = (fall[i] + inside.Sum(j => shares[j]), covered[i] + 1);
            }

        Near([.. fall.Zip(covered, (sum, count) => (float)(sum / count))], Linear(new Occlusion(window)));
    }

    [Fact]
    public void Grad_CAM_is_what_is_computed_by_hand()
    {
        // u0 = x and u1 = 1 − x, whose means are weighted by 2 and −3: their derivatives are 2/4 and −3/4 everywhere.
        using var explainer = Averaging(new(2, 2, 1, [255, 204, 0, 102]));

        Near([0.5f, 0.25f, 0, 0], explainer.Explain(new GradCam()).Values);
        Near([0.5f, 0.4f, 0, 0.2f], explainer.Explain(new LayerCam()).Values);
        Assert.Equal("u", Assert.IsType<GradCam>(explainer.Explain(new GradCam()).Method).Layer);
    }

    [Fact]
    public void A_layer_behind_the_objective_is_refused()
    {
        using var explainer = Averaging(new(2, 2, 1, [255, 204, 0, 102]), Objective.Unit("u", 0));

        Assert.Contains("does not lie between", Assert.Throws<GraphException>(() => explainer.Explain(new GradCam("y"))).Message);
    }

    [Fact]
    public void Guided_backpropagation_and_deconvnet_let_through_what_they_say()
    {
        // y = 2 relu(x) − relu(1 − x): the true derivative is 2 + 1; only the first way raises y.
        using var explainer = Averaging(new(2, 2, 1, [255, 204, 51, 102]));

        Near([0.5f, 0.5f, 0.5f, 0.5f], explainer.Explain(new GuidedBackpropagation()).Values);
        Near([0.5f, 0.5f, 0.5f, 0.5f], explainer.Explain(new Deconvnet()).Values);
    }

    [Theory, InlineData(Baseline.Black), InlineData(Baseline.Grey), InlineData(Baseline.Blur)]
    public void Integrated_gradients_sum_to_the_rise_from_the_baseline(Baseline baseline)
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        using var explainer = new Explainer(network, Objective.Unit("output", 1), Noise(32, 3), baseline);

        var sum = explainer.Explain(new IntegratedGradients()).Values.Sum(value => (double)value);

        Assert.Equal(explainer.Value - explainer.BaselineValue, sum, 0.03 * Math.Abs(explainer.Value - explainer.BaselineValue));
    }

    [Fact]
    public void Steps_are_cut_where_the_slope_changes_and_nowhere_else()
    {
        // y = relu(1000 (mean − 0.9)): ten equal steps to white miss where it begins by half a step, and equal ones would have to be a hundred.
        var model = new TestModel().Input("image", 1, 1, 2, 2).Weight("w", Tensor.Of([1, 1, 2, 2], 250f, 250, 250, 250)).Weight("b", Tensor.Of([1], -917f))
            .Node("Conv", ["image", "w", "b"], ["c"]).Node("Relu", ["c"], ["y"]).Output("y");
        using var explainer = new Explainer(Network.Load(folder.Write("late.onnx", model.Bytes)), Objective.Unit("y", 0), Picture.Filled(2, 2, Rgb.White), Baseline.Black);

        var map = explainer.Explain(new IntegratedGradients(10, More: 40));

        Assert.Equal(explainer.Value, map.Values.Sum(), 0.02 * explainer.Value);
        Assert.InRange(((IntegratedGradients)map.Method).Steps, 11, 30);
    }

    [Fact]
    public void The_zero_baseline_is_what_the_input_takes_as_zero()
    {
        var path = TinyNetwork.Write(folder);
        var network = Network.Load(path, new() { Size = [32, 32], Range = [-1, 1], Mean = [0.2, 0, -0.2], Channels = ChannelOrder.Bgr });

        var zero = Baselines.Of(Baseline.Zero, network, Noise(32, 3));

        // The network takes blue first: blue's mean is 0.2.
        Assert.Equal([0.4f, 0.5f, 0.6f], [zero[0], zero[32 * 32], zero[2 * 32 * 32]], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_maps_and_another_gives_others()
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        float[] Map(Method method, int seed)
        {
            using var explainer = new Explainer(network, Objective.Unit("output", 1), Noise(32, 3), seed: seed);
            return explainer.Explain(method).Values;
        }

        foreach (var method in new Method[] { new SmoothGrad(8), new Rise(16) })
        {
            Assert.Equal(Map(method, 1), Map(method, 1));
            Assert.NotEqual(Map(method, 1), Map(method, 2));
        }
    }

    [Fact]
    public void The_peak_is_the_place_where_a_unit_answers_most()
    {
        var network = Network.Load(folder.Write("id.onnx", new TestModel().Input("image", 1, 1, 4, 4).Weight("w", Tensor.Of([1, 1, 1, 1], 2f)).Node("Conv", ["image", "w"], ["y"]).Output("y").Bytes));
        var pixels = new byte[16];
        (pixels[6], pixels[1]) = (200, 100);

        Assert.Equal(Objective.Neuron("y", 0, 1, 2), PeakPosition.Of(network, Objective.Unit("y", 0), new(4, 4, 1, pixels)));
        Assert.Throws<GraphException>(() => PeakPosition.Of(network, Objective.Layer("y"), new(4, 4, 1, pixels)));
    }

    float[] Shares() => [.. weights.Zip(picture.ToPlanes(), (weight, value) => weight * value)];

    float[] Linear(Method method)
    {
        var model = new TestModel().Input("image", 1, 1, Side, Side).Weight("w", Tensor.Of([Side * Side, 1], weights)).Node("Flatten", ["image"], ["flat"]).Node("MatMul", ["flat", "w"], ["y"]).Output("y");
        using var explainer = new Explainer(Network.Load(folder.Write("linear.onnx", model.Bytes)), Objective.Unit("y", 0), picture);
        return explainer.Explain(method).Values;
    }

    Explainer Averaging(Picture given, Objective? objective = null)
    {
        var model = new TestModel().Input("image", 1, 1, 2, 2).Weight("w", Tensor.Of([2, 1, 1, 1], 1f, -1)).Weight("b", Tensor.Of([2], 0f, 1)).Weight("v", Tensor.Of([2, 1], 2f, -3))
            .Node("Conv", ["image", "w", "b"], ["c"]).Node("Relu", ["c"], ["u"]).Node("GlobalAveragePool", ["u"], ["p"]).Node("Flatten", ["p"], ["f"]).Node("MatMul", ["f", "v"], ["y"]).Output("y");
        return new(Network.Load(folder.Write("averaging.onnx", model.Bytes)), objective ?? Objective.Unit("y", 0), given);
    }

    internal static Picture Noise(int side, int seed)
    {
        var pixels = new byte[side * side];
        new Random(seed).NextBytes(pixels);
        return new(side, side, 1, pixels);
    }

    static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }
}
