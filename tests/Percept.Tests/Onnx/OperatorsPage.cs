using System.Text;
using System.Text.RegularExpressions;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs.Reading;
using Percept.Onnx.Operators;
using Percept.Tests.Cli;
using Percept.Tests.Onnx.Gradients;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Onnx;

/// <summary>The page that says of every operator what Percept does with it.</summary>
static partial class OperatorsPage
{
    /// <summary>The opset each operator first appeared in; those not named here are as old as ONNX.</summary>
    static readonly Dictionary<int, string> since = new()
    {
        [7] = "Acos Asin Atan Cos Multinomial Sin Tan",
        [8] = "Expand Scan",
        [9] = "Acosh Asinh Atanh Compress ConstantOfShape Cosh Erf EyeLike IsNaN MaxUnpool MeanVarianceNormalization NonZero OneHot Scatter Shrink Sign Sinh TfIdfVectorizer Where",
        [10] = "ConvInteger DequantizeLinear IsInf MatMulInteger Mod NonMaxSuppression QLinearConv QLinearMatMul QuantizeLinear Resize ReverseSequence RoiAlign StringNormalizer ThresholdedRelu",
        [11] = "BitShift ConcatFromSequence CumSum Det DynamicQuantizeLinear GatherElements GatherND Range Round ScatterElements ScatterND SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength SplitToSequence Unique",
        [12] = "Celu Einsum GreaterOrEqual LessOrEqual NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss",
        [14] = "HardSwish Trilu",
        [15] = "Bernoulli CastLike Optional OptionalGetElement OptionalHasElement",
        [16] = "GridSample",
        [17] = "BlackmanWindow DFT HammingWindow HannWindow LayerNormalization MelWeightMatrix STFT SequenceMap",
        [18] = "BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Col2Im GroupNormalization Mish",
        [19] = "DeformConv",
        [20] = "AffineGrid Gelu ImageDecoder RegexFullMatch StringConcat StringSplit",
        [23] = "Attention RMSNormalization RotaryEmbedding",
        [24] = "Swish TensorScatter",
    };

    /// <summary>What is not in the rules themselves.</summary>
    static readonly Dictionary<string, string> notes = new(StringComparer.Ordinal)
    {
        ["BatchNormalization"] = "In training mode too; a network that is looked into uses the statistics it has learnt.",
        ["Dropout"] = "Passes everything, as in use.",
        ["If"] = "Only where the condition is known when the file is read; the branch that is taken stands for it.",
        ["LayerNormalization"] = "Through Y alone, not through its statistics.",
        ["Loop"] = "Runs a graph of its own.",
        ["Scan"] = "Runs a graph of its own.",
        ["Scatter"] = "Read as ScatterElements.",
        ["Upsample"] = "Read as Resize.",
    };

    internal static string Make()
    {
        var page = new StringBuilder();
        page.AppendLine("""
            # ONNX's operators, up to opset 25

            A network is a graph of operators, and what Percept can do with a network depends on which these are. For each the table says: since which **opset** (version of ONNX's operators) there is one of that name; whether Percept **reads** it, that is, keeps its meaning from the file to ONNX Runtime, which a test shows on examples (`untested` operators are passed on as they stand); whether the **shapes** of what it gives are known before the network runs (`no`: neither are those of what follows, and a gradient or a reach cannot be computed through it unless they turn out to be); whether the **reach** (receptive field) through it is exact, or is taken to be the whole of its input; and whether a **gradient** flows back through it: `yes`, `constant` (its output does not change with its input, or only in steps, so nothing flows back) or `no` (there is no rule).

            An operator with `no` is in nobody's way until it lies between the input and what is differentiated. Then nothing is computed, and a sentence says so:

            ```
            """);
        page.AppendLine(MissingRule());
        page.AppendLine("""
            ```

            Rules are data: `RuleSet.Standard.With("Relu", rule)` is the same table with another rule for ReLU, which is how guided backpropagation is done, and how a missing rule is put in without a change of Percept ([how to write one](add-a-rule.md)). `percept inspect` lists the operators of a network with the same three answers. How each operator fares in ONNX's own tests is told in [operator-cases.md](operator-cases.md).

            The table is made from the code, and a test holds it to that; `PERCEPT_UPDATE=1 dotnet test -c Release` writes it anew.

            | operator | since | reads | shapes | reach | gradient | notes |
            |---|---|---|---|---|---|---|
            """);
        var tested = Tested();
        foreach (var name in OperatorNames.All.Order(StringComparer.Ordinal))
        {
            var current = name switch { "Upsample" => "Resize", "Scatter" => "ScatterElements", _ => name };
            var reads = Reads(name, tested.Contains(name));
            var gradient = RuleSet.Standard.SupportOf(name);
            page.AppendLine($"| {name} | {Since(name)} | {reads} | {(name is "Constant" || Catalogue.Find(current)?.Infer is not null ? "yes" : "no")} | "
                + $"{(reads == "no" ? "no" : name is "Constant" || Catalogue.Find(current)?.ReceptiveField is not null ? "exact" : "whole")} | {gradient.ToString().ToLowerInvariant()} | {string.Join(' ', new[] { notes.GetValueOrDefault(name), gradient == GradientSupport.Yes ? Catalogue.Find(current)?.Note : null }.OfType<string>()).Replace("|", "\\|", StringComparison.Ordinal)} |");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    static int Since(string name) => since.FirstOrDefault(entry => entry.Value.Split(' ').Contains(name)) is { Key: > 0 } found ? found.Key : 1;

    static string Reads(string name, bool tested) => name switch
    {
        "If" => "constant condition",
        "Loop" or "Scan" or "ImageDecoder" or "RegexFullMatch" or "ConcatFromSequence" or "SplitToSequence" => "no",
        _ when name.StartsWith("Sequence", StringComparison.Ordinal) || name.StartsWith("Optional", StringComparison.Ordinal) || name.StartsWith("String", StringComparison.Ordinal) => "no",
        _ => tested ? "yes" : "untested",
    };

    /// <summary>Operators that some test runs: our own cases, and those of ONNX that the other page says are equal.</summary>
    static HashSet<string> Tested() => [.. OperatorCases.All.Select(each => each.Operator), .. RuleSetTests.Tested, .. EqualRow().Matches(File.ReadAllText(Repository.File("docs/operator-cases.md"))).Select(match => match.Groups[1].Value)];

    static string MissingRule()
    {
        var graph = new Percept.Onnx.Graphs.Graph();
        var x = graph.Input("image", Percept.Onnx.Graphs.ElementType.Float32, [1, 3]);
        var y = graph.EmitAll("Det", [x], name: "layer4/Det", outputNames: ["output"])[0];
        return Assert.Throws<Percept.Onnx.Graphs.GraphException>(() => Gradient.Of(y, [x])).Message;
    }

    [GeneratedRegex(@"^\| (\w+) \| \d+ \| [1-9]", RegexOptions.Multiline)]
    private static partial Regex EqualRow();
}
