using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

public sealed class GradientTests
{
    readonly Graph graph = new();
    readonly Value x, a;

    public GradientTests()
    {
        x = graph.Input("x", ElementType.Float32, [3]);
        a = graph.Input("a", ElementType.Float32, [3]);
    }

    [Fact]
    public void Gradient_of_an_unused_input_is_zero() => Assert.Equal([0, 0, 0], Run(Gradient.Of(x * x, [x, a])[1]));

    [Fact]
    public void A_rule_whose_cotangent_does_not_fit_is_named()
    {
        var y = graph.Emit("Relu", [x]);
        string Of(Func<Value, Value> cotangent) => Assert.Throws<GraphException>(() => Gradient.Of(y, [x], RuleSet.Standard.With("Relu", new Rule((_, dY) => cotangent(dY))))).Message;

        Assert.Contains("The rule of Relu 'Relu' gives a cotangent of Float32 2 for its input 0 ('x'), which is Float32 3", Of(dY => dY.Slice(0, 0, 2)), StringComparison.Ordinal);
        Assert.Contains("gives a cotangent of Int64 3", Of(dY => dY.Cast(ElementType.Int64)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_rule_trips_over_is_told_with_the_node()
    {
        var y = graph.Emit("Relu", [x]);
        string Of(Pullback pullback) => Assert.ThrowsAny<GraphException>(() => Gradient.Of(y, [x], RuleSet.Standard.With("Relu", new Rule(pullback)))).Message;

        Assert.Equal("Relu 'Relu' lacks its input 1; it has the input 0.", Of((n, dY) => dY * n[1]));
        Assert.Equal("Relu 'Relu' lacks its output 1; it has the output 0.", Of((n, dY) => dY * n.Output(1)));
        Assert.Equal("Relu 'Relu' computes its input 0 ('x') from the data; only a constant can be reasoned about.", Of((n, dY) => dY * n.Known(0).Number));
        Assert.Equal("The gradient of Relu 'Relu' cannot be taken with respect to its input 0: There is no axis 4 in a tensor of shape 3.", Of((n, dY) => dY * n.X.Shape[4]));
    }

    [Fact]
    public void Gradient_of_a_value_in_itself_is_one() => Assert.Equal([1, 1, 1], Run(Gradient.Of(x, [x])[0]));

    [Fact]
    public void Gradient_is_weighted_by_dY() => Assert.Equal([2 * 7, 4 * 8, 6 * 9], Run(Gradient.Of(x * x, [x], dY: a)[0]));

    [Fact]
    public void Gradient_of_a_sum_is_the_sum_of_gradients()
    {
        Value f = x * x, g = x.Exp();

        Assert.Equal(Run((2 * Gradient.Of(f, [x])[0]) + (3 * Gradient.Of(g, [x])[0])), Run(Gradient.Of((2 * f) + (3 * g), [x])[0]), Close);
    }

    [Fact]
    public void Gradient_through_two_functions_is_the_product_of_theirs()
    {
        var inner = x * x;
        var outer = inner.Log();

        Assert.Equal(Run(Gradient.Of(outer, [inner])[0] * Gradient.Of(inner, [x])[0]), Run(Gradient.Of(outer, [x])[0]), Close);
    }

    [Fact]
    public void A_wanted_value_inside_the_path_of_another_does_not_cut_it()
    {
        var inner = x * x;
        var dXs = Gradient.Of(inner * a, [x, inner]);

        Assert.Equal([2 * 1 * 7, 2 * 2 * 8, 2 * 3 * 9], Run(dXs[0]));
        Assert.Equal([7, 8, 9], Run(dXs[1]));
    }

    [Fact]
    public void A_value_used_twice_gathers_both_gradients() => Assert.Equal([3 * 1 + 1, 3 * 4 + 1, 3 * 9 + 1], Run(Gradient.Of((x * x * x) + x, [x])[0]));

    [Fact]
    public void A_gradient_has_a_gradient()
    {
        var first = Gradient.Of(Emit("Tanh", x), [x])[0];
        var y = Array.ConvertAll(Run(x), value => Math.Tanh(value));

        Assert.Equal(Array.ConvertAll(y, t => (float)(-2 * t * (1 - (t * t)))), Run(Gradient.Of(first, [x])[0]), Close);
    }

    [Theory, InlineData("Relu"), InlineData("Sigmoid"), InlineData("HardSwish"), InlineData("LeakyRelu"), InlineData("Abs")]
    public void Second_derivatives_are_finite_and_right(string operation)
    {
        var first = Gradient.Of(Emit(operation, x), [x])[0];
        var cubed = Gradient.Of(first * x * x, [x])[0];

        Assert.All(Run(cubed), value => Assert.True(float.IsFinite(value)));
        GradientCheck.Check([first], _ => [0.3f, -0.4f, 1.2f], 1e-2f, new(1));
    }

    [Fact]
    public void Equal_nodes_are_made_once_and_change_nothing()
    {
        Value Twice() => Emit("Sigmoid", x * a);
        Assert.Same(Twice(), Twice());
        var count = graph.Nodes.Count;
        var once = Gradient.Of(Twice(), [x])[0];
        Assert.Same(once, Gradient.Of(Twice(), [x])[0]);
        Assert.True(graph.Nodes.Count > count);

        Assert.Equal(Array.ConvertAll(Run(once), value => 2 * value), Run(Gradient.Of(Twice() + Twice(), [x])[0]), Close);
    }

    [Fact]
    public void Nodes_are_named_for_the_node_they_differentiate()
    {
        graph.EmitAll("Sigmoid", [x], name: "gate");
        Gradient.Of(graph.Nodes[^1].Y, [x]);

        Assert.StartsWith("gradient/gate/", graph.Nodes[^1].Name, StringComparison.Ordinal);
        Assert.Equal("", graph.Scope);
    }

    [Fact]
    public void Indices_and_shapes_carry_no_gradient()
    {
        var top = graph.EmitAll("TopK", [x, x.Vector([2])], outputs: 2);
        var index = top[1].Cast(ElementType.Float32);

        Assert.Equal([0, 0, 0], Run(Gradient.Of(index, [x])[0]));
        Assert.Equal([0, 1, 1], Run(Gradient.Of(top[0] * index.Exp() / index.Exp(), [x])[0]), Close);
    }

    [Fact]
    public void A_missing_rule_is_an_error_only_between_the_two()
    {
        var behind = Emit("Sigmoid", x);
        graph.EmitAll("NoSuchLu", [behind], name: "mystery", outputNames: ["odd"]);
        var beside = graph.Nodes[^1].Y;

        Assert.Equal([0, 0, 0], Run(Gradient.Of(a * a, [x])[0]));
        Assert.Equal(3, Run(Gradient.Of(behind, [x])[0]).Length);
        var error = Assert.Throws<GraphException>(() => Gradient.Of(beside, [x]));
        Assert.StartsWith("No gradient rule for ai.onnx::NoSuchLu, node 'mystery', which lies between 'x' and 'odd'. Rules exist for ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose a tensor before it, or pass rules: RuleSet.Standard.With(\"NoSuchLu\", …).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_operator_gets_the_closest_names()
    {
        var y = graph.Emit("AveragePooling", [x]);

        Assert.Contains("the closest names are AveragePool and ", Assert.Throws<GraphException>(() => Gradient.Of(y, [x])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_another_rule_leaves_the_standard_one_alone()
    {
        var y = Emit("Relu", x - 2);
        var guided = RuleSet.Standard.With("Relu", new Rule((n, dY) => dY * 5));

        Assert.Equal([5, 5, 5], Run(Gradient.Of(y, [x], guided)[0]));
        Assert.Equal([0, 0, 1], Run(Gradient.Of(y, [x])[0]));
    }

    Value Emit(string operation, Value value) => graph.Emit(operation, [value]);

    /// <summary>The value for x = 1, 2, 3 and a = 7, 8, 9.</summary>
    static float[] Run(Value value)
    {
        using var session = new Session([("result", value)], threads: 1);
        foreach (var input in session.Inputs) (input == "x" ? (float[])[1, 2, 3] : [7, 8, 9]).CopyTo(session.Input(input));
        session.Run();
        return session.Output("result").ToArray();
    }

    static bool Close(float expected, float actual) => Math.Abs(expected - actual) <= 1e-5f * Math.Max(1, Math.Abs(expected));
}
