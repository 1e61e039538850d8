using FsCheck.Xunit;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Tests.Onnx.ReceptiveFields;

/// <summary>Receptive fields against what real forward passes do when a single element of the image changes.</summary>
public sealed class PerturbationTests
{
    [Property(MaxTest = 120)]
    public void What_changes_a_unit_is_its_reach_and_nothing_else(int[] layers, byte size)
    {
        var image = Layers.Image(7 + (size % 5), 8 + (size / 5 % 4));
        var output = RandomNetwork.Build(image, layers.Take(6), cut: false);

        AssertReceptiveFields(image, output, (seen, reach) => seen.Equals(reach));
    }

    [Property(MaxTest = 40)]
    public void What_changes_a_unit_is_in_its_reach_where_rows_are_cut_elsewhere(int[] layers, byte size)
    {
        var image = Layers.Image(7 + (size % 5), 8 + (size / 5 % 4));
        var output = RandomNetwork.Build(image, layers.Take(6), cut: true);

        AssertReceptiveFields(image, output, Within);
    }

    static void AssertReceptiveFields(Value image, Value output, Func<IndexSet, IndexSet, bool> agree)
    {
        if (output == image) return;
        var seen = Perturb(image, output);
        var map = new ReceptiveFieldMap(image);
        foreach (var unit in Enumerable.Range(0, seen.Length).Where(unit => unit % (1 + (seen.Length / 50)) == 0))
        {
            int?[] at = [.. Position(unit, output.Shape).Select(index => (int?)index)];
            var reach = map.Of(output, at);
            var apart = map.Of(output, at, 2, 3);
            for (var axis = 0; axis < 4; axis++)
            {
                var expected = IndexSet.Of(seen[unit].Select(element => Position(element, image.Shape)[axis]).Select(index => (index, index)));
                Assert.True(agree(expected, reach[axis]) && agree(expected, apart[axis]),
                    $"{output} at {string.Join(',', at)}, axis {axis}: {expected} changes it, but its receptive field is {reach[axis]}, or {apart[axis]} with rows and columns apart. {Described(image.Graph)}");
            }
        }
    }

    static bool Within(IndexSet seen, IndexSet reach) => seen.Union(reach).Equals(reach);

    /// <summary>For every unit, the elements of the image that change it.</summary>
    static List<int>[] Perturb(Value image, Value output)
    {
        using var session = new Session([("output", output)], threads: 1);
        session.Input("image").Fill(1);
        session.Run();
        var before = session.Output("output").ToArray();

        var seen = before.Select(_ => new List<int>()).ToArray();
        if (session.Inputs.Count == 0) return seen;
        for (var element = 0; element < image.Shape.Elements; element++)
        {
            session.Input("image")[element] = 1e5f;
            session.Run();
            session.Input("image")[element] = 1;
            var after = session.Output("output");
            for (var unit = 0; unit < before.Length; unit++)
                if (after[unit] != before[unit]) seen[unit].Add(element);
        }

        return seen;
    }

    static int[] Position(int element, Shape shape)
    {
        var at = new int[shape.Rank];
        for (var axis = at.Length - 1; axis >= 0; axis--) (element, at[axis]) = Math.DivRem(element, shape[axis]);
        return at;
    }

    static string Described(Graph graph) => string.Join("; ", graph.Nodes.Select(node =>
        $"{node.Operator}({string.Join(", ", node.Inputs.Select(input => input?.Constant is { Length: < 9 } constant ? string.Join(' ', constant.To<float>()) : $"{input?.Shape}"))}){{{string.Join(' ', node.Attributes.Select(attribute => $"{attribute.Key}={attribute.Value.Key}"))}}} -> {node.Y.Shape}"));
}
