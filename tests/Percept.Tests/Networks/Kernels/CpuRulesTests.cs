using FsCheck.Xunit;
using Microsoft.ML.OnnxRuntime;
using Percept.Networks.Kernels;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Kernels;

/// <summary>Our kernels give what the standard operators give, in whose place they stand.</summary>
public sealed class CpuRulesTests
{
    [Property(MaxTest = 150)]
    public void MaxPool_by_our_kernel_goes_where_the_standard_rule_goes(int seed)
    {
        var random = new Random(seed);
        int[] kernel = [random.Next(1, 5), random.Next(1, 5)];
        int[] pads = [.. Enumerable.Range(0, 4).Select(side => random.Next(0, kernel[side % 2]))];
        int[] sizes = [.. kernel.Select(size => random.Next(size, 40))];
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [random.Next(1, 3), random.Next(1, 4), .. sizes]);
        var y = graph.Emit("MaxPool", [x], new()
        {
            ["kernel_shape"] = kernel,
            ["strides"] = (int[])[random.Next(1, 5), random.Next(1, 5)],
            ["pads"] = pads,
            ["ceil_mode"] = random.Next(2),
        });
        var dY = graph.Input("dY", ElementType.Float32, y.Shape);
        var (ours, standard) = (Gradient.Of(y, [x], CpuRules.Standard, dY)[0], Gradient.Of(y, [x], dY: dY)[0]);

        using var session = new Session([("ours", ours), ("standard", standard)], threads: 2);
        // Few numbers, so that many tie.
        foreach (ref var value in session.Input("x")) value = random.Next(-3, 3);
        foreach (ref var value in session.Input("dY")) value = random.Next(-9, 9);
        session.Run();

        Assert.Equal(session.Output("standard").ToArray(), session.Output("ours").ToArray());
    }

    /// <summary>Windows side by side that leave the last rows or columns out are no tiles; standard operators take many times as long for them.</summary>
    [Theory]
    [InlineData(7, 7, 0, "MaxPoolGradient")]
    [InlineData(6, 7, 0, "MaxPoolGradient")]
    [InlineData(7, 7, 1, "MaxPoolGradient")]
    [InlineData(6, 6, 0, null)]
    public void Pools_of_odd_sizes_have_our_kernel(int height, int width, int ceil, string? kernel)
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 2, height, width]);
        var y = graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[2, 2], ["strides"] = (int[])[2, 2], ["ceil_mode"] = ceil });

        var dX = Gradient.Of(y, [x], CpuRules.Standard)[0];

        Assert.Equal(kernel is not null, ((Value[])[dX]).NodesBehind().Any(node => node.Operator == OwnOperators.Name("MaxPoolGradient")));
        Assert.DoesNotContain(((Value[])[dX]).NodesBehind(), node => node.Operator == "ScatterElements");
    }

    [Fact]
    public void A_window_as_large_as_an_image_needs_no_stack()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 1, 1300, 1301]);
        var y = graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[1300, 1300] });
        using var session = new Session([("dX", Gradient.Of(y, [x], CpuRules.Standard)[0])], threads: 1);
        session.Input("x")[4321] = 1;

        session.Run();

        Assert.Equal(2, session.Output("dX")[4321]);
        Assert.Equal(1, session.Output("dX").ToArray().Count(value => value != 0));
    }

    [Property(MaxTest = 50)]
    public void DepthToSpace_by_our_kernel_is_the_runtimes(int seed)
    {
        var random = new Random(seed);
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [random.Next(1, 3), 4 * random.Next(1, 6), random.Next(1, 30), random.Next(1, 30)]);
        var y = graph.Emit("DepthToSpace", [x], new() { ["blocksize"] = 2 });
        using var session = new Session([("y", y)], threads: 2);
        foreach (ref var value in session.Input("x")) value = random.Next();
        session.Run();

        using var runtime = new InferenceSession(GraphWriter.Write(graph, [("y", y)]));
        using var input = OrtValue.CreateTensorValueFromMemory(session.Input("x").ToArray(), x.Shape.ToLongs());
        using var options = new RunOptions();
        using var expected = runtime.Run(options, ["x"], [input], ["y"]);
        Assert.Equal(expected[0].GetTensorDataAsSpan<float>().ToArray(), session.Output("y").ToArray());
    }

    [Fact]
    public void A_graph_without_our_rules_runs_in_any_runtime()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 4, 9, 9]);
        var y = graph.Emit("MaxPool", [graph.Emit("DepthToSpace", [x], new() { ["blocksize"] = 2 })], new() { ["kernel_shape"] = (int[])[3, 3], ["strides"] = (int[])[2, 2] });

        using var runtime = new InferenceSession(GraphWriter.Write(graph, [("dX", Gradient.Of(y, [x])[0])]));
    }

    [Fact]
    public void A_kernel_that_is_given_less_than_it_was_made_for_fails_with_a_sentence()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 4, 2, 2]);
        using var session = new Session([("y", graph.Emit(OwnOperators.Name("Interleave"), [x], new() { [OwnOperators.Shape] = (int[])[1, 1, 8, 8] }))]);

        Assert.Contains("A kernel was given 16 numbers where it was made for 64", Assert.Throws<GraphException>(session.Run).Message);
    }
}
