using System.Collections.Frozen;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>The operators that ONNX's own domain has or had, up to opset 25.</summary>
static class OperatorNames
{
    internal static FrozenSet<string> All { get; } = Signatures.Names.ToFrozenSet(StringComparer.Ordinal);
}
