using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>Col2Im: windows, each a column of elements, added where they lie in an image.</summary>
static class Columns
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Col2Im")
        {
            Infer = Shapes,
            ReceptiveField = Field,
            Rule = new(Pullback),
            Note = "Each dX is the dY at the place that its element of a window was added to.",
        },
    ];

    /// <summary>The window that the columns were cut out with, and how many places it took along each axis of the image.</summary>
    static (Window Window, int[] Places) Cut(Node node)
    {
        var (image, block) = (node.Known(1).ToInts(), node.Known(2).ToInts());
        var (rank, ones) = (image.Length, Enumerable.Repeat(1, image.Length).ToArray());
        var pads = node.Ints("pads", 2 * rank) ?? new int[2 * rank];
        var window = new Window(block, node.Ints("strides", rank) ?? ones, node.Ints("dilations", rank) ?? ones, pads[..rank], pads[rank..]).Checked();
        return (window, window.OutputSizes([1, 1, .. image]));
    }

    static IReadOnlyList<Shape?> Shapes(Node node)
    {
        var (x, (window, places)) = (node.X.Shape, Cut(node));
        Shape split = [.. window.Kernel, .. places];
        var (taps, count) = (split.Product(0, window.Rank), split.Product(window.Rank, split.Rank));
        if (x.Rank != 3 || x[1] % taps != 0 || x[2] != count) throw new GraphException($"it does not hold columns of {taps} elements, one for each of {count} places.");
        return [[x[0], x[1] / taps, .. node.Known(1).ToInts()]];
    }

    static Region Field(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var (window, places) = Cut(step.Node);
        var pairs = places.Select((count, axis) => step.At[axis + 2] is not { } set ? null : (
            from index in set
            from tap in Enumerable.Range(0, window.Kernel[axis])
            let at = index + window.Before[axis] - (tap * window.Dilations[axis])
            where at % window.Strides[axis] == 0 && (!step.Borders || (at >= 0 && at / window.Strides[axis] < count))
            select (Tap: tap, Place: at / window.Strides[axis])).ToArray()).ToArray();
        return Regrouping.Of(step.From, [step.To[0], step.To[1], .. window.Kernel, .. places], new(
        [
            step.At[0], step.At[1],
            .. pairs.Select(axis => axis is null ? null : IndexSet.Of(axis.Select(pair => (pair.Tap, pair.Tap)))),
            .. pairs.Select(axis => axis is null ? null : IndexSet.Of(axis.Select(pair => (pair.Place, pair.Place)))),
        ]), step.IsFilled);
    }

    /// <summary>The windows of dY, tap by tap.</summary>
    static Value Pullback(Node n, Value dY)
    {
        var ((window, places), y) = (Cut(n), dY.Shape);
        var padded = dY.Pad([0, 0, .. window.Before], [0, 0, .. window.After]);
        int[] axes = [.. Enumerable.Range(2, window.Rank)];
        var taps = window.Taps().Select(tap =>
        {
            int[] starts = [.. tap.Select((index, axis) => index * window.Dilations[axis])];
            int[] ends = [.. starts.Select((start, axis) => start + ((places[axis] - 1) * window.Strides[axis]) + 1)];
            return padded.Slice(axes, starts, ends, window.Strides).Reshape([y[0], y[1], 1, n.X.Shape[2]]);
        });
        return n.Graph.Emit("Concat", [.. taps], new() { ["axis"] = 2 }).Reshape(n.X.Shape);
    }
}
