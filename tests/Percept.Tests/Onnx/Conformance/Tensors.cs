using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Conformance;

/// <summary>Whether tensors are the same, by ONNX's own measure.</summary>
static class Tensors
{
    const double Relative = 1e-3, Absolute = 1e-5;

    /// <summary>What distinguishes them, or null.</summary>
    internal static string? Difference(Tensor expected, Tensor actual)
    {
        // Halves and doubles may have been read as float32.
        if (expected.Type != actual.Type && (!expected.Type.IsFloat() || actual.Type != ElementType.Float32)) return $"is {actual.Type} instead of {expected.Type}.";
        if (!expected.Shape.Equals(actual.Shape)) return $"has the shape {actual.Shape} instead of {expected.Shape}.";
        if (!expected.Type.IsFloat()) return expected.Bytes.Span.SequenceEqual(actual.Bytes.Span) ? null : "holds other numbers.";
        foreach (var (wanted, got) in expected.To<double>().Zip(actual.To<double>()))
            if (!wanted.Equals(got) && !(Math.Abs(wanted - got) <= Absolute + (Relative * Math.Abs(wanted)))) return $"holds {got:G6} instead of {wanted:G6}.";
        return null;
    }
}
