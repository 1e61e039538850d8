using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

public sealed class TransplantTests
{
    readonly Graph from = new(), to = new();

    [Fact]
    public void A_copy_keeps_names_and_what_is_computed()
    {
        var x = from.Input("x", ElementType.Float32, [3]);
        var y = from.EmitAll("Mul", [x, from.Constant(Tensor.Of([3], 1f, 2, 3), "w")], name: "node", outputNames: ["y"])[0];
        var copies = new Transplant(to);
        copies.Inputs(from);

        var copy = copies.Copy(y.Producer!)[0];

        Assert.Same(copy, copies[y]);
        Assert.Same(copy, to.Find("y"));
        Assert.Equal("node", copy.Producer!.Name);
        Assert.Equal("w", copy.Producer[1].Name);
        Assert.Same(to.Find("x"), copy.Producer.X);
    }

    [Fact]
    public void What_is_put_there_stands_for_a_value()
    {
        var y = -from.Input("x", ElementType.Float32, [3]);
        var copies = new Transplant(to) { [from.Inputs[0]] = to.Input("other", ElementType.Float32, [3]).Exp() };

        Assert.Equal("Exp", copies.Renamed(y.Producer!)[0].Producer!.X.Producer!.Operator);
    }

    [Fact]
    public void A_value_that_nothing_stands_for_is_named()
    {
        var y = -from.Input("x", ElementType.Float32, [3]);

        Assert.Contains("'x'", Assert.Throws<GraphException>(() => new Transplant(to).Copy(y.Producer!)).Message, StringComparison.Ordinal);
    }
}
