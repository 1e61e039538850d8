using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Graphs;

public sealed class GraphWriterTests
{
    [Fact]
    public void What_is_written_reads_back_as_the_same_graph()
    {
        var graph = Example();
        var outputs = new[] { ("y", graph.Find("y")!), ("z", graph.Find("z")!) };
        var written = GraphWriter.Write(graph, outputs);
        var again = Model.Parse(written, "again").Build();

        Assert.Equal(Described(graph), Described(again));
        Assert.Equal(written, GraphWriter.Write(again, [("y", again.Find("y")!), ("z", again.Find("z")!)]));
    }

    [Fact]
    public void Inputs_and_constants_may_be_outputs_and_values_may_have_several_names()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [2]);
        var one = graph.Constant(Tensor.Of([2], 1f, 1), "one");
        var sum = x + one;
        var results = Runtime.Run(graph, [("x", x), ("same", x), ("one", one), ("a", sum), ("b", sum), ("Add", one)], new Dictionary<string, Tensor> { ["x"] = Tensor.Of([2], 3f, 4) });

        Assert.Equal(["a: 4 5", "Add: 1 1", "b: 4 5", "one: 1 1", "same: 3 4", "x: 3 4"], results.Select(result => $"{result.Key}: {string.Join(' ', result.Value.To<float>())}").Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Names_that_two_tensors_would_have_are_refused()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [2]);

        Assert.Contains("'x' is wanted", Assert.Throws<GraphException>(() => GraphWriter.Write(graph, [("x", -x), ("y", x * x)])).Message, StringComparison.Ordinal);
        Assert.Contains("'y' is wanted", Assert.Throws<GraphException>(() => GraphWriter.Write(graph, [("y", -x), ("y", x * x)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_nodes_are_shared_and_random_ones_are_not()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [2]);

        Assert.Same(x * 2 + 1, x * 2 + 1);
        Assert.NotSame(graph.Emit("LeakyRelu", [x], new() { ["alpha"] = 0.1f }), graph.Emit("LeakyRelu", [x], new() { ["alpha"] = 0.2f }));
        Assert.NotSame(graph.Emit("RandomNormalLike", [x]), graph.Emit("RandomNormalLike", [x]));
    }

    [Fact]
    public void A_constant_of_texts_is_refused()
    {
        var test = new TestModel().Input("x", 1).Node("Identity", ["words"], ["y"]).Output("y", ElementType.String);
        test.Proto.Graph.Initializer.Add(new TensorProto { Name = "words", DataType = 8, Dims = { 1 }, StringData = { Google.Protobuf.ByteString.CopyFromUtf8("cat") } });
        var graph = test.Read().Build();

        Assert.Contains("holds texts", Assert.Throws<GraphException>(() => GraphWriter.Write(graph, [("y", graph.Find("y")!)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tensor_of_the_face_detector_has_the_shape_and_type_it_is_said_to_have()
    {
        var graph = Model.Load(Percept.Demo.DemoNetwork.Faces.Model).Build();
        var values = graph.Nodes.SelectMany(node => node.Outputs).ToArray();
        var results = Runtime.Run(graph, [.. values.Select(value => (value.Name, value))], new Dictionary<string, Tensor> { ["input:0"] = Runtime.Noise(1, 1, 256, 256, 3) });

        Assert.All(values, value => Assert.Equal((value.Type, value.Shape), (results[value.Name].Type, results[value.Name].Shape)));
    }

    static Graph Example() => new TestModel().Input("x", 1, 2, 5, 5).Weight("w", Runtime.Noise(1, 4, 2, 3, 3)).Weight("sizes", Tensor.Of(0, -1))
        .Node("Conv", ["x", "w"], ["h"]).Node("Relu", ["h"], ["r"]).Node("Clip", ["r", "", "six"], ["c"]).Weight("six", Tensor.Of(Shape.Scalar, 6f))
        .Node("Add", ["c", "r"], ["z"]).Node("Reshape", ["z", "sizes"], ["y"]).Output("y").Output("z").Read().Build();

    static string Described(Graph graph) => string.Join('\n', graph.Nodes.Select(node =>
        $"{node.Operator} {node.Attributes.Key} ({string.Join(", ", node.Inputs.Select(input => input is null ? "-" : $"{input.Name} {input.TensorType.Shape}"))}) {string.Join(", ", node.Outputs)}"));
}
