using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>The discrete Fourier transform of real images, as products with tables of sines and cosines.</summary>
/// <remarks>
/// For the sizes pictures have here that is a small part of the network's own work, and standard operators differentiate it.
/// A spectrum is N x C x 2H x (W/2+1), real parts above imaginary ones; the inverse does not divide.
/// </remarks>
static class Dft
{
    internal static Shape SpectrumShape(Shape images) => [images[0], images[1], 2 * images[2], (images[3] / 2) + 1];

    internal static Value Inverse(Value spectrum, int height, int width)
    {
        var graph = spectrum.Graph;
        var rows = graph.Constant(Rows(height, forward: false)).MatMul(spectrum);
        var (real, imaginary) = (rows.Slice(2, 0, height), rows.Slice(2, height, 2 * height));
        return real.MatMul(graph.Constant(Columns(width, Math.Cos))) + imaginary.MatMul(graph.Constant(Columns(width, angle => -Math.Sin(angle))));
    }

    internal static Value Forward(Value image)
    {
        var (graph, height, width) = (image.Graph, image.Shape[2], image.Shape[3]);
        var real = image.MatMul(graph.Constant(Columns(width, Math.Cos, forward: true)));
        var imaginary = image.MatMul(graph.Constant(Columns(width, angle => -Math.Sin(angle), forward: true)));
        var rows = graph.Emit("Concat", [real, imaginary], new() { ["axis"] = 2 });
        return graph.Constant(Rows(height, forward: true)).MatMul(rows) * (1.0 / ((double)height * width));
    }

    /// <summary>The frequency of each coefficient in cycles a pixel, row by row; none is below one cycle an image.</summary>
    internal static double[] Frequencies(int height, int width)
    {
        var columns = (width / 2) + 1;
        var frequencies = new double[height * columns];
        for (var v = 0; v < height; v++)
        {
            for (var u = 0; u < columns; u++)
            {
                var (y, x) = ((double)Math.Min(v, height - v) / height, (double)u / width);
                frequencies[(v * columns) + u] = Math.Max(Math.Sqrt((y * y) + (x * x)), 1.0 / Math.Max(height, width));
            }
        }

        return frequencies;
    }

    /// <summary>[cos, −sin; sin, cos], or its transpose.</summary>
    static Tensor Rows(int height, bool forward)
    {
        var table = new float[4 * height * height];
        for (var y = 0; y < height; y++)
        {
            for (var v = 0; v < height; v++)
            {
                var angle = (forward ? -2 : 2) * Math.PI * ((long)v * y % height) / height;
                var (cosine, sine) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
                table[(y * 2 * height) + v] = table[((y + height) * 2 * height) + height + v] = cosine;
                table[(y * 2 * height) + height + v] = -sine;
                table[((y + height) * 2 * height) + v] = sine;
            }
        }

        return Tensor.Of([2 * height, 2 * height], table);
    }

    /// <summary>From columns of a spectrum to pixels, where every frequency but the first and the middle one stands for its mirror image too; or back.</summary>
    static Tensor Columns(int width, Func<double, double> wave, bool forward = false)
    {
        var columns = (width / 2) + 1;
        var table = new float[columns * width];
        for (var u = 0; u < columns; u++)
        {
            var times = forward || u == 0 || 2 * u == width ? 1 : 2;
            for (var x = 0; x < width; x++) table[forward ? (x * columns) + u : (u * width) + x] = (float)(times * wave(2 * Math.PI * ((long)u * x % width) / width));
        }

        return Tensor.Of(forward ? [width, columns] : [columns, width], table);
    }
}
