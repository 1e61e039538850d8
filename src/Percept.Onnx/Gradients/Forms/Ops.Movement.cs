using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

static partial class Ops
{
    /// <summary>Elements put back where a slice with a step took them from, between zeros.</summary>
    internal static Value Spread(Value x, int axis, int start, int step, int size)
    {
        var count = x.Shape[axis];
        if (count == 0) return Zeros(x, x.Shape.With(axis, size));
        if (step < 0)
        {
            x = x.Slice([axis], [-1], [int.MinValue], [-1]);
            (start, step) = (start + ((count - 1) * step), -step);
        }

        if (step > 1 && count > 1)
        {
            Shape apart = [.. x.Shape.Take(axis + 1), 1, .. x.Shape.Skip(axis + 1)];
            x = Widen(x.Reshape(apart), axis + 1, 0, step - 1).Reshape(x.Shape.With(axis, count * step));
        }

        return Widen(x, axis, start, size - start - x.Shape[axis]);
    }

    /// <summary>What a padding of these widths surrounded; where a width is negative, zeros for what it cut off.</summary>
    internal static Value Crop(Value x, int[] before, int[] after)
    {
        int[] axes = [.. Enumerable.Range(0, before.Length)];
        x = x.Slice(axes, [.. before.Select(width => Math.Max(width, 0))], [.. after.Select((width, axis) => x.Shape[axis] - Math.Max(width, 0))]);
        return x.Pad([.. before.Select(width => Math.Max(-width, 0))], [.. after.Select(width => Math.Max(-width, 0))]);
    }

    /// <summary>The matrix that adds each place to the element it was picked from.</summary>
    internal static Tensor Picks(int places, int elements, Func<int, int> source)
    {
        var matrix = new float[places * elements];
        for (var place = 0; place < places; place++) matrix[(place * elements) + source(place)] = 1;
        return Tensor.Of([places, elements], matrix);
    }

    /// <summary>Zeros before and after along one axis; negative widths crop.</summary>
    static Value Widen(Value x, int axis, int before, int after)
    {
        var (low, high) = (new int[x.Shape.Rank], new int[x.Shape.Rank]);
        (low[axis], high[axis]) = (-before, -after);
        return Crop(x, low, high);
    }
}
