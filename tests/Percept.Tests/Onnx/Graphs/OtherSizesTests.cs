using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

public sealed class OtherSizesTests
{
    static readonly Lazy<Model> Faces = new(() => Model.Load(Percept.Demo.DemoNetwork.Faces.Model));

    [Fact]
    public void Four_faces_at_once_give_what_each_gives_alone()
    {
        var together = Run(Faces.Value, Runtime.Noise(1, 4, 256, 256, 3));

        for (var i = 0; i < 4; i++)
        {
            var alone = Runtime.Run(File.ReadAllBytes(Percept.Demo.DemoNetwork.Faces.Model), new Dictionary<string, Tensor> { ["input:0"] = Image(Runtime.Noise(1, 4, 256, 256, 3), i) });
            foreach (var name in Faces.Value.Outputs)
            {
                Assert.Equal(alone[name].Shape.With(0, 4), together[name].Shape);
                AssertClose(alone[name].Values<float>(), Image(together[name], i).Values<float>());
            }
        }
    }

    [Theory, InlineData(1, 192, 320), InlineData(3, 64, 96)]
    public void Every_layer_of_the_face_detector_fits_other_sizes(int batch, int height, int width)
    {
        var graph = Faces.Value.Build(new Dictionary<string, Shape> { ["input:0"] = [batch, height, width, 3] });

        Assert.Equal([batch, height / 16 * (width / 16) * 2, 16], graph.Find("Identity_2:0")!.Shape);
        Assert.Equal(["Identity:0", "Identity_1:0", "Identity_2:0", "Identity_3:0"], Run(Faces.Value, Runtime.Noise(1, batch, height, width, 3)).Keys.Order());
    }

    [Fact]
    public void The_channels_may_come_first_if_the_caller_turns_them()
    {
        var graph = new Graph();
        var image = graph.Input("image", ElementType.Float32, [2, 3, 128, 160]);
        var values = Faces.Value.Apply(graph, new Dictionary<string, Value> { ["input:0"] = image.Transpose(0, 2, 3, 1) });

        Assert.DoesNotContain(graph.Nodes.TakeWhile(node => node.Operator != "Reshape"), node => node.Operator == "Transpose" && node.Name.EndsWith("__11", StringComparison.Ordinal));
        Assert.Equal([2, 8 * 10 * 2, 1], values["Identity:0"].Shape);
    }

    /// <summary>The declared batch and shape, the target in the file, another batch and shape, and what it must become.</summary>
    public static TheoryData<int, int[], long[], int, int[], int[]> Reshapes => new()
    {
        { 1, [1, 16, 16, 2], [1, 512, 1], 4, [4, 16, 16, 2], [4, 512, 1] },
        { 1, [1, 16, 16, 32], [1, 512, 16], 1, [1, 24, 20, 32], [1, 960, 16] },
        { 1, [1, 16, 16, 32], [1, 512, 16], 3, [3, 24, 20, 32], [3, 960, 16] },
        { 1, [1, 16, 16, 32], [1, -1, 16], 3, [3, 16, 16, 32], [3, 512, 16] },
        { 1, [1, 512, 1, 1], [1, 512], 4, [4, 512, 1, 1], [4, 512] },
        { 1, [1, 512, 1, 1], [-1, 512], 4, [4, 512, 1, 1], [4, 512] },
        { 2, [2, 8, 6, 6], [2, 4, 2, 6, 6], 5, [5, 8, 6, 6], [5, 4, 2, 6, 6] },
        { 2, [2, 8, 6, 6], [2, 4, 2, 6, 6], 2, [2, 8, 9, 9], [2, 4, 2, 9, 9] },
        // Attention's: the batch beside or within other axes.
        { 1, [7, 1, 12], [7, 3, 4], 5, [7, 5, 12], [7, 15, 4] },
        { 2, [7, 2, 12], [7, 6, 4], 5, [7, 5, 12], [7, 15, 4] },
        { 1, [7, 12], [7, 1, 12], 5, [35, 12], [7, 5, 12] },
        { 2, [14, 12], [7, 2, 12], 5, [35, 12], [7, 5, 12] },
        { 1, [3, 7, 4], [1, 3, 7, 4], 5, [15, 7, 4], [5, 3, 7, 4] },
        { 2, [2, 4, 2, 4, 2, 3], [8, 4, 2, 2, 3], 5, [5, 4, 2, 4, 2, 3], [20, 4, 2, 2, 3] },
    };

    [Theory, MemberData(nameof(Reshapes))]
    public void A_target_written_for_one_size_follows_another(int before, int[] declared, long[] target, int now, int[] given, int[] expected)
    {
        var model = new TestModel().Input("batch", before).Input("x", declared).Weight("target", Tensor.Of(target)).Node("Reshape", ["x", "target"], ["y"]).Output("y").Read();
        var graph = model.Build(new Dictionary<string, Shape> { ["batch"] = [now], ["x"] = Shape.Of(given) });

        Assert.Equal(Shape.Of(expected), graph.Find("y")!.Shape);
    }

    [Fact]
    public void A_target_computed_from_shapes_is_left_alone()
    {
        var model = new TestModel().Input("x", 1, 6, 4, 4).Weight("rest", Tensor.Of(-1L))
            .Node("Shape", ["x"], ["batch"], new() { ["end"] = 1 }).Node("Concat", ["batch", "rest"], ["target"], new() { ["axis"] = 0 })
            .Node("Reshape", ["x", "target"], ["y"]).Output("y").Read();

        Assert.Equal([3, 6 * 5 * 7], model.Build(new Dictionary<string, Shape> { ["x"] = [3, 6, 5, 7] }).Find("y")!.Shape);
    }

    [Fact]
    public void A_constant_token_is_repeated_for_every_image()
    {
        var model = new TestModel().Input("x", 2, 4, 8).Weight("token", Runtime.Noise(1, 1, 1, 8)).Weight("shape", Tensor.Of(2, 1, 8))
            .Node("Expand", ["token", "shape"], ["tokens"]).Node("Concat", ["tokens", "x"], ["y"], new() { ["axis"] = 1 }).Output("y").Read();

        Assert.Equal([5, 5, 8], Run(model, Runtime.Noise(1, 5, 4, 8))["y"].Shape);
    }

    [Fact]
    public void Padding_written_as_a_joined_constant_fits_every_size()
    {
        var model = new TestModel().Input("x", 1, 2, 4, 4).Weight("zeros", Tensor.Full(ElementType.Float32, [1, 3, 4, 4], 0)).Weight("halves", Tensor.Full(ElementType.Float32, [1, 1, 4, 4], 0.5))
            .Node("Concat", ["halves", "x", "zeros"], ["y"], new() { ["axis"] = 1 }).Output("y").Read();

        Assert.Equal([0.5f, 0.5f, 7, 7, 8, 8, 0, 0, 0, 0, 0, 0], Run(model, Tensor.Of([1, 2, 1, 2], 7f, 7, 8, 8))["y"].Values<float>());
    }

    [Fact]
    public void Upsampling_to_fixed_sizes_keeps_its_factor()
    {
        var model = new TestModel().Input("x", 1, 3, 4, 4).Weight("sizes", Tensor.Of(1, 3, 8, 8)).Node("Resize", ["x", "", "", "sizes"], ["y"]).Output("y").Read();

        Assert.Equal([2, 3, 10, 6], Run(model, Runtime.Noise(1, 2, 3, 5, 3))["y"].Shape);
    }

    [Fact]
    public void A_size_the_network_cannot_take_is_refused_with_the_size_it_is_written_for()
    {
        var model = new TestModel().Input("x", 1, 2, 2, 2).Weight("w", Runtime.Noise(1, 8, 3)).Node("Flatten", ["x"], ["flat"]).Node("MatMul", ["flat", "w"], ["y"]).Output("y").Read();
        var error = Assert.Throws<GraphException>(() => model.Build(new Dictionary<string, Shape> { ["x"] = [1, 2, 3, 3] }));

        Assert.Contains("The file is written for x: Float32 1x2x2x2", error.Message, StringComparison.Ordinal);
    }

    static Dictionary<string, Tensor> Run(Model model, Tensor input)
    {
        var name = model.Inputs[0].Name;
        var graph = model.Build(new Dictionary<string, Shape> { [name] = input.Shape });
        return Runtime.Run(graph, [.. model.Outputs.Select(output => (output, graph.Find(output)!))], new Dictionary<string, Tensor> { [name] = input });
    }

    static Tensor Image(Tensor batch, int i)
    {
        var bytes = batch.Bytes.Length / batch.Shape[0];
        return new(batch.Type, batch.Shape.With(0, 1), batch.Bytes.Slice(i * bytes, bytes));
    }

    static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(MathF.Abs(expected[i] - actual[i]) <= 1e-4f * (1 + MathF.Abs(expected[i])), $"{expected[i]} became {actual[i]} at {i}");
    }
}
