using Google.Protobuf;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>Models made to do harm: each is refused by checks of our own, in a sentence, before the runtime sees it.</summary>
public sealed class HostileModelTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("percept").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static readonly int[] Two = [2, 2];

    static Tensor W(params int[] sizes) => Runtime.Noise(1, sizes);

    static TestModel Image => new TestModel().Input("x", 1, 4, 6, 6).Output("y");

    static TestModel Conv(Attributes attributes, params int[] weights) => Image.Weight("w", W(weights)).Node("Conv", ["x", "w"], ["y"], attributes, "node");

    static TestModel Pool(Attributes attributes) => Image.Node("MaxPool", ["x"], ["y"], attributes, "node");

    static TestModel One(string operation, Attributes attributes, params Tensor[] constants)
    {
        var model = Image.Node(operation, ["x", .. constants.Select((_, i) => $"c{i}")], ["y"], attributes, "node");
        for (var i = 0; i < constants.Length; i++) model.Weight($"c{i}", constants[i]);
        return model;
    }

    static TestModel Made(string operation, params Tensor[] constants)
    {
        var model = new TestModel().Input("x", 1).Node(operation, [.. constants.Select((_, i) => $"c{i}")], ["big"], name: "node").Node("Add", ["x", "big"], ["y"]).Output("y");
        for (var i = 0; i < constants.Length; i++) model.Weight($"c{i}", constants[i]);
        return model;
    }

    static TestModel With(TestModel model, Action<GraphProto> change)
    {
        change(model.Proto.Graph);
        return model;
    }

    static Dictionary<string, (string Expected, Func<TestModel> Model)> All { get; } = new(StringComparer.Ordinal)
    {
        ["weights of a higher rank"] = ("a window of 3 axes does not slide over 2", () => Conv([], 4, 4, 3, 3, 3)),
        ["weights of a lower rank"] = ("node", () => Conv([], 4, 4)),
        ["groups that do not divide"] = ("in 3 group(s) do not go with 4 channels", () => Conv(new() { ["group"] = 3 }, 4, 1, 3, 3)),
        ["no groups"] = ("in 0 group(s)", () => Conv(new() { ["group"] = 0 }, 4, 4, 3, 3)),
        ["negative groups"] = ("in -4 group(s)", () => Conv(new() { ["group"] = -4 }, 4, 1, 3, 3)),
        ["a stride too many"] = ("the length 2", () => Conv(new() { ["strides"] = (int[])[1, 1, 1] }, 4, 4, 3, 3)),
        ["a stride of zero"] = ("must be positive", () => Conv(new() { ["strides"] = (int[])[0, 1] }, 4, 4, 3, 3)),
        ["a negative dilation"] = ("must be positive", () => Conv(new() { ["dilations"] = (int[])[-1, 1] }, 4, 4, 3, 3)),
        ["pads of one end"] = ("its pads are 2, but 2 axes have 4", () => Conv(new() { ["pads"] = Two }, 4, 4, 3, 3)),
        ["pads that overflow"] = ("node", () => Conv(new() { ["pads"] = (int[])[int.MaxValue, 1, int.MaxValue, 1] }, 4, 4, 3, 3)),
        ["a dilation that overflows"] = ("node", () => Conv(new() { ["dilations"] = (int[])[int.MaxValue, 1] }, 4, 4, 3, 3)),
        ["an unknown auto_pad"] = ("its auto_pad is 'SAME'", () => Conv(new() { ["auto_pad"] = "SAME" }, 4, 4, 3, 3)),
        ["a pool without a kernel"] = ("lacks its attribute 'kernel_shape'", () => Pool([])),
        ["a pool of three axes"] = ("does not slide over 2", () => Pool(new() { ["kernel_shape"] = (int[])[2, 2, 2] })),
        ["a pool of no size"] = ("must be positive", () => Pool(new() { ["kernel_shape"] = (int[])[0, 2] })),
        ["a pool padded by its kernel"] = ("smaller than its kernel", () => Pool(new() { ["kernel_shape"] = Two, ["pads"] = (int[])[2, 0, 0, 0] })),
        ["an attribute that does not exist"] = ("does not know", () => Pool(new() { ["kernel_shape"] = Two, ["padding"] = 1 })),
        ["an attribute of another type"] = ("'kernel_shape' as an integer, where a list of integers belongs", () => Pool(new() { ["kernel_shape"] = 2 })),
        ["an attribute without a type"] = ("thing of no type", () => With(Pool(new() { ["kernel_shape"] = Two }), graph => graph.Node[0].Attribute[0].ClearType())),
        ["an input too many"] = ("has 2 inputs; Relu of opset 18 has 1", () => Image.Node("Relu", ["x", "x"], ["y"], name: "node")),
        ["an input too few"] = ("has 1 input; MatMul of opset 18 has 2.", () => Image.Node("MatMul", ["x"], ["y"], name: "node")),
        ["an output too many"] = ("has 2 outputs", () => Image.Node("Relu", ["x"], ["y", "z"], name: "node")),
        ["an input left out"] = ("leaves out its input 0", () => Image.Node("Relu", [""], ["y"], name: "node")),
        ["integers where numbers belong"] = ("of type Int64 as its input 0", () => new TestModel().Input("x", ElementType.Int64, 2).Node("Sigmoid", ["x"], ["y"], name: "node").Output("y")),
        ["types that do not mix"] = ("Float32 and Int64", () => new TestModel().Input("x", 2).Weight("w", Tensor.Of(1, 2)).Node("Add", ["x", "w"], ["y"], name: "node").Output("y")),
        ["a target shape of numbers"] = ("where opset 18 takes Int64", () => One("Reshape", [], Tensor.Of([2], 1f, -1))),
        ["an input of a type that does not exist"] = ("element type 77, which does not exist", () => With(Image.Node("Relu", ["x"], ["y"]), graph => graph.Input[0].Type.TensorType.ElemType = 77)),
        ["a cast to a type that does not exist"] = ("element type 99, which does not exist", () => One("Cast", new() { ["to"] = 99 })),
        ["an order of too many axes"] = ("is not one of all its axes", () => One("Transpose", new() { ["perm"] = (int[])[0, 1, 2, 3, 4] })),
        ["an order with an axis twice"] = ("is not one of all its axes", () => One("Transpose", new() { ["perm"] = (int[])[0, 1, 1, 3] })),
        ["an axis that is not there"] = ("There is no axis 7", () => One("Gather", new() { ["axis"] = 7 }, Tensor.Of(0))),
        ["an index that is not there"] = ("node", () => Made("Gather", Tensor.Of(1, 2), Tensor.Of(5))),
        ["axes that are not there"] = ("no axis 9", () => One("ReduceMean", [], Tensor.Of(9))),
        ["pads of the wrong count"] = ("3 pads do not go with 4 axes", () => One("Pad", [], Tensor.Of(1, 1, 1))),
        ["scales of the wrong count"] = ("do not go with 4 axes", () => Image.Weight("s", Tensor.Of([3], 1f, 2, 2)).Node("Resize", ["x", "", "s"], ["y"], name: "node")),
        ["scales and sizes"] = ("both scales and sizes", () => Image.Weight("s", Tensor.Of([4], 1f, 1, 2, 2)).Weight("z", Tensor.Of(1, 4, 12, 12)).Node("Resize", ["x", "", "s", "z"], ["y"], name: "node")),
        ["a step of zero"] = ("never ends", () => One("Slice", [], Tensor.Of(0), Tensor.Of(2), Tensor.Of(1), Tensor.Of(0))),
        ["parts that do not add up"] = ("do not add up", () => One("Split", new() { ["axis"] = 1 }, Tensor.Of(9))),
        ["blocks of no size"] = ("blocks of 0", () => One("DepthToSpace", new() { ["blocksize"] = 0 })),
        ["parameters of other channels"] = ("does not have one number for each of 4 channels", () => One("InstanceNormalization", [], W(3), W(4))),
        ["a shape bomb by Expand"] = ("larger than any memory", () => One("Expand", [], Tensor.Of(1L << 30, 4, 6, 6, 6, 6).Reshape([6]))),
        ["a shape bomb by Tile"] = ("node", () => One("Tile", [], Tensor.Of(1, 1L << 40, 1, 1))),
        ["a shape bomb by ConstantOfShape"] = ("larger than any memory", () => Made("ConstantOfShape", Tensor.Of(1 << 20, 1 << 20, 1 << 20))),
        ["a shape bomb by Range"] = ("node", () => Made("Range", Tensor.Of(Shape.Scalar, 0f), Tensor.Of(Shape.Scalar, 1e30f), Tensor.Of(Shape.Scalar, 1e-30f))),
        ["a shape bomb by Resize"] = ("node", () => Image.Weight("s", Tensor.Of([4], 1f, 1, 1e30f, 2)).Node("Resize", ["x", "", "s"], ["y"], name: "node")),
        ["a shape bomb by Pad"] = ("node", () => One("Pad", [], Tensor.Of(0, 0, long.MaxValue, 0, 0, 0, long.MaxValue, 0))),
        ["a shape bomb by OneHot"] = ("node", () => Made("OneHot", Tensor.Of(0), Tensor.Of(Shape.Scalar, long.MinValue), Tensor.Of([2], 0f, 1))),
        ["a tensor of many axes"] = ("at most 32", () => One("Unsqueeze", [], Tensor.Of([.. Enumerable.Range(0, 400).Select(axis => (long)axis)]))),
        ["a name that a terminal obeys"] = ("control characters", () => Image.Node("Relu", ["x"], ["y"], name: "\u001b[2J")),
        ["an output that a terminal obeys"] = ("control characters", () => Image.Node("Relu", ["x"], ["y"]).Node("Neg", ["y"], ["z\n"]).Output("z\n")),
        ["a name that is empty"] = ("without a name", () => Image.Node("Relu", ["x"], ["y"]).Input("", 1)),
        ["no outputs"] = ("has no outputs", () => With(Image.Node("Relu", ["x"], ["y"]), graph => graph.Output.Clear())),
        ["no nodes"] = ("it holds no graph", () => Image),
        ["two tensors of one name"] = ("two tensors named 'y'", () => Image.Node("Relu", ["x"], ["y"]).Node("Neg", ["x"], ["y"])),
        ["two outputs of one node of one name"] = ("two tensors named 'y'", () => Image.Node("Split", ["x"], ["y", "y"], new() { ["axis"] = 1, ["num_outputs"] = 2 })),
        ["two inputs of one name"] = ("two inputs named 'x'", () => Image.Input("x", 1).Node("Relu", ["x"], ["y"])),
        ["a branch that hides a name"] = ("two tensors named 'h'", () => Choice(new NodeProto { OpType = "Neg", Input = { "x" }, Output = { "h" } }, "h")),
        ["a branch that cannot be"] = ("nothing computes", () => Choice(new NodeProto { OpType = "Neg", Input = { "nobody" }, Output = { "b" } }, "b")),
        ["bytes that disagree with the shape"] = ("needs 576 bytes, but 4 are there", () => With(Conv([], 4, 4, 3, 3), graph => graph.Initializer[0].RawData = ByteString.CopyFrom(1, 2, 3, 4))),
        ["sizes whose product overflows"] = ("larger than any memory", () => With(Conv([], 4, 4, 3, 3), graph => (graph.Initializer[0].Dims[0], graph.Initializer[0].Dims[1]) = (1L << 31 - 1, 1L << 31 - 1))),
        ["a negative size"] = ("the size -4", () => With(Conv([], 4, 4, 3, 3), graph => graph.Initializer[0].Dims[0] = -4)),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Is_refused_in_a_sentence_of_our_own(string name)
    {
        var (expected, model) = All[name];
        var error = Assert.Throws<GraphException>(() => model().Read().Build());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Many_small_bombs_are_not_folded()
    {
        var model = new TestModel().Input("x", 1).Weight("shape", Tensor.Of(1 << 20));
        for (var i = 0; i < 400; i++) model.Node("ConstantOfShape", ["shape"], [$"c{i}"], new() { ["value"] = Tensor.Of([1], (float)i) });
        var before = GC.GetAllocatedBytesForCurrentThread();
        model.Node("Add", ["x", "c0"], ["y"]).Output("y").Read().Build();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3L << 30);
    }

    [Fact]
    public void A_run_that_does_not_fit_into_memory_is_refused_with_its_size()
    {
        var graph = new TestModel().Input("x", 1).Weight("shape", Tensor.Of(1 << 15, 1 << 15, 1 << 9)).Node("Expand", ["x", "shape"], ["big"]).Node("ReduceMean", ["big"], ["y"]).Output("y").Read().Build();

        var error = Assert.Throws<GraphException>(() => new Session([("y", graph.Find("y")!)]));

        Assert.Contains("at least 2048 GB of memory", error.Message, StringComparison.Ordinal);
        Assert.Contains("'big' (32768x32768x512)", error.Message, StringComparison.Ordinal);
        Assert.Contains("may take 2 GB", Assert.Throws<GraphException>(() => new Session([("y", graph.Find("big")!)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_file_is_not_read_as_many_long_tensors()
    {
        File.WriteAllBytes(Path.Join(folder, "weights.bin"), new byte[24]);
        var model = new TestModel().Input("x", 4).Output("y");
        foreach (var (name, offset) in new[] { ("a", 0), ("b", 4), ("c", 0) })
        {
            var tensor = new TensorProto { Name = name, DataType = 1, Dims = { 4 }, DataLocation = TensorProto.Types.DataLocation.External };
            tensor.ExternalData.Add([new() { Key = "location", Value = "weights.bin" }, new() { Key = "offset", Value = $"{offset}" }]);
            model.Proto.Graph.Initializer.Add(tensor);
        }

        model.Node("Sum", ["x", "a", "b", "c"], ["y"]);

        Assert.Contains("overlap", Assert.Throws<GraphException>(() => Model.Parse(model.Bytes, "x.onnx", folder)).Message, StringComparison.Ordinal);
        // Tied weights are no overlap.
        model.Proto.Graph.Initializer[1].ExternalData[1].Value = "0";
        Assert.NotNull(Model.Parse(model.Bytes, "x.onnx", folder));
    }

    [Fact]
    public void Functions_that_double_without_end_are_refused()
    {
        var model = Image.Node("F0", ["x"], ["y"]);
        model.Proto.Graph.Node[0].Domain = "mine";
        for (var i = 0; i < 30; i++)
        {
            var next = i < 29 ? ("mine", $"F{i + 1}") : ("", "Relu");
            model.Proto.Functions.Add(new FunctionProto
            {
                Name = $"F{i}",
                Domain = "mine",
                Input = { "a" },
                Output = { "b" },
                Node = { new NodeProto { Domain = next.Item1, OpType = next.Item2, Input = { "a" }, Output = { "t" } }, new NodeProto { Domain = next.Item1, OpType = next.Item2, Input = { "t" }, Output = { "b" } } },
            });
        }

        Assert.Contains("more than 200,000 nodes", Assert.Throws<GraphException>(model.Read).Message, StringComparison.Ordinal);
    }

    static TestModel Choice(NodeProto node, string output)
    {
        var model = Image.Weight("yes", Tensor.Full(ElementType.Bool, Shape.Scalar, 1)).Node("Relu", ["x"], ["h"]).Node("If", ["yes"], ["y"], name: "node");
        foreach (var branch in new[] { "then_branch", "else_branch" })
            model.Proto.Graph.Node[1].Attribute.Add(new AttributeProto { Name = branch, Type = AttributeProto.Types.AttributeType.Graph, G = new() { Node = { node }, Output = { new ValueInfoProto { Name = output } } } });
        return model;
    }
}
