using FsCheck.Xunit;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>A file's nodes may be in any order, as ONNX Runtime has it.</summary>
public sealed class SortingTests
{
    [Property(MaxTest = 20)]
    public void Nodes_in_any_order_compute_the_same(int seed)
    {
        var (given, test) = (new Dictionary<string, Tensor> { ["x"] = Runtime.Noise(1, 1, 2, 4, 4) }, Net());
        var expected = Runtime.Run(test.Bytes, given)["y"];
        var nodes = test.Proto.Graph.Node.ToArray();
        new Random(seed).Shuffle(nodes);
        test.Proto.Graph.Node.Clear();
        test.Proto.Graph.Node.Add(nodes);
        var graph = test.Read().Build();

        Assert.Equal(expected.To<float>(), Runtime.Run(graph, [("y", graph.Find("y")!)], given)["y"].To<float>());
    }

    [Fact]
    public void An_order_that_is_valid_stays()
    {
        var test = Net();
        var written = test.Proto.Graph.Node.Select(node => node.OpType).ToArray();

        Assert.Equal(written, test.Read().Build().Nodes.Select(node => node.Operator));
    }

    [Fact]
    public void What_the_graphs_within_a_node_take_from_around_them_comes_first()
    {
        var test = new TestModel().Input("x", 1).Node("If", ["condition"], ["y"]).Node("Abs", ["x"], ["taken"]).Output("y")
            .Weight("condition", Tensor.From(ElementType.Bool, Shape.Scalar, new[] { 1 }));
        foreach (var branch in (string[])["then_branch", "else_branch"])
            test.Proto.Graph.Node[0].Attribute.Add(new Percept.Onnx.Protos.AttributeProto
            {
                Name = branch,
                Type = Percept.Onnx.Protos.AttributeProto.Types.AttributeType.Graph,
                G = new()
                {
                    Node = { new Percept.Onnx.Protos.NodeProto { OpType = "Neg", Input = { $"{branch}2" }, Output = { branch } }, new Percept.Onnx.Protos.NodeProto { OpType = "Neg", Input = { "taken" }, Output = { $"{branch}2" } } },
                    Output = { new Percept.Onnx.Protos.ValueInfoProto { Name = branch } },
                },
            });
        var graph = test.Read().Build();

        Assert.Equal([3f], Runtime.Run(graph, [("y", graph.Find("y")!)], new Dictionary<string, Tensor> { ["x"] = Tensor.Of([1], -3f) })["y"].Values<float>());
    }

    static TestModel Net() => new TestModel().Input("x", 1, 2, 4, 4).Weight("w", Runtime.Noise(1, 3, 2, 3, 3))
        .Node("Conv", ["x", "w"], ["a"]).Node("Relu", ["a"], ["b"]).Node("Sigmoid", ["a"], ["c"]).Node("Add", ["b", "c"], ["d"]).Node("Tanh", ["d"], ["e"]).Node("Mul", ["e", "b"], ["y"]).Output("y");
}
