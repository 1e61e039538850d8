using Percept.Demo;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Optimization;

namespace Percept.Tests.Optimization;

public sealed class ObjectiveTests
{
    [Theory]
    [InlineData("mixed4a")]
    [InlineData("mixed4a:476")]
    [InlineData("layer1.0/relu:3@7,2")]
    [InlineData("label:tabby cat")]
    [InlineData("0.2*mixed4a:20 + 0.8*mixed4a:21 - mixed4b:3@1,1")]
    [InlineData("-re_lu_5:1")]
    [InlineData("model/conv-2+x:0:5")]
    public void An_objective_parses_back_to_itself(string text)
    {
        var objective = Objective.Parse(text);

        Assert.Equal(text, objective.ToString());
        Assert.Equal(objective, Objective.Parse(objective.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("label:")]
    [InlineData("a:1 +")]
    [InlineData("layer:99999999999")]
    public void What_is_no_objective_is_refused_with_how_to_write_one(string text)
    {
        var error = Assert.Throws<FormatException>(() => Objective.Parse(text));

        Assert.Contains("layer:unit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objectives_add_scale_and_negate()
    {
        var sum = (0.5 * Objective.Unit("a", 1)) - Objective.Neuron("b", 2, 3, 4);

        Assert.Equal("0.5*a:1 - b:2@3,4", sum.ToString());
        Assert.Equal("-0.5*a:1 + b:2@3,4", (-sum).ToString());
    }

    [Theory]
    [InlineData("re_lu_7:24", "0 to 23")]
    [InlineData("re_lu_7:0@64,0", "0,0 to 63,63")]
    [InlineData("label:cat", "class names are not known")]
    public void What_the_network_does_not_have_is_said_with_what_it_has(string text, string words)
    {
        var network = Network.Load(DemoData.Model, new() { Range = [-1, 1] });

        var error = Assert.Throws<GraphException>(() => Objective.Parse(text).Terms[0].Term.Resolve(network));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensors_exact_name_may_end_like_a_unit()
    {
        var network = Network.Load(DemoData.Model, new() { Range = [-1, 1] });
        var tensor = network.Layers[0].Tensor;

        Assert.Equal((network.Layers[0], null), Objective.Parse(tensor).Terms[0].Term.Resolve(network) is var whole ? (whole.Layer, whole.Unit) : default);
        Assert.Equal((network.Layers[0], 3), Objective.Parse($"{tensor}:3").Terms[0].Term.Resolve(network) is var part ? (part.Layer, part.Unit) : default);
    }
}
