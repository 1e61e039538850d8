using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Mutations;

/// <summary>Sound models of many kinds, to be damaged.</summary>
static class Corpus
{
    const string Weights = "weights.bin";

    /// <summary>The models; what they keep in other files is put into the folder.</summary>
    internal static IReadOnlyList<byte[]> In(string folder)
    {
        // The larger ones are tried as often as all the single operators together.
        byte[][] networks = [Convolutional().Bytes, Attention().Bytes, Decoder().Bytes, Structured(folder).Bytes];
        var operators = OperatorCases.All.SelectMany(operation => new[] { operation.Model(constant: false).Bytes, operation.Model(constant: true).Bytes }).ToArray();
        return [.. operators, .. Enumerable.Range(0, operators.Length).Select(i => networks[i % networks.Length])];
    }

    static Tensor W(params int[] sizes) => Runtime.Noise(sizes.Sum(), sizes);

    static Tensor Ints(params long[] values) => Tensor.Of(values);

    static TestModel Convolutional() => new TestModel(13).Input("x", -1, 3, 16, 16)
        .Weight("w1", W(8, 3, 3, 3)).Weight("b1", W(8)).Weight("w2", W(8, 2, 3, 3)).Weight("s", W(8)).Weight("v", Tensor.Full(ElementType.Float32, [8], 1)).Weight("wf", W(8, 5)).Weight("bf", W(5))
        .Node("Conv", ["x", "w1", "b1"], ["c1"], new() { ["strides"] = (int[])[2, 2], ["pads"] = (int[])[1, 1, 1, 1], ["kernel_shape"] = (int[])[3, 3], ["dilations"] = (int[])[1, 1] }, "conv1")
        .Node("BatchNormalization", ["c1", "s", "b1", "s", "v"], ["n1"], new() { ["epsilon"] = 1e-3f }).Node("Relu", ["n1"], ["r1"])
        .Node("MaxPool", ["r1"], ["p1"], new() { ["kernel_shape"] = (int[])[3, 3], ["strides"] = (int[])[1, 1], ["pads"] = (int[])[1, 1, 1, 1] }, "pool1")
        .Node("Conv", ["p1", "w2"], ["c2"], new() { ["group"] = 4, ["auto_pad"] = "SAME_UPPER" }, "conv2")
        .Node("AveragePool", ["c2"], ["a2"], new() { ["kernel_shape"] = (int[])[3, 3], ["strides"] = (int[])[2, 2], ["ceil_mode"] = 1 })
        .Node("Concat", ["a2", "a2"], ["k"], new() { ["axis"] = 1 }).Node("LRN", ["k"], ["l"], new() { ["size"] = 3 }).Node("Split", ["l"], ["l1", "l2"], new() { ["axis"] = 1 })
        .Node("Add", ["l1", "l2"], ["m"]).Node("GlobalAveragePool", ["m"], ["g"]).Node("Flatten", ["g"], ["f"]).Node("Gemm", ["f", "wf", "bf"], ["o"], new() { ["alpha"] = 0.5f })
        .Node("Softmax", ["o"], ["y"], new() { ["axis"] = -1 }).Output("y");

    static TestModel Attention() => new TestModel(17).Input("x", 1, 3, 8, 8)
        .Weight("w", W(8, 3, 2, 2)).Weight("g", W(8)).Weight("b", W(8)).Weight("qkv", W(8, 24)).Weight("one", W(8, 8)).Weight("heads", Ints(0, -1, 2, 4)).Weight("flat", Ints(-1)).Weight("scale", Tensor.Of(Shape.Scalar, 0.5f))
        .Weight("zero", Tensor.Of(Shape.Scalar, 0L)).Weight("axis0", Ints(0)).Weight("sqrt2", Tensor.Of(Shape.Scalar, 1.41f)).Weight("parts", Ints(8, 8, 8)).Weight("axis1", Ints(1))
        .Node("Conv", ["x", "w"], ["p"], new() { ["strides"] = (int[])[2, 2] }).Node("Shape", ["p"], ["ps"]).Node("Gather", ["ps", "zero"], ["n"], new() { ["axis"] = 0 })
        .Node("Unsqueeze", ["n", "axis0"], ["n1"]).Node("Constant", [], ["c"], new() { ["value"] = Ints(8) }).Node("Concat", ["n1", "c", "flat"], ["target"], new() { ["axis"] = 0 })
        .Node("Reshape", ["p", "target"], ["t0"]).Node("Transpose", ["t0"], ["t"], new() { ["perm"] = (int[])[0, 2, 1] }).Node("LayerNormalization", ["t", "g", "b"], ["ln"], new() { ["axis"] = -1 })
        .Node("MatMul", ["ln", "qkv"], ["m"]).Node("Split", ["m", "parts"], ["q", "k", "v"], new() { ["axis"] = 2 })
        .Node("Reshape", ["q", "heads"], ["q1"]).Node("Reshape", ["k", "heads"], ["k1"]).Node("Reshape", ["v", "heads"], ["v1"])
        .Node("Transpose", ["q1"], ["q2"], new() { ["perm"] = (int[])[0, 2, 1, 3] }).Node("Transpose", ["k1"], ["k2"], new() { ["perm"] = (int[])[0, 2, 3, 1] }).Node("Transpose", ["v1"], ["v2"], new() { ["perm"] = (int[])[0, 2, 1, 3] })
        .Node("MatMul", ["q2", "k2"], ["s"]).Node("Mul", ["s", "scale"], ["s1"]).Node("Softmax", ["s1"], ["a"], new() { ["axis"] = -1 }).Node("MatMul", ["a", "v2"], ["ah"]).Node("Transpose", ["ah"], ["av"], new() { ["perm"] = (int[])[0, 2, 1, 3] })
        .Node("Reshape", ["av", "target3"], ["o"]).Weight("target3", Ints(1, 16, 8)).Node("MatMul", ["o", "one"], ["o1"]).Node("Add", ["o1", "t"], ["r"])
        .Node("Div", ["r", "sqrt2"], ["e0"]).Node("Erf", ["e0"], ["e1"]).Node("Mul", ["e1", "r"], ["gelu"]).Node("ReduceMean", ["gelu"], ["y"], new() { ["axes"] = (int[])[1], ["keepdims"] = 0 }).Output("y");

    static TestModel Decoder() => new TestModel(18).Input("x", 1, 4, 6, 6)
        .Weight("w", W(4, 2, 3, 3)).Weight("scales", Tensor.Of([4], 1f, 1, 2, 2)).Weight("sizes", Ints(1, 4, 12, 12)).Weight("pads", Ints(0, 0, 1, 1, 0, 0, 1, 1)).Weight("one", W(4)).Weight("slope", W(4, 1, 1))
        .Weight("starts", Ints(1, 1)).Weight("ends", Ints(-1, 9)).Weight("axes", Ints(2, 3)).Weight("steps", Ints(1, 2)).Weight("shape", Ints(1, 4, 12, 4)).Weight("k", Ints(2)).Weight("low", Tensor.Of(Shape.Scalar, -1f))
        .Weight("from", Tensor.Of(Shape.Scalar, 0L)).Weight("to", Tensor.Of(Shape.Scalar, 4L)).Weight("by", Tensor.Of(Shape.Scalar, 1L)).Weight("repeats", Ints(1, 1, 2, 1))
        .Node("ConvTranspose", ["x", "w"], ["u"], new() { ["strides"] = (int[])[2, 2], ["pads"] = (int[])[1, 1, 1, 1], ["output_padding"] = (int[])[1, 1], ["group"] = 2 }, "up")
        .Node("Resize", ["x", "", "scales"], ["l"], new() { ["mode"] = "linear", ["coordinate_transformation_mode"] = "half_pixel" }, "linear")
        .Node("Resize", ["x", "", "", "sizes"], ["c"], new() { ["mode"] = "cubic", ["coordinate_transformation_mode"] = "align_corners" }, "cubic")
        .Node("Sum", ["u", "l", "c"], ["s"]).Node("Pad", ["s", "pads"], ["p"], new() { ["mode"] = "reflect" }).Node("InstanceNormalization", ["p", "one", "one"], ["i"]).Node("PRelu", ["i", "slope"], ["r"])
        .Node("Clip", ["r", "low"], ["cl"]).Node("Slice", ["cl", "starts", "ends", "axes", "steps"], ["sl"], name: "slice").Node("DepthToSpace", ["sl"], ["d"], new() { ["blocksize"] = 2, ["mode"] = "CRD" })
        .Node("SpaceToDepth", ["d"], ["gs"], new() { ["blocksize"] = 2 })
        .Node("ConstantOfShape", ["shape"], ["zeros"]).Node("Greater", ["gs", "zeros"], ["positive"]).Node("Where", ["positive", "gs", "zeros"], ["wh"]).Node("Expand", ["wh", "shape"], ["ex"])
        .Node("Range", ["from", "to", "by"], ["order"]).Node("Gather", ["ex", "order"], ["ga"], new() { ["axis"] = 1 }).Node("Tile", ["ga", "repeats"], ["ti"]).Node("TopK", ["ti", "k"], ["top", "at"], new() { ["axis"] = 3 })
        .Node("ReduceMax", ["top", "axes"], ["rm"], new() { ["keepdims"] = 1 }).Node("Squeeze", ["rm", "axes"], ["y"]).Output("y");

    /// <summary>A branch, a loop, a function that calls another, a sparse weight, a Constant node, and weights in a file beside the model.</summary>
    static TestModel Structured(string folder)
    {
        var weight = W(4, 4);
        File.WriteAllBytes(Path.Join(folder, Weights), [.. new byte[64], .. weight.Bytes.Span]);
        var test = new TestModel(17).Input("x", 2, 4).Weight("w", weight).Weight("yes", Tensor.From(ElementType.Bool, Shape.Scalar, [1])).Weight("times", Tensor.Of(Shape.Scalar, 3L))
            .Node("MatMul", ["x", "w"], ["m"]).Node("Twice", ["m"], ["t"]).Node("If", ["yes"], ["c"], name: "choice").Node("Loop", ["times", "yes", "c"], ["l"], name: "loop")
            .Node("Constant", [], ["sp"]).Node("MatMul", ["l", "sp"], ["y"]).Output("y");
        var external = test.Proto.Graph.Initializer[0];
        external.ClearRawData();
        external.DataLocation = TensorProto.Types.DataLocation.External;
        foreach (var (key, value) in new[] { ("location", Weights), ("offset", "64"), ("length", "64") }) external.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });

        test.Proto.Graph.Node[1].Domain = "mine";
        test.Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "mine", Version = 1 });
        var scaled = new FunctionProto { Name = "Scaled", Domain = "mine", Input = { "a" }, Output = { "b" }, Attribute = { "by" }, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
        scaled.Node.Add(new NodeProto { OpType = "LeakyRelu", Input = { "a" }, Output = { "b" }, Attribute = { new AttributeProto { Name = "alpha", RefAttrName = "by", Type = AttributeProto.Types.AttributeType.Float } } });
        var twice = new FunctionProto { Name = "Twice", Domain = "mine", Input = { "a" }, Output = { "b" } };
        twice.Node.Add(new NodeProto { OpType = "Scaled", Domain = "mine", Input = { "a" }, Output = { "t" }, Attribute = { new AttributeProto { Name = "by", Type = AttributeProto.Types.AttributeType.Float, F = 0.5f } } });
        twice.Node.Add(new NodeProto { OpType = "Scaled", Domain = "mine", Input = { "t" }, Output = { "b" } });
        test.Proto.Functions.AddRange([scaled, twice]);

        foreach (var (branch, operation) in new[] { ("then_branch", "Tanh"), ("else_branch", "Neg") })
            test.Proto.Graph.Node[2].Attribute.Add(Graph(branch, new GraphProto { Name = branch, Node = { new NodeProto { OpType = operation, Input = { "t" }, Output = { branch } } }, Output = { Info(branch) } }));
        test.Proto.Graph.Node[3].Attribute.Add(Graph("body", new GraphProto
        {
            Name = "body",
            Input = { Info("i"), Info("before"), Info("h") },
            Node = { new NodeProto { OpType = "Identity", Input = { "before" }, Output = { "after" } }, new NodeProto { OpType = "MatMul", Input = { "h", "w" }, Output = { "hw" } }, new NodeProto { OpType = "Add", Input = { "hw", "x" }, Output = { "next" } } },
            Output = { Info("after"), Info("next") },
        }));
        var sparse = new SparseTensorProto { Values = new() { Name = "f", DataType = 1, Dims = { 2 }, FloatData = { 8, 9 } }, Indices = new() { DataType = 7, Dims = { 2 }, Int64Data = { 1, 6 } }, Dims = { 4, 2 } };
        test.Proto.Graph.Node[4].Attribute.Add(new AttributeProto { Name = "sparse_value", Type = AttributeProto.Types.AttributeType.SparseTensor, SparseTensor = sparse });
        return test;
    }

    static AttributeProto Graph(string name, GraphProto graph) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = graph };

    static ValueInfoProto Info(string name) => new() { Name = name };
}
