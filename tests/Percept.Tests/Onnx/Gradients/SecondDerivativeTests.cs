using System.Reflection;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

/// <summary>Rules are made of operators that have rules: a gradient has a gradient, which agrees with differences of the first.</summary>
public sealed class SecondDerivativeTests
{
    static readonly string[] smooth =
    [
        "Mul", "Div", "Reciprocal", "Sqrt", "Exp", "Log", "Pow", "Erf", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh",
        "Sigmoid", "Gelu", "Mish", "Softplus", "Softmax", "LogSoftmax", "Conv", "ConvTranspose", "Gemm", "MatMul", "Einsum", "AveragePool", "LpPool", "GlobalLpPool", "Resize", "GridSample", "RoiAlign",
        "BatchNormalization", "LayerNormalization", "InstanceNormalization", "GroupNormalization", "MeanVarianceNormalization", "LpNormalization", "LRN",
        "ReduceMean", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp", "ReduceProd", "Gather", "GatherND", "GatherElements", "ScatterElements", "ScatterND", "CumSum", "Trilu",
        "Pad", "Slice", "Concat", "Split", "DepthToSpace", "SpaceToDepth", "Tile", "Where", "MaxPool", "ReduceMax", "TopK", "MaxUnpool",
    ];

    public static TheoryData<OpCase> Twice { get; } =
    [
        .. typeof(SecondDerivativeTests).Assembly.GetTypes()
            .Select(type => type.GetProperty("Cases", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<TheoryData<OpCase>>()
            .SelectMany(cases => cases).Select(row => row.Data).Where(each => smooth.Contains(each.Operator))
            // The first few of each are its kinds; the others are corners of its windows.
            .GroupBy(each => each.Operator).SelectMany(group => group.Where((_, i) => i < 6 || i % 5 == 0)),
    ];

    [Theory, MemberData(nameof(Twice), DisableDiscoveryEnumeration = true)]
    public void The_gradient_of_the_gradient_agrees_with_differences(OpCase each)
    {
        var (graph, random) = (new Graph(), new Random(each.Seed));
        var ys = each.Emit(graph, random).Where(y => y.Type.IsFloat()).ToArray();
        var xs = graph.Inputs.ToArray();
        // Cubes, so that the gradient of a linear operator, or of a root, depends on its input too.
        var loss = ys.Select(y => (y * y * y * graph.Constant(Tensor.Of(y.Shape, GradientCheck.Normal(random, (int)y.Shape.Elements)))).Sum([], keepDims: false)).Aggregate((sum, y) => sum + y);

        GradientCheck.Check(Gradient.Of(loss, xs), name => each.Operands[int.Parse(name[1..], null)].Draw(random), Math.Min(each.Step, 5e-3f), random, tolerance: 5e-3);
    }
}
