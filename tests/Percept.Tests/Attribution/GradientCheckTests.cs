using Percept.Attribution;
using Percept.Numerics;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Tests.Attribution;

public sealed class GradientCheckTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("Tanh", "output:3"), InlineData("Relu", "output:3"), InlineData("Sigmoid", "0.5*conv1:0 - 2*output:1"), InlineData("Relu", "conv2")]
    public void The_rules_of_a_network_agree_with_differences(string activation, string objective)
    {
        var found = Check(TinyNetwork.Model(activation: activation), objective);

        Assert.Equal(GradientVerdict.Agrees, found.Verdict);
        Assert.Equal(4, found.Directions.Count);
        Assert.Null(found.Culprit);
        Assert.StartsWith("The gradient agrees with finite differences along 4 directions, within ", found.ToString());
    }

    public static TheoryData<string, string, int> WrongRules => new() { { "Tanh", "conv1", 0 }, { "GlobalAveragePool", "pooled", 0 }, { "Gemm", "output", 0 }, { "Conv", "c2", 0 } };

    [Theory, MemberData(nameof(WrongRules))]
    public void A_wrong_rule_is_found_and_named(string operation, string node, int input)
    {
        // Wrong by a twentieth: the second layer's activation is left right, so that the first is to blame.
        var right = RuleSet.Standard.Find(operation)!;
        var wrong = new Rule((ManyPullback)((n, dY) => right[0]!(n, dY) * (n.Name == node ? 1.05 : 1)));

        var found = Check(TinyNetwork.Model(activation: "Tanh"), "output:3", RuleSet.Standard.With(operation, wrong));

        Assert.Equal(GradientVerdict.Disagrees, found.Verdict);
        Assert.Equal(new WrongPullback(node, operation, input), found.Culprit);
        Assert.EndsWith($"The rule of {operation} is wrong at the node '{node}', for its input {input}.", found.ToString());
    }

    [Fact]
    public void A_rule_that_forgets_an_input_is_found()
    {
        var model = new TestModel().Input("x", 1, 6).Node("Exp", ["x"], ["e"]).Node("Sin", ["x"], ["s"]).Node("Mul", ["e", "s"], ["y"]).Output("y");

        var found = Check(model, "y", RuleSet.Standard.With("Mul", new Rule((n, dY) => dY * n[1], null)), Runtime.Noise(3, 1, 6));

        Assert.Equal(new WrongPullback("y", "Mul", 1), found.Culprit);
    }

    [Fact]
    public void Where_the_input_lies_on_a_kink_the_operators_are_checked_one_by_one()
    {
        var found = Check(Kink, "y", x: Tensor.Full(ElementType.Float32, [1, 6], 0));

        Assert.Equal((GradientVerdict.Agrees, true), (found.Verdict, found.ByOperator));
        Assert.Equal(GradientVerdict.Undecided, GradientDirection.Of(found.Directions.Select(direction => direction.Verdict(1e-2))));
        Assert.StartsWith("The gradient of every operator agrees", found.ToString());
    }

    [Fact]
    public void A_wrong_rule_is_found_on_a_kink_too()
    {
        var found = Check(Kink, "y", RuleSet.Standard.With("Relu", new Rule((n, dY) => dY * 0.3)), Tensor.Full(ElementType.Float32, [1, 6], 0));

        Assert.Equal(GradientVerdict.Disagrees, found.Verdict);
        Assert.Equal(new WrongPullback("y", "Relu", 0), found.Culprit);
    }

    /// <remarks>Behind a ReLU whole windows tie at zero, and of so many windows some two elements always nearly tie.</remarks>
    [Theory, InlineData(1, GradientVerdict.Agrees), InlineData(1.1, GradientVerdict.Disagrees)]
    public void A_pool_of_many_windows_behind_a_ReLU_is_judged(double factor, GradientVerdict expected)
    {
        var model = new TestModel().Input("x", 1, 8, 128, 128).Node("Relu", ["x"], ["r"])
            .Node("MaxPool", ["r"], ["y"], new() { ["kernel_shape"] = (int[])[3, 3], ["strides"] = (int[])[2, 2] }).Output("y");
        var right = RuleSet.Standard.Find("MaxPool")!;

        var found = Check(model, "y", RuleSet.Standard.With("MaxPool", new Rule((ManyPullback)((n, dY) => right[0]!(n, dY) * factor))), Runtime.Noise(3, 1, 8, 128, 128));

        Assert.Equal(expected, found.Verdict);
    }

    [Fact]
    public void Steps_too_fine_to_see_are_told_from_a_wrong_rule()
    {
        var found = Check(Steps, "y", x: Runtime.Noise(3, 1, 6));

        Assert.Equal(new WrongPullback("y", "Floor", 0, IsConstant: true), found.Culprit);
        Assert.Contains("Floor changes in steps only", found.ToString());
    }

    [Fact]
    public async Task The_command_says_it_in_a_sentence()
    {
        var model = TinyNetwork.Write(folder);
        NpyFile.Write(folder["x.npy"], new([1, 3, 16, 16], Runtime.Noise(7, 1, 3, 16, 16).To<float>()));

        var ran = (await PerceptCommand.RunAsync("gradient", model, "--of", "output:3", "--input", folder["x.npy"], "--check")).Assert(0);
        Assert.StartsWith("The gradient agrees with finite differences along 4 directions", ran.Data);

        var json = (await PerceptCommand.RunAsync("gradient", model, "--of", "output:3", "--input", folder["x.npy"], "--check", "--json")).Assert(0).Json.GetProperty("check");
        Assert.Equal("agrees", json.GetProperty("verdict").GetString());
        Assert.Equal(4, json.GetProperty("directions").GetArrayLength());
        Assert.Contains("--check", (await PerceptCommand.RunAsync("gradient", model, "--of", "output:3", "--input", folder["x.npy"])).Refused(code: 2));
    }

    [Fact]
    public async Task The_command_ends_with_1_where_they_disagree()
    {
        var model = folder.Write("steps.onnx", Steps.Bytes);
        NpyFile.Write(folder["x.npy"], new([1, 6], Runtime.Noise(3, 1, 6).To<float>()));

        var ran = (await PerceptCommand.RunAsync("gradient", model, "--of", "y", "--input", folder["x.npy"], "--check")).Assert(1);
        Assert.StartsWith("The gradient disagrees with finite differences", ran.Data);
    }

    static TestModel Kink => new TestModel().Input("x", 1, 6).Node("Relu", ["x"], ["y"]).Output("y");

    static TestModel Steps => new TestModel().Input("x", 1, 6).Weight("many", Tensor.Of(Shape.Scalar, 1e5f)).Node("Mul", ["x", "many"], ["m"]).Node("Floor", ["m"], ["y"]).Output("y");

    GradientCheck Check(TestModel model, string objective, RuleSet? rules = null, Tensor? x = null)
    {
        x ??= Runtime.Noise(7, 2, 3, 16, 12);
        return GradientCheck.Of(folder.Write("model.onnx", model.Bytes), Objective.Parse(objective), new(x.Shape, x.To<float>()), rules);
    }
}
