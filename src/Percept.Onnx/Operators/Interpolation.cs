using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>Which input elements, with which weights, each place of a resized axis is computed from, as ONNX defines it.</summary>
static class Interpolation
{
    const int MostPlaces = 1 << 20;

    internal static (int Element, float Weight)[][] Taps(Node n, int axis)
    {
        var (size, count) = (n.X.Shape[axis], n.Y.Shape[axis]);
        if (count > MostPlaces) throw new GraphException($"{n} makes an axis of {count:N0} places; the weights of at most {MostPlaces:N0} are written down.");
        var place = Places(n, axis);
        var crops = n.Text("coordinate_transformation_mode") == "tf_crop_and_resize";
        return [.. Enumerable.Range(0, count).Select(i => place(i) is var at && crops && (at < 0 || at > size - 1) ? [] : At(n, at, size))];
    }

    /// <summary>By how much an axis grows; a Resize with given scales rounds the sizes, but uses the scales.</summary>
    internal static float Scale(Node n, int axis)
    {
        var among = Array.IndexOf(Axes(n), axis);
        return among < 0 ? 1 : Resizing.CommonScale(n) ?? (n.Optional(3) is { Shape.Elements: > 0 } ? (float)n.Y.Shape[axis] / n.X.Shape[axis] : n.Known(2).To<float>()[among]);
    }

    /// <summary>Whether an axis is one of those that the node names, or all are meant.</summary>
    internal static bool Resizes(Node n, int axis) => Axes(n).Contains(axis);

    static int[] Axes(Node n) => n.Attributes.Ints("axes")?.Select(n.X.Shape.Axis).ToArray() ?? [.. Enumerable.Range(0, n.X.Shape.Rank)];

    /// <summary>The matrix, a row for each place, that multiplies dY.</summary>
    internal static Tensor Matrix((int Element, float Weight)[][] rows, int size)
    {
        var matrix = new float[rows.Length * size];
        for (var row = 0; row < rows.Length; row++)
            foreach (var (element, weight) in rows[row]) matrix[(row * size) + element] += weight;
        return Tensor.Of([rows.Length, size], matrix);
    }

    /// <summary>Where in the input a place of the output lies; in float32, so that nearest elements are the runtime's.</summary>
    static Func<int, float> Places(Node n, int axis)
    {
        var (size, count) = (n.X.Shape[axis], n.Y.Shape[axis]);
        var (axes, scale) = (Axes(n), Scale(n, axis));
        var among = Array.IndexOf(axes, axis);
        float HalfPixel(int i) => ((i + 0.5f) / scale) - 0.5f;
        switch (n.Text("coordinate_transformation_mode", or: "half_pixel"))
        {
            case "half_pixel": return HalfPixel;
            case "half_pixel_symmetric": return i => (size / 2f * (1 - (count / (scale * size)))) + HalfPixel(i);
            case "pytorch_half_pixel": return i => count > 1 ? HalfPixel(i) : 0;
            case "align_corners": return i => count == 1 ? 0 : i * (float)(size - 1) / (count - 1);
            case "asymmetric": return i => i / scale;
            case "tf_crop_and_resize":
                var box = n.Known(1).To<float>();
                var (start, end) = (box[among], box[among + axes.Length]);
                return i => count > 1 ? (start * (size - 1)) + (i * (end - start) * (size - 1) / (count - 1)) : 0.5f * (start + end) * (size - 1);
            case var mode: throw new GraphException($"{n} resizes with the coordinate_transformation_mode '{mode}', which does not exist.");
        }
    }

    static (int Element, float Weight)[] At(Node n, float at, int size)
    {
        var low = (int)MathF.Floor(at);
        var rest = at - low;
        (int, float)[] taps = n.Text("mode", or: "nearest") switch
        {
            "nearest" => [(Nearest(n.Text("nearest_mode", or: "round_prefer_floor"), at), 1)],
            "linear" => [(low, 1 - rest), (low + 1, rest)],
            "cubic" => Cubic(low, rest, n.Float("cubic_coeff_a", or: -0.75f)),
            var mode => throw new GraphException($"{n} resizes in the mode '{mode}', which does not exist."),
        };
        if (n.Flag("exclude_outside"))
        {
            taps = [.. taps.Where(tap => tap.Item1 >= 0 && tap.Item1 < size)];
            var sum = taps.Sum(tap => tap.Item2);
            return [.. taps.Select(tap => (tap.Item1, tap.Item2 / sum))];
        }

        return [.. taps.Select(tap => (Math.Clamp(tap.Item1, 0, size - 1), tap.Item2))];
    }

    static int Nearest(string mode, float at) => (int)(mode switch
    {
        "floor" => MathF.Floor(at),
        "ceil" => MathF.Ceiling(at),
        "round_prefer_ceil" => MathF.Floor(at + 0.5f),
        _ => MathF.Ceiling(at - 0.5f),
    });

    /// <summary>The four weights of cubic convolution.</summary>
    static (int, float)[] Cubic(int low, float rest, float a)
    {
        float Near(float d) => (((((a + 2) * d) - (a + 3)) * d) * d) + 1;
        float Far(float d) => (((((a * d) - (5 * a)) * d) + (8 * a)) * d) - (4 * a);
        return [(low - 1, Far(1 + rest)), (low, Near(rest)), (low + 1, Near(1 - rest)), (low + 2, Far(2 - rest))];
    }
}
