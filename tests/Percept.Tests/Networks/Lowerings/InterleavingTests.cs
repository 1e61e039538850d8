using FsCheck.Xunit;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class InterleavingTests
{
    [Property(MaxTest = 50)]
    public void DepthToSpace_by_our_kernel_is_the_runtimes(int seed)
    {
        var random = new Random(seed);
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [random.Next(1, 3), 4 * random.Next(1, 6), random.Next(1, 30), random.Next(1, 30)]);
        var y = graph.Emit("DepthToSpace", [x], new() { ["blocksize"] = 2 });

        Assert.Equal([OwnOperators.Name("Interleave")], Lowered.Operators(y));
        Lowered.Agrees(y);
    }

    [Theory, InlineData(3, "DCR"), InlineData(2, "CRD")]
    public void Other_blocks_are_let_be(int size, string mode)
    {
        var graph = new Graph();
        var y = graph.Emit("DepthToSpace", [graph.Input("x", ElementType.Float32, [1, 36, 2, 2])], new() { ["blocksize"] = size, ["mode"] = mode });

        Assert.Equal(["DepthToSpace"], Lowered.Operators(y));
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
