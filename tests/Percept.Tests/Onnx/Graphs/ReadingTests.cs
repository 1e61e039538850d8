using Google.Protobuf;
using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Graphs;

public sealed class ReadingTests
{
    static readonly float[] Numbers = [1, -2, 0.5f];

    public static TheoryData<string, byte[]> Fields => new()
    {
        { "raw", new TensorProto { DataType = 1, RawData = Bytes(Numbers) }.ToByteArray() },
        { "floats", new TensorProto { DataType = 1, FloatData = { Numbers } }.ToByteArray() },
        { "doubles", new TensorProto { DataType = 11, DoubleData = { Numbers.Select(x => (double)x) } }.ToByteArray() },
        { "halves in integers", new TensorProto { DataType = 10, Int32Data = { Numbers.Select(x => (int)BitConverter.HalfToUInt16Bits((Half)x)) } }.ToByteArray() },
        { "raw halves", new TensorProto { DataType = 10, RawData = Bytes(Array.ConvertAll(Numbers, x => (Half)x)) }.ToByteArray() },
        { "brain floats in integers", new TensorProto { DataType = 16, Int32Data = { Numbers.Select(x => (int)(BitConverter.SingleToUInt32Bits(x) >> 16)) } }.ToByteArray() },
        { "raw brain floats", new TensorProto { DataType = 16, RawData = Bytes(Array.ConvertAll(Numbers, x => (ushort)(BitConverter.SingleToUInt32Bits(x) >> 16))) }.ToByteArray() },
    };

    [Theory, MemberData(nameof(Fields))]
    public void Weights_are_read_from_every_field(string field, byte[] bytes)
    {
        var tensor = TensorProto.Parser.ParseFrom(bytes);
        (tensor.Name, _) = ("w", field);
        tensor.Dims.Add(3);
        var test = new TestModel().Input("x", 3).Node("Cast", ["w"], ["float"], new() { ["to"] = 1 }).Node("Add", ["x", "float"], ["y"]).Output("y");
        test.Proto.Graph.Initializer.Add(tensor);
        var graph = test.Read().Build();

        Assert.Equal(Numbers, graph.Find("w")!.Constant!.To<float>());
        if (tensor.DataType != 16) Assert.Equal([2, -1, 1.5f], Runtime.Run(graph, [("y", graph.Find("y")!)], new Dictionary<string, Tensor> { ["x"] = Tensor.Of([3], 1f, 1, 1) })["y"].Values<float>());
    }

    [Fact]
    public void Constants_are_read_from_every_attribute()
    {
        var test = new TestModel()
            .Node("Constant", [], ["a"], new() { ["value_float"] = 2f }).Node("Constant", [], ["b"], new() { ["value_floats"] = new[] { 1f, 2 } })
            .Node("Constant", [], ["c"], new() { ["value_int"] = 7 }).Node("Constant", [], ["d"], new() { ["value_ints"] = (int[])[3, 4] })
            .Node("Constant", [], ["e"], new() { ["value"] = Tensor.Of(5) }).Node("Constant", [], ["f"]).Output("a");
        var sparse = new SparseTensorProto { Values = new() { Name = "f", DataType = 1, Dims = { 2 }, FloatData = { 8, 9 } }, Indices = new() { DataType = 7, Dims = { 2 }, Int64Data = { 1, 3 } }, Dims = { 2, 2 } };
        test.Proto.Graph.Node[5].Attribute.Add(new AttributeProto { Name = "sparse_value", Type = AttributeProto.Types.AttributeType.SparseTensor, SparseTensor = sparse });
        var graph = test.Read().Build();

        Assert.Equal([[2], [1, 2], [7], [3, 4], [5], [0, 8, 0, 9]], "abcdef".Select(name => graph.Find(name.ToString())!.Constant!.To<float>()));
    }

    [Fact]
    public void Weights_listed_as_inputs_are_weights()
    {
        var model = new TestModel().Input("x", 2).Input("w", 2).Weight("w", Tensor.Of([2], 1f, 2)).Node("Add", ["x", "w"], ["y"]).Output("y").Read();

        Assert.Equal(["x"], model.Inputs.Select(input => input.Name));
        Assert.Equal([2], model.Build().Find("y")!.Shape);
    }

    [Fact]
    public void Functions_of_the_model_are_read_with_their_attributes_and_defaults()
    {
        var scaled = new FunctionProto { Name = "Scaled", Domain = "mine", Input = { "a" }, Output = { "b" }, Attribute = { "by" }, OpsetImport = { new OperatorSetIdProto { Version = 18 } } };
        scaled.Node.Add(new NodeProto { OpType = "LeakyRelu", Input = { "a" }, Output = { "t" }, Attribute = { new AttributeProto { Name = "alpha", RefAttrName = "by", Type = AttributeProto.Types.AttributeType.Float } } });
        scaled.Node.Add(new NodeProto { OpType = "Neg", Input = { "t" }, Output = { "b" } });
        var twice = new FunctionProto { Name = "Twice", Domain = "mine", Input = { "a" }, Output = { "b" } };
        twice.Node.Add(new NodeProto { OpType = "Scaled", Domain = "mine", Input = { "a" }, Output = { "t" }, Attribute = { new AttributeProto { Name = "by", Type = AttributeProto.Types.AttributeType.Float, F = 0.5f } } });
        twice.Node.Add(new NodeProto { OpType = "Scaled", Domain = "mine", Input = { "t" }, Output = { "b" } });
        var test = new TestModel().Input("x", 2).Node("Twice", ["x"], ["y"]).Output("y");
        test.Proto.Graph.Node[0].Domain = "mine";
        test.Proto.Functions.AddRange([scaled, twice]);
        test.Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "mine", Version = 1 });
        var graph = test.Read().Build();

        // -2 becomes 1 and stays; with no attribute LeakyRelu's own default applies: 4 becomes -4 becomes 0.04.
        Assert.Equal([-1, 0.04f], Runtime.Run(graph, [("y", graph.Find("y")!)], new Dictionary<string, Tensor> { ["x"] = Tensor.Of([2], -2f, 4) })["y"].Values<float>());
    }

    [Theory, InlineData(true, 3), InlineData(false, -3)]
    public void A_branch_whose_condition_is_constant_is_taken(bool condition, float expected)
    {
        var test = Branching().Weight("condition", Tensor.From(ElementType.Bool, Shape.Scalar, new[] { condition ? 1 : 0 }));
        var graph = test.Read().Build();

        Assert.Equal([expected], Runtime.Run(graph, [("y", graph.Find("y")!)], new Dictionary<string, Tensor> { ["x"] = Tensor.Of([1], 3f) })["y"].Values<float>());
    }

    [Fact]
    public void A_branch_that_depends_on_data_is_refused_only_if_it_is_needed()
    {
        var model = Branching().Input("condition", ElementType.Bool).Node("Relu", ["x"], ["z"]).Output("z").Read();
        var graph = model.Build();

        Assert.NotEmpty(GraphWriter.Write(graph, [("z", graph.Find("z")!)]));
        Assert.Contains("If 'choice' runs a graph of its own", Assert.Throws<GraphException>(() => GraphWriter.Write(graph, [("y", graph.Find("y")!)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_is_wanted_is_applied()
    {
        var model = new TestModel().Input("x", 1, 4).Weight("w", Tensor.Of([3, 2], new float[6])).Node("Relu", ["x"], ["y"]).Node("MatMul", ["y", "w"], ["z"]).Output("z").Read();
        var graph = new Graph();
        var inputs = new Dictionary<string, Value> { ["x"] = graph.Input("x", ElementType.Float32, [1, 4]) };

        Assert.Equal([1, 4], model.Apply(graph, inputs, ["y"])["y"].Shape);
        Assert.Contains("MatMul 'z' cannot take inputs of shape 1x4, 3x2", Assert.Throws<GraphException>(() => model.Apply(graph, inputs)).Message, StringComparison.Ordinal);
    }

    static TestModel Branching()
    {
        var test = new TestModel().Input("x", 1).Node("If", ["condition"], ["y"], name: "choice").Output("y");
        foreach (var (branch, operation) in new[] { ("then_branch", "Identity"), ("else_branch", "Neg") })
            test.Proto.Graph.Node[0].Attribute.Add(new AttributeProto
            {
                Name = branch,
                Type = AttributeProto.Types.AttributeType.Graph,
                G = new()
                {
                    Node = { new NodeProto { OpType = operation, Input = { "x" }, Output = { branch } } },
                    Output = { new ValueInfoProto { Name = branch } },
                },
            });
        return test;
    }

    static ByteString Bytes<T>(T[] values) where T : unmanaged => ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
}
