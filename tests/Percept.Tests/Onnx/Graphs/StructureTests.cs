using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>Graphs within graphs, and constants beside them.</summary>
public sealed class StructureTests
{
    [Theory, InlineData(1), InlineData(3), InlineData(8)]
    public void A_loop_of_a_few_constant_turns_is_unrolled(long turns)
    {
        var (model, inputs) = Loop(turns);
        var graph = Model.Parse(model.Bytes, "test").Build();
        var (expected, actual) = (Runtime.Run(model.Bytes, inputs), Runtime.Run(graph, [("y", graph.Find("y")!), ("all", graph.Find("all")!)], inputs));

        Assert.DoesNotContain(graph.Nodes, node => node.Operator == "Loop");
        foreach (var name in new[] { "y", "all" }) Assert.Equal(expected[name].Values<float>().ToArray(), actual[name].Values<float>().ToArray());
    }

    [Fact]
    public void A_loop_of_more_turns_is_refused_where_it_is_needed()
    {
        var graph = Model.Parse(Loop(9).Model.Bytes, "test").Build();

        Assert.Contains("Loop 'loop' runs a graph of its own", Assert.Throws<GraphException>(() => GraphWriter.Write(graph, [("y", graph.Find("y")!)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_an_older_opset_means_what_it_meant()
    {
        // In opset 11 Softmax saw its input as a matrix, and Squeeze had its axes as an attribute.
        var function = new FunctionProto { Name = "Old", Domain = "mine", Input = { "a" }, Output = { "b" }, OpsetImport = { new OperatorSetIdProto { Version = 11 } } };
        function.Node.Add(new NodeProto { OpType = "Softmax", Input = { "a" }, Output = { "s" }, Attribute = { GraphWriter.ToProto("axis", 1) } });
        function.Node.Add(new NodeProto { OpType = "Squeeze", Input = { "s" }, Output = { "b" }, Attribute = { GraphWriter.ToProto("axes", (int[])[0]) } });
        var model = new TestModel(17).Input("x", 1, 2, 3).Node("Old", ["x"], ["o"]).Node("Softmax", ["o"], ["y"], new() { ["axis"] = 1 }).Output("y").Output("o");
        model.Proto.Graph.Node[0].Domain = "mine";
        model.Proto.Functions.Add(function);
        var inputs = new Dictionary<string, Tensor> { ["x"] = Runtime.Noise(1, 1, 2, 3) };
        var graph = model.Read().Build();
        var plain = new TestModel(11).Input("x", 1, 2, 3).Node("Softmax", ["x"], ["s"], new() { ["axis"] = 1 }).Node("Squeeze", ["s"], ["o"], new() { ["axes"] = (int[])[0] }).Output("o");

        var actual = Runtime.Run(graph, [("o", graph.Find("o")!), ("y", graph.Find("y")!)], inputs);

        Assert.Equal(Runtime.Run(plain.Bytes, inputs)["o"].Values<float>().ToArray(), actual["o"].Values<float>().ToArray());
        Assert.Equal([2, 3], actual["y"].Shape);
    }

    [Fact]
    public void Large_constants_reach_the_runtime_outside_the_file()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 256]);
        var weights = Runtime.Noise(1, 256, 256);
        var y = graph.Emit("MatMul", [x, graph.Constant(weights, "w")]);
        var apart = new List<(string File, Tensor Tensor)>();

        Assert.True(GraphWriter.Write(graph, [("y", y)], apart).Length < 1000);
        Assert.Same(weights, Assert.Single(apart).Tensor);

        var input = Runtime.Noise(2, 1, 256);
        using var session = new Session([("y", y)]);
        GC.Collect();
        input.Values<float>().CopyTo(session.Input("x"));
        session.Run();
        var expected = Runtime.Run(graph, [("y", y)], new Dictionary<string, Tensor> { ["x"] = input })["y"].To<float>();
        Assert.All(expected.Zip(session.Output("y").ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    static (TestModel Model, Dictionary<string, Tensor> Inputs) Loop(long turns)
    {
        var model = new TestModel(17).Input("x", 2, 2).Weight("w", Runtime.Noise(3, 2, 2)).Weight("turns", Tensor.Of(Shape.Scalar, turns)).Weight("yes", Tensor.Full(ElementType.Bool, Shape.Scalar, 1))
            .Node("Loop", ["turns", "yes", "x"], ["y", "all"], name: "loop").Output("y").Output("all");
        var body = new GraphProto
        {
            Name = "body",
            Input = { Info("i", ElementType.Int64), Info("before", ElementType.Bool), Info("h", ElementType.Float32, 2, 2) },
            Output = { Info("after", ElementType.Bool), Info("next", ElementType.Float32, 2, 2), Info("seen", ElementType.Float32, 2, 2) },
        };
        body.Node.Add(new NodeProto { OpType = "Identity", Input = { "before" }, Output = { "after" } });
        body.Node.Add(new NodeProto { OpType = "MatMul", Input = { "h", "w" }, Output = { "hw" } });
        body.Node.Add(new NodeProto { OpType = "Cast", Input = { "i" }, Output = { "turn" }, Attribute = { GraphWriter.ToProto("to", 1) } });
        body.Node.Add(new NodeProto { OpType = "Add", Input = { "hw", "turn" }, Output = { "next" } });
        body.Node.Add(new NodeProto { OpType = "Neg", Input = { "next" }, Output = { "seen" } });
        model.Proto.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = body });
        return (model, new Dictionary<string, Tensor> { ["x"] = Runtime.Noise(4, 2, 2) });
    }

    static ValueInfoProto Info(string name, ElementType type, params int[] sizes)
    {
        var info = new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = new() } } };
        foreach (var size in sizes) info.Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return info;
    }
}
