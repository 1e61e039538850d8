using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

public sealed class OperatorsTests
{
    public static IEnumerable<TheoryDataRow<OperatorCase>> Cases => OperatorCases.All.Select(operation => new TheoryDataRow<OperatorCase>(operation) { TestDisplayName = operation.ToString() });

    [Theory, MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void An_operator_keeps_its_meaning_when_read_and_written(OperatorCase operation) => AssertSame(operation, constant: false);

    [Theory, MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void What_is_constant_is_folded_to_what_the_runtime_computes(OperatorCase operation) => AssertSame(operation, constant: true);

    [Fact]
    public void Shape_arithmetic_is_folded()
    {
        string[] folded = ["Add", "Sub", "Mul", "Div", "Cast", "Concat", "Gather", "Slice", "Shape", "Size", "Reshape", "Squeeze", "Unsqueeze", "Where", "Equal", "Range", "Expand", "Tile", "ReduceProd", "Transpose", "Max", "Min", "Neg"];
        foreach (var operation in OperatorCases.All.Where(operation => folded.Contains(operation.Operator) && operation.Inputs.All(input => input is not null)))
        {
            var graph = Model.Parse(operation.Model(constant: true).Bytes, "test").Build();

            Assert.True(operation.Names.All(name => graph.Find(name)!.Constant is not null), $"{operation} was not folded.");
        }
    }

    static void AssertSame(OperatorCase operation, bool constant)
    {
        var (bytes, inputs) = operation.Model(constant);
        var expected = Runtime.Run(bytes, inputs);
        var graph = Model.Parse(bytes, "test").Build();
        var outputs = operation.Names.Select(name => (name, graph.Find(name)!)).ToArray();
        var actual = Runtime.Run(graph, outputs, inputs);

        foreach (var (name, value) in outputs)
        {
            Assert.Equal(expected[name].Type, value.Type);
            if (operation.Operator is not ("NonZero" or "MatMulInteger") && (constant || operation.Operator != "Range")) Assert.Equal(expected[name].Shape, value.Shape);
            Assert.Equal(expected[name].Shape, actual[name].Shape);
            if (!expected[name].Type.IsFloat()) Assert.Equal(expected[name].Bytes.ToArray(), actual[name].Bytes.ToArray());
            else foreach (var (wanted, got) in expected[name].To<double>().Zip(actual[name].To<double>())) Assert.True(wanted.Equals(got) || Math.Abs(wanted - got) <= 1e-5 * (1 + Math.Abs(wanted)), $"{got} instead of {wanted}");
        }
    }
}
