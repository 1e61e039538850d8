using Percept.Attribution;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Tests.Attribution;

public sealed class InputGradientTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(new[] { 2, 3 }, "y:1", new[] { 0, 3, 0, 0, 3, 0 })]
    [InlineData(new[] { 2, 3 }, "y", new[] { 3, 3, 3, 3, 3, 3 })]
    [InlineData(new[] { 1, 2, 3 }, "y:1", new[] { 0, 3, 0, 0, 3, 0 })]
    [InlineData(new[] { 1, 2, 3 }, "y:1@1,0", new[] { 0, 0, 0, 0, 3, 0 })]
    [InlineData(new[] { 2, 2, 1, 2 }, "y:0", new[] { 3, 3, 0, 0, 3, 3, 0, 0 })]
    [InlineData(new[] { 1, 2, 2, 2 }, "y:1@1,0", new[] { 0, 0, 0, 0, 0, 0, 3, 0 })]
    [InlineData(new[] { 1, 2, 1, 2 }, "2*y:0 - y:1", new[] { 6, 6, -3, -3 })]
    [InlineData(new[] { 1, 2, 1, 1 }, "x:1", new[] { 0, 1 })]
    [InlineData(new[] { 3 }, "y", new[] { 3, 3, 3 })]
    public void A_term_is_a_sum_over_batch_and_positions(int[] sizes, string objective, int[] expected)
    {
        var model = new TestModel().Input("x", sizes).Weight("three", Tensor.Of([1], 3f)).Node("Mul", ["x", "three"], ["y"]).Output("y");
        var path = folder.Write("x.onnx", model.Bytes);
        var x = Runtime.Noise(1, sizes).To<float>();

        var result = InputGradient.Of(path, Objective.Parse(objective), new([.. sizes], x));

        Assert.Equal(expected.Select(value => (float)value), result.Gradient.Values);
        Assert.Equal(expected.Zip(x, (slope, value) => slope * value).Sum(), result.Value, 1e-4);
    }

    [Fact]
    public void A_batch_that_the_file_does_not_state_is_taken()
    {
        var path = folder.Write("x.onnx", new TestModel().Input("x", 1, 2, 2, 2).Node("Relu", ["x"], ["y"]).Output("y").Bytes);

        Assert.Equal([1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0], InputGradient.Of(path, Objective.Parse("y"), new([2, 2, 2, 2], [1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1])).Gradient.Values);
    }

    [Fact]
    public void A_tensor_may_be_named_like_a_unit()
    {
        var path = folder.Write("x.onnx", new TestModel().Input("x", 1, 2).Node("Neg", ["x"], ["y:0"]).Output("y:0").Bytes);

        Assert.Equal([-1, -1], InputGradient.Of(path, Objective.Parse("y:0"), new([1, 2], [1, 2])).Gradient.Values);
    }

    [Fact]
    public void Classes_are_found_by_name_in_the_file_beside_the_model()
    {
        var path = folder.Write("x.onnx", new TestModel().Input("x", 1, 2).Weight("w", Tensor.Of([2, 2], 1f, 2, 3, 4)).Node("MatMul", ["x", "w"], ["y"]).Output("y").Bytes);
        File.WriteAllText(folder["x.percept.json"], """{"labels":["dog","cat"]}""");

        Assert.Equal([2, 4], InputGradient.Of(path, Objective.Parse("label:cat"), new([1, 2], [0, 0])).Gradient.Values);
    }
}
