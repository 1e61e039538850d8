using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>Each unit's <see cref="UnitSummary"/> by standard reductions, where kernels of our own do not run: the same numbers in the same places.</summary>
static class StandardSummaries
{
    internal static IReadOnlyList<Value>? Of(Node node)
    {
        if (node.Operator != OwnOperators.Name(Summary.Definition.Name)) return null;
        var (units, positions, arePlanes) = (node.Y.Shape[2], node.Attributes.Ints("positions")![0], node.Attributes.Ints("group")![0] == 1);
        var x = node.X.Reshape(arePlanes ? [node.Y.Shape[0], units, positions] : [node.Y.Shape[0], positions, units]);
        var axis = arePlanes ? 2 : 1;

        var isFinite = x.Graph.Emit("LessOrEqual", [x.Graph.Emit("Abs", [x]), x.Scalar(float.MaxValue)]);
        var (high, low) = (Among(float.NegativeInfinity), Among(float.PositiveInfinity));
        return [x.Graph.Emit("Concat", [
            Unsigned(Reduced("ReduceMax", high)), Place("ArgMax", high), Unsigned(Reduced("ReduceMin", low)), Place("ArgMin", low),
            Count(x.Graph.Emit("Greater", [high, x.Scalar(0)])), Count(x.Graph.Emit("Not", [isFinite]))], new() { ["axis"] = 1 })];

        Value Among(float otherwise) => x.Graph.Emit("Where", [isFinite, x, x.Scalar(otherwise)]);

        Value Row(Value value) => value.Reshape([node.Y.Shape[0], 1, units]);

        Value Reduced(string operation, Value value) => Row(value.Graph.Emit(operation, [value, value.Vector([axis])], new() { ["keepdims"] = 0 }));

        // −0 and 0 are equal, and the first counts.
        Value Place(string operation, Value value) => Row(value.Graph.Emit(operation, [value], new() { ["axis"] = axis, ["keepdims"] = 0 })).Cast(ElementType.Float32);

        Value Count(Value holds) => Row(holds.Cast(ElementType.Float32).Sum([axis], keepDims: false));
    }

    /// <summary>Zero without a sign.</summary>
    static Value Unsigned(Value x) => x.Graph.Emit("Where", [x.Graph.Emit("Equal", [x, x.Scalar(0)]), x.Scalar(0), x]);
}
