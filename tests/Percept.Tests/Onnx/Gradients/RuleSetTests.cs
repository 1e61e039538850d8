using System.Reflection;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Reading;

namespace Percept.Tests.Onnx.Gradients;

public sealed class RuleSetTests
{
    public static TheoryData<string> Operators { get; } = [.. RuleSet.Standard.Operators];

    /// <summary>The cases of all tests in this namespace.</summary>
    internal static HashSet<string> Tested { get; } = [.. typeof(RuleSetTests).Assembly.GetTypes()
        .Select(type => type.GetProperty("Cases", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<TheoryData<OpCase>>()
        .SelectMany(cases => cases).Select(row => row.Data.Operator)];

    [Theory, MemberData(nameof(Operators))]
    public void Every_rule_has_a_case_or_is_constant(string operation) =>
        Assert.True(Tested.Contains(operation) || operation is "QuantizeLinear" or "DequantizeLinear" || ReferenceEquals(RuleSet.Standard.Find(operation), RuleSet.Standard.Find("Shape")), $"{operation} has a rule but no case; add one beside its kind in Operators/.");

    [Fact]
    public void Every_rule_is_for_an_operator_of_ONNX() => Assert.Empty(RuleSet.Standard.Operators.Except(OperatorNames.All));

    [Fact]
    public void Every_case_has_a_rule() => Assert.Empty(Tested.Except(RuleSet.Standard.Operators));

    [Fact]
    public void Constant_operators_stop_the_gradient()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [2]);

        Assert.All<Value>([graph.Emit("Floor", [x]), graph.Emit("Sign", [x]), graph.Emit("Round", [x])], y =>
            Assert.Equal(0, Gradient.Of(y, [x])[0].Producer is { Operator: "Expand" } zeros ? zeros.X.Constant!.To<float>()[0] : Gradient.Of(y, [x])[0].Constant!.To<float>()[0]));
    }
}
