using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;
using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.ReceptiveFields;

/// <summary>The receptive fields of single operators against what changes when one element of their input does.</summary>
public sealed class OperatorFieldTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("Col2Im").Input(2, 12, 9).Given(4, 4).Given(2, 2),
        Op("Col2Im").Input(1, 12, 18).Given(5, 6).Given(3, 2).With("pads", 1, 0, 1, 2).With("strides", 2, 1).With("dilations", 1, 2),
        Op("DFT").Input(2, 5, 3, 2).Without().Given(Tensor.Of(Shape.Scalar, 1L)),
        Op("DFT").Input(2, 3, 5, 1).With("onesided", 1),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void What_changes_an_element_is_its_receptive_field(OpCase each)
    {
        var graph = new Graph();
        var y = each.Emit(graph, new(1))[0];
        var x = graph.Inputs.Single();
        var map = new ReceptiveFieldMap(x);
        using var session = new Session([("y", y)], threads: 1);
        var seen = Enumerable.Range(0, (int)y.Shape.Elements).Select(_ => new List<int[]>()).ToArray();
        for (var element = 0; element < x.Shape.Elements; element++)
        {
            session.Input(x.Name).Clear();
            session.Input(x.Name)[element] = 1;
            session.Run();
            var output = session.Output("y");
            for (var unit = 0; unit < seen.Length; unit++)
                if (Math.Abs(output[unit]) > 1e-6) seen[unit].Add(Position(element, x.Shape));
        }

        for (var unit = 0; unit < seen.Length; unit++)
        {
            var field = map.Of(y, [.. Position(unit, y.Shape).Select(index => (int?)index)]);
            for (var axis = 0; axis < x.Shape.Rank; axis++)
            {
                var changed = IndexSet.Of(seen[unit].Select(position => (position[axis], position[axis])));
                // The imaginary part of a real number's mean is none, which is a value and not a shape.
                Assert.True(each.Operator == "DFT" ? changed.Union(field[axis]).Equals(field[axis]) : changed.Equals(field[axis]), $"{changed} changes element {unit} along axis {axis}, but its receptive field is {field[axis]}.");
            }
        }
    }

    static int[] Position(int element, Shape shape)
    {
        var at = new int[shape.Rank];
        for (var axis = at.Length - 1; axis >= 0; axis--) (element, at[axis]) = Math.DivRem(element, shape[axis]);
        return at;
    }
}
