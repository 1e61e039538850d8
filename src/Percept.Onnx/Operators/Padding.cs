using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Folding;
using Percept.Onnx.ReceptiveFields;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>Operators that pad and repeat elements.</summary>
static class Padding
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Pad")
        {
            Infer = Pad,
            ReceptiveField = PadField,
            Rule = new((n, dY) =>
            {
                var (before, after) = Widths(n);
                if (n.Text("mode", or: "constant") is "constant") return Ops.Crop(dY, before, after);
                for (var axis = 0; axis < before.Length; axis++)
                    if (before[axis] != 0 || after[axis] != 0) dY = Ops.AlongAxis(dY, axis, Ops.Picks(dY.Shape[axis], n.X.Shape[axis], PadSource(n, axis, before[axis])));
                return dY;
            }),
            Traits = Traits.Picking,
            Note = "What was padded is cropped; what was mirrored, repeated or wrapped round is folded back, an axis at a time.",
        },
        new("Expand")
        {
            Infer = node => [node[1].Constant is { } shape ? Shape.Broadcast(node.X.Shape, Shape.Of(shape.To<long>())) : null],
            ReceptiveField = OfFirst,
            Rule = new((_, dY) => dY),
            Simplify = Simplifications.Expand,
            Fold = Picking.Expand,
            Traits = Traits.Repeating,
            Note = "What an element was repeated to is summed by the transform.",
        },
        new("Tile")
        {
            Infer = node => [node[1].Constant is { } repeats ? repeats.Length != node.X.Shape.Rank ? throw new GraphException($"{repeats.Length} repeats do not go with its axes.") : [.. node.X.Shape.Zip(repeats.ToInts(), (size, times) => checked(size * times))] : null],
            ReceptiveField = TileField,
            Rule = new((n, dY) =>
            {
                int[] repeats = [.. n.X.Shape.Zip(dY.Shape, (size, whole) => whole / Math.Max(size, 1))];
                return dY.Reshape([.. repeats.Zip(n.X.Shape).SelectMany(axis => (int[])[axis.First, axis.Second])])
                    .Sum([.. Enumerable.Range(0, repeats.Length).Select(axis => 2 * axis)], keepDims: false);
            }),
            Fold = Picking.Tile,
            Traits = Traits.Repeating,
        },
    ];

    /// <summary>The widths a Pad adds before and after each axis; negative ones crop.</summary>
    internal static (int[] Before, int[] After) Widths(Node node)
    {
        var (rank, pads) = (node.X.Shape.Rank, node.Known(1).ToInts());
        var axes = Axes.Named(node, 3, rank) ?? [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length) throw new GraphException($"{pads.Length} pads do not go with {axes.Length} axes.");
        var (before, after) = (new int[rank], new int[rank]);
        for (var i = 0; i < axes.Length; i++) (before[axes[i]], after[axes[i]]) = (pads[i], pads[i + axes.Length]);
        return (before, after);
    }

    static IReadOnlyList<Shape?> Pad(Node node)
    {
        if (node[1].Constant is null) return [null];
        var (before, after) = Widths(node);
        if (node.Text("mode") == "reflect" && node.X.Shape.Where((size, axis) => Math.Max(before[axis], after[axis]) > 0 && size + Math.Min(before[axis], 0) + Math.Min(after[axis], 0) < 2).Any())
            throw new GraphException("an axis of one element has nothing to be mirrored at.");
        return [[.. node.X.Shape.Select((size, axis) => size + before[axis] + after[axis])]];
    }

    static Region PadField(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var (before, mode) = (Widths(step.Node).Before, step.Node.Text("mode", or: "constant"));
        return new(step.At.Axes.Select((set, axis) => step.Borders ? set?.Map(index => Source(mode, index - before[axis], step.From[axis])) : set?.Shift(-before[axis])));
    }

    /// <summary>Which element a padded one repeats; one outside where it repeats none.</summary>
    static int Source(string mode, int index, int size) => mode switch
    {
        "edge" => Math.Clamp(index, 0, size - 1),
        "wrap" => ((index % size) + size) % size,
        "reflect" when size == 1 => 0,
        "reflect" when index < 0 => Source(mode, -index, size),
        "reflect" when index >= size => Source(mode, (2 * (size - 1)) - index, size),
        _ => index,
    };

    static Region TileField(Step step) => step.Input > 0 ? step.Everything
        : new(step.At.Axes.Select((set, axis) => step.To[axis] == step.From[axis] ? set : set?.Map(index => ((index % step.From[axis]) + step.From[axis]) % step.From[axis])));

    static Func<int, int> PadSource(Node n, int axis, int before)
    {
        var size = n.X.Shape[axis];
        var period = Math.Max(2 * (size - 1), 1);
        return n.Text("mode") switch
        {
            "edge" => place => Math.Clamp(place - before, 0, size - 1),
            "wrap" => place => (((place - before) % size) + size) % size,
            "reflect" => place => Math.Abs(place - before) % period is var at && at < size ? at : period - at,
            var mode => throw new GraphException($"{n} pads in the mode '{mode}', which has no gradient rule."),
        };
    }
}
