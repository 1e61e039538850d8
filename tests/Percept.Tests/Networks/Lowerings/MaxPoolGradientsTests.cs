using FsCheck.Xunit;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class MaxPoolGradientsTests
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

        // Few numbers, so that many tie.
        Lowered.Agrees(Gradient.Of(y, [x], dY: dY)[0], fill: (name, length) => [.. Enumerable.Range(0, length).Select(_ => (float)(name == "x" ? random.Next(-3, 3) : random.Next(-9, 9)))]);
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

        var operators = Lowered.Operators(Gradient.Of(y, [x])[0]);

        Assert.Equal(kernel is not null, operators.Contains(OwnOperators.Name("MaxPoolGradient")));
        Assert.DoesNotContain("ScatterElements", operators);
    }

    [Fact]
    public void A_window_as_large_as_an_image_needs_no_stack()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 1, 1300, 1301]);
        var y = graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[1300, 1300] });
        using var session = new Session([("dX", Gradient.Of(y, [x])[0])], threads: 1);
        session.Input("x")[4321] = 1;

        session.Run();

        Assert.Equal(2, session.Output("dX")[4321]);
        Assert.Equal(1, session.Output("dX").ToArray().Count(value => value != 0));
    }

    [Fact]
    public void The_forward_pool_is_not_made_again()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 2, 7, 7]);
        var y = graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[3, 3], ["strides"] = (int[])[2, 2], ["storage_order"] = 0, ["auto_pad"] = "NOTSET" });
        var lowered = Device.Cpu.Lowered([("y", y), ("dX", Gradient.Of(y, [x])[0])]);

        Assert.Single(lowered.Select(each => each.Value).NodesBehind(), node => node.Operator == "MaxPool");
    }

    [Fact]
    public void What_is_scattered_elsewhere_is_let_be()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 2, 4, 4]);
        var indices = graph.EmitAll("MaxPool", [x], new() { ["kernel_shape"] = (int[])[3, 3] }, outputs: 2)[1].Reshape([2, 4]);
        var scattered = graph.Emit("ScatterElements", [graph.Constant(Tensor.Full(ElementType.Float32, [2, 16], 0)), indices - graph.Constant(Tensor.Of([2, 1], 0L, 15)), graph.Input("dY", ElementType.Float32, [2, 4])], new() { ["axis"] = 1, ["reduction"] = "add" });

        Assert.Contains("ScatterElements", Lowered.Operators(scattered));
    }
}
