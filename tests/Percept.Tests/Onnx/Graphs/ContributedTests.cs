using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>ONNX Runtime's own operators are read as standard ones that compute the same.</summary>
public sealed class ContributedTests
{
    public static IEnumerable<TheoryDataRow<OperatorCase>> Cases => All.Select(operation => new TheoryDataRow<OperatorCase>(operation) { TestDisplayName = operation.ToString() });

    [Theory, MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void An_operator_of_the_runtime_is_said_by_standard_ones(OperatorCase operation)
    {
        var model = new TestModel(17);
        var given = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < operation.Inputs.Length; i++)
        {
            if (operation.Inputs[i] is not { } tensor) continue;
            if (i > 0) model.Weight($"in{i}", tensor);
            else (given["in0"], _) = (tensor, model.Input("in0", tensor.Type, [.. tensor.Shape]));
        }

        string[] outputs = operation.Operator.StartsWith("Skip", StringComparison.Ordinal) ? ["out0", "", "", "out3"] : ["out0"];
        model.Node(operation.Operator, [.. operation.Inputs.Select((input, i) => input is null ? "" : $"in{i}")], outputs, operation.Settings, name: "node");
        model.Proto.Graph.Node[^1].Domain = "com.microsoft";
        model.Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        foreach (var name in outputs.Where(name => name.Length > 0)) model.Output(name, operation.Types?[0] ?? ElementType.Float32);

        var graph = model.Read().Build();
        var expected = Runtime.Run(model.Bytes, given);
        var actual = Runtime.Run(graph, [.. expected.Keys.Select(name => (name, graph.Find(name)!))], given);

        Assert.DoesNotContain(graph.Nodes, node => node.Operator.Contains("::", StringComparison.Ordinal));
        foreach (var name in expected.Keys)
        {
            Assert.Equal(expected[name].Shape, graph.Find(name)!.Shape);
            // Integers may be rounded the other way.
            var slack = !expected[name].Type.IsFloat() ? 1 : operation.Operator.StartsWith("Dynamic", StringComparison.Ordinal) ? 0.03 : 1e-4;
            Assert.Equal(expected[name].To<double>(), actual[name].To<double>(), (a, b) => Math.Abs(a - b) <= slack * Math.Max(1, Math.Abs(a)));
        }
    }

    static IEnumerable<OperatorCase> All =>
    [
        new(17, "Gelu", [X(2, 5)]),
        new(17, "FastGelu", [X(2, 5)]),
        new(17, "FastGelu", [X(2, 5), X(5)]),
        new(17, "QuickGelu", [X(2, 5)]),
        new(17, "BiasGelu", [X(2, 5), X(5)]),
        new(17, "FusedConv", [X(1, 2, 5, 5), X(3, 2, 3, 3), X(3)], new() { ["activation"] = "Relu" }),
        new(17, "FusedConv", [X(1, 2, 5, 5), X(3, 2, 3, 3), X(3), X(1, 3, 3, 3)], new() { ["activation"] = "LeakyRelu", ["activation_params"] = (float[])[0.2f] }),
        new(17, "FusedConv", [X(1, 2, 5, 5), X(3, 2, 3, 3)], new() { ["activation"] = "Clip", ["activation_params"] = (float[])[-0.1f, 0.2f] }),
        new(17, "FusedGemm", [X(2, 3), X(4, 3), X(4)], new() { ["activation"] = "Relu", ["transB"] = 1 }),
        new(17, "FusedMatMul", [X(2, 4, 3), X(2, 5, 4)], new() { ["transA"] = 1, ["transB"] = 1, ["alpha"] = 0.5f }),
        new(17, "SkipLayerNormalization", [X(2, 3, 8), X(2, 3, 8), X(8), X(8)]),
        new(17, "SkipLayerNormalization", [X(2, 3, 8), X(2, 3, 8), X(8), X(8), X(8)], new() { ["epsilon"] = 0.1f }),
        new(17, "Attention", [X(2, 3, 8), X(8, 24), X(24)], new() { ["num_heads"] = 2 }),
        new(17, "MultiHeadAttention", [X(2, 3, 8), X(2, 5, 8), X(2, 5, 8)], new() { ["num_heads"] = 4 }),
        new(17, "MultiHeadAttention", [X(2, 3, 8), X(2, 3, 8), X(2, 3, 8), X(24)], new() { ["num_heads"] = 2, ["scale"] = 0.3f }),
        new(17, "SkipSimplifiedLayerNormalization", [X(2, 3, 8), X(2, 3, 8), X(8)]),
        new(17, "Attention", [X(2, 3, 8), X(8, 24), X(24), null, null, X(2, 2, 3, 3)], new() { ["num_heads"] = 2 }),
        new(17, "MultiHeadAttention", [X(2, 3, 8), X(2, 3, 8), X(2, 3, 8), null, null, X(1, 2, 3, 3)], new() { ["num_heads"] = 2 }),
        new(17, "ExpandDims", [X(2, 3), Tensor.From<int>(ElementType.Int32, Shape.Scalar, [1])]),
        new(17, "Trilu", [X(3, 3)], new() { ["upper"] = 0 }),
        new(17, "GridSample", [X(1, 2, 4, 4), X(1, 3, 3, 2)], new() { ["align_corners"] = 1 }),
        new(17, "NhwcMaxPool", [Q(1, 4, 4, 2)], new() { ["kernel_shape"] = (int[])[2, 2] }, Types: Bytes),
        new(17, "QuantizeLinear", [X(2, 3), S(0.01f), Z(128)], Types: Bytes),
        new(17, "DequantizeLinear", [Q(2, 3), S(0.01f), Z(128)]),
        new(17, "DynamicQuantizeMatMul", [X(4, 8), Q(8, 3), S(0.01f), Z(128), X(3)]),
        new(17, "MatMulIntegerToFloat", [Q(2, 4), Q(4, 3), S(0.1f), S(0.2f), Z(3), Z(7), X(3)]),
        new(17, "QGemm", [Q(2, 4), S(0.1f), Z(128), Q(4, 3), S(0.2f), Z(120), Tensor.From<int>(ElementType.Int32, [3], [5, -70, 900]), S(0.5f), Z(90)], new() { ["alpha"] = 0.5f }, Types: Bytes),
        new(17, "QGemm", [Q(2, 4), S(0.1f), Z(128), Q(3, 4), Tensor.Of([3], 0.2f, 0.1f, 0.3f), Tensor.From<int>(ElementType.UInt8, [3], [128, 120, 140])], new() { ["transB"] = 1 }),
        new(17, "QLinearWhere", [Tensor.From<int>(ElementType.Bool, [2, 1], [1, 0]), Q(2, 3), S(0.1f), Z(3), Q(3), S(0.2f), Z(9), S(0.3f), Z(7)], Types: Bytes),
        new(17, "QLinearConv", [Q(1, 4, 4, 2), S(0.02f), Z(128), Q(3, 2, 3, 3), S(0.02f), Z(128), S(0.03f), Z(99)], new() { ["channels_last"] = 1 }, Types: Bytes),
        new(17, "QAttention", [Q(2, 3, 8), Q(8, 24), X(24), S(0.01f), S(0.01f), null, Z(128), Z(128)], new() { ["num_heads"] = 2 }),
        new(17, "QLinearAdd", [Q(2, 3), S(0.1f), Z(3), Q(2, 3), S(0.2f), Z(9), S(0.3f), Z(7)], Types: Bytes),
        new(17, "QLinearMul", [Q(2, 3), S(0.1f), Z(100), Q(2, 3), S(0.02f), Z(90), S(0.3f), Z(70)], Types: Bytes),
        new(17, "QLinearSigmoid", [Q(2, 3), S(0.02f), Z(128), S(0.004f), Z(0)], Types: Bytes),
        new(17, "QLinearLeakyRelu", [Q(2, 3), S(0.02f), Z(128), S(0.02f), Z(99)], new() { ["alpha"] = 0.2f }, Types: Bytes),
        new(17, "QLinearAveragePool", [Q(1, 2, 4, 4), S(0.02f), Z(128), S(0.02f), Z(99)], new() { ["kernel_shape"] = (int[])[2, 2] }, Types: Bytes),
        new(17, "QLinearGlobalAveragePool", [Q(1, 2, 4, 4), S(0.02f), Z(128), S(0.01f), Z(99)], new() { ["channels_last"] = 0 }, Types: Bytes),
        new(17, "QLinearGlobalAveragePool", [Q(1, 4, 4, 2), S(0.02f), Z(128), S(0.01f), Z(99)], new() { ["channels_last"] = 1 }, Types: Bytes),
    ];

    static ElementType[] Bytes => [ElementType.UInt8];

    static Tensor X(params int[] sizes) => Runtime.Noise(sizes.Sum(), sizes);

    static Tensor Q(params int[] sizes) => Tensor.From<double>(ElementType.UInt8, Shape.Of(sizes), [.. X(sizes).To<double>().Select(number => 128 + (127 * number))]);

    static Tensor S(float scale) => Tensor.Of(Shape.Scalar, scale);

    static Tensor Z(int zero) => Tensor.From<int>(ElementType.UInt8, Shape.Scalar, [zero]);
}
