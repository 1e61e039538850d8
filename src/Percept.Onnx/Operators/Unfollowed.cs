using Percept.Onnx.Graphs;
using static Percept.Onnx.Operators.Types;

namespace Percept.Onnx.Operators;

/// <summary>Operators on texts, sequences and graphs, of whose outputs no more is known than the type of their elements.</summary>
static class Unfollowed
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Unique") { Type = After(1, ElementType.Int64), FirstOptionalOutput = 1 },
        new("SequenceLength") { Type = Always(ElementType.Int64) },
        new("OptionalHasElement") { Type = Always(ElementType.Bool) },
        new("TfIdfVectorizer") { Type = Always(ElementType.Float32) },
        new("MelWeightMatrix") { Type = Set("output_datatype", ElementType.Float32) },
        .. ((string[])
        [
            "Constant", "If", "Loop", "Scan", "Optional", "OptionalGetElement", "ImageDecoder", "RegexFullMatch", "StringSplit", "SplitToSequence", "ConcatFromSequence",
            "SequenceAt", "SequenceConstruct", "SequenceEmpty", "SequenceErase", "SequenceInsert", "SequenceMap",
        ]).Select(name => new Operator(name) { Type = Always(ElementType.Undefined) }),
    ];
}
