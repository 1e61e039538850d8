using FsCheck;
using FsCheck.Fluent;
using Percept.Demo;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Visualization;

namespace Percept.Tests.Visualization;

public sealed class ObjectiveTests
{
    [Theory]
    [InlineData("mixed4a")]
    [InlineData("mixed4a:476")]
    [InlineData("mixed4a:64..127")]
    [InlineData("layer1.0/relu:3@7,2")]
    [InlineData("label:tabby cat")]
    [InlineData("0.2*mixed4a:20 + 0.8*mixed4a:21 - mixed4b:3@1,1")]
    [InlineData("-re_lu_5:1")]
    [InlineData("model/conv-2+x:0:5")]
    [InlineData("direction(a@3,4, 3=1, 7=-0.5, power=2) - 0.5*tv")]
    [InlineData("like(\"a, (b\", \"my + photos/a - b.png\") + \"tv\"")]
    [InlineData("\"a:0\" + a:0:3")]
    [InlineData("mask(a:3, \"x \"\" y.png\")")]
    [InlineData("a:1 + 0.5*alignment(a) + like(a, b.png)")]
    [InlineData("a:1 + 0.5*alignment(a, \"a:2\", \"like(a, \"\"b - c.png\"\") - 0.5*\"\"tv\"\"\")")]
    public void An_objective_parses_back_to_itself(string text)
    {
        var objective = Objective.Parse(text);

        Assert.Equal(text, objective.ToString());
        Assert.Equal(objective, Objective.Parse(objective.ToString()));
    }

    [Fact]
    public void Any_objective_parses_back_to_itself()
    {
        var name = Gen.OneOf(
            Gen.Elements("tv", "label:x", "a:0", "a:1..2", "x@3", "like(a, b)", "2*a", "-a", "a - b", "a + ", " a", "a  b", "\"", "a\"b", "c,d", "3=1", "power=2", "é\n", "x/y-z+1.0_2", "1e5*q"),
            Gen.Elements("\"+-*()@:,=. /a1\n".ToCharArray()).NonEmptyListOf().Select(letters => string.Concat(letters)));
        var number = Gen.Choose(0, 2000);
        var weight = ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite);
        var part = from layer in name
                   from other in name
                   from a in number
                   from b in number
                   from value in weight
                   from kind in Gen.Choose(0, 22)
                   select KindOf(kind, layer, other, a, b, value);
        var sum = from parts in part.NonEmptyListOf() from weights in weight.ListOf(parts.Count) select parts.Zip(weights, (each, share) => share * each).Aggregate((x, y) => x + y);

        Prop.ForAll(sum.ToArbitrary(), objective => objective == Objective.Parse(objective.ToString()) && objective.ToString() == Objective.Parse(objective.ToString()).ToString()).QuickCheckThrowOnFailure();
    }

    static Objective KindOf(int kind, string layer, string other, int a, int b, double value) => kind switch
    {
        0 => Objective.Layer(layer),
        1 => Objective.Units(layer, a, a + b),
        2 => Objective.Head(layer, a),
        3 => Objective.Unit(layer, a),
        4 => Objective.Neuron(layer, a, b, a),
        5 => Objective.Masked(layer, a, other),
        6 => Objective.Label(layer),
        7 => Objective.Probability(layer),
        8 => Objective.LogProbability(layer),
        9 => Objective.Direction(layer, [(a, value), (b, -value)], Math.Abs(value)),
        10 => Objective.Direction(layer, other, Math.Abs(value)),
        11 => Objective.Cosine(layer, [(a, value)]),
        12 => Objective.Cosine(layer, other),
        13 => Objective.TotalVariation,
        14 => Objective.L1 + Objective.L2,
        15 => Objective.Sharpness,
        16 => Objective.Boundary,
        17 => Objective.Like(layer, other),
        18 => Objective.Caricature(layer, other, Math.Abs(value)),
        19 => Objective.Style(layer, other),
        20 => Objective.Near(other),
        21 => Objective.Diverse(Objective.Unit(layer, a), 3, other)[2],
        _ => Objective.Aligned([Objective.Unit(layer, a), Objective.Like(layer, other) - Objective.Unit(other, b), Objective.Layer(other)], layer)[2],
    };

    [Theory]
    [InlineData("")]
    [InlineData("label:")]
    [InlineData("a:1 +")]
    [InlineData("layer:99999999999")]
    [InlineData("mixed4a:9..3")]
    [InlineData("like(mixed4a)")]
    [InlineData("head(mixed4a, x)")]
    [InlineData("cosine(mixed4a, 3=1, power=2)")]
    public void What_is_no_objective_is_refused_with_how_to_write_one(string text)
    {
        var error = Assert.Throws<FormatException>(() => Objective.Parse(text));

        Assert.Contains("layer:unit", error.Message, StringComparison.Ordinal);
        Assert.False(Objective.TryParse(text, null, out _));
    }

    [Fact]
    public void A_word_that_is_not_known_is_answered_with_the_nearest()
    {
        var error = Assert.Throws<FormatException>(() => Objective.Parse("a:1 + carricature(a, b.png)"));

        Assert.Contains("caricature(layer, photo.png)", error.Message, StringComparison.Ordinal);
        Assert.Contains("a:1 + carricature", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objectives_add_scale_and_negate()
    {
        var sum = (0.5 * Objective.Unit("a", 1)) - Objective.Neuron("b", 2, 3, 4);

        Assert.Equal("0.5*a:1 - b:2@3,4", sum.ToString());
        Assert.Equal("-0.5*a:1 + b:2@3,4", (-sum).ToString());
        Assert.Equal("0.75*a:1 + 0.25*b:2", Objective.Between(Objective.Unit("a", 1), Objective.Unit("b", 2), 0.25).ToString());
    }

    [Fact]
    public void A_token_is_a_position_of_one_number() => Assert.Equal(Objective.Neuron("a", 3, 5, 0), Objective.Parse("a:3@5"));

    [Theory]
    [InlineData("re_lu_7:24", "0 to 23")]
    [InlineData("re_lu_7:20..24", "0 to 23")]
    [InlineData("re_lu_7:0@64,0", "0,0 to 63,63")]
    [InlineData("label:cat", "class names are not known")]
    [InlineData("head(re_lu_7, 1)", "FIRST..LAST")]
    [InlineData("direction(re_lu_7, 30=1)", "0 to 23")]
    [InlineData("cosine(re_lu_7, 3=0)", "points nowhere")]
    [InlineData("like(re_lo_7, x.png)", "re_lu_7")]
    public void What_the_network_does_not_have_is_said_with_what_it_has(string text, string words)
    {
        var network = DemoNetwork.Faces.Load();

        var error = Assert.Throws<GraphException>(() => Objective.Parse(text).Terms[0].Term.In(network));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensors_exact_name_may_end_like_a_unit()
    {
        var network = DemoNetwork.Faces.Load();
        var tensor = network.Layers[0].Tensor;

        Assert.Equal(Objective.Layer(tensor).Terms[0].Term.In(network), Objective.Parse(tensor).Terms[0].Term.In(network));
        Assert.Equal(Objective.Unit(tensor, 3).Terms[0].Term.In(network), Objective.Parse($"{tensor}:3").Terms[0].Term.In(network));
    }

    [Fact]
    public void Every_example_of_the_documentation_is_read()
    {
        var rows = File.ReadLines(Repository.File("docs/objectives.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToArray();

        Assert.True(rows.Length > 20);
        foreach (var row in rows)
        {
            var text = row.Split('`')[1];
            Assert.Equal(text, Objective.Parse(text).ToString());
        }
    }
}
