using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>Updates that are put into data along an axis, and the derivatives by both.</summary>
/// <param name="Reduction">What becomes of an element that is there already: <c>none</c>, <c>add</c>, <c>mul</c>, <c>max</c> or <c>min</c>.</param>
/// <param name="X">The data.</param>
/// <param name="Y">What they have become.</param>
/// <param name="At">Where each update goes along the axis; as many as there are updates.</param>
/// <param name="Updates">The updates.</param>
/// <param name="Axis">The axis.</param>
sealed record Scatter(string Reduction, Value X, Value Y, Value At, Value Updates, int Axis)
{
    internal Value OfData(Value dY) => Reduction switch
    {
        "none" => Put(dY, Ops.Zeros(dY, At.Shape), "none"),
        "add" => dY,
        "mul" => dY * Product() * Holds(Ops.AtZero(Zeros())),
        _ => Share(dY) * AtExtreme(X, Y),
    };

    internal Value OfUpdates(Value dY) => Reduction switch
    {
        "none" or "add" => Taken(dY),
        // Of an update that is zero the others' product is left, unless another is zero too.
        "mul" => Taken(dY * X * Product()) / WithoutZeros() * Holds(Ops.AtZero(Taken(Zeros()) - Holds(Ops.AtZero(Updates)))),
        _ => Taken(Share(dY)) * AtExtreme(Updates, Taken(Y)),
    };

    /// <summary>Elements that tie share dY.</summary>
    Value Share(Value dY) => dY / (AtExtreme(X, Y) + Ops.ScatterAdd(Ops.Zeros(dY, X.Shape), At, AtExtreme(Updates, Taken(Y)), Axis));

    Value AtExtreme(Value x, Value y) => Reduction == "max" ? Ops.AtTop(x - y) : Ops.AtTop(y - x);

    /// <summary>The product of the updates that go to each element, but those that are zero.</summary>
    Value Product() => Put(X.Scalar(1).Expand(X.Shape), WithoutZeros(), "mul");

    /// <summary>How many updates that go to each element are zero.</summary>
    Value Zeros() => Ops.ScatterAdd(Ops.Zeros(X, X.Shape), At, Holds(Ops.AtZero(Updates)), Axis);

    Value WithoutZeros() => Ops.Of("Where", Ops.AtZero(Updates), Updates.Scalar(1), Updates);

    Value Holds(Value condition) => condition.Cast(X.Type);

    Value Put(Value into, Value updates, string reduction) =>
        into.Graph.Emit("ScatterElements", [into, At, updates], reduction == "none" ? new() { ["axis"] = Axis } : new() { ["axis"] = Axis, ["reduction"] = reduction });

    Value Taken(Value from) => from.Graph.Emit("GatherElements", [from, At], new() { ["axis"] = Axis });
}
