using Percept.Onnx.Graphs;

namespace Percept.Optimization;

/// <summary>Coefficients of the image's real Fourier transform, scaled as natural images' are, so that all frequencies are equally easy to change.</summary>
/// <param name="Decay">The power of the frequency that amplitudes fall with.</param>
/// <remarks>
/// The inverse transform is two matrix products with tables of sines and cosines: for the sizes pictures have here that is a small
/// part of the network's own work, and standard operators differentiate it. Real parts lie above imaginary ones: N x C x 2H x (W/2+1).
/// </remarks>
public sealed record Fourier(double Decay = 1) : ImageParameters
{
    internal override double Deviation => 0.01;

    internal override Shape ParameterShape(Shape images) => [images[0], images[1], 2 * images[2], (images[3] / 2) + 1];

    internal override Value Build(Value parameters, Shape images)
    {
        var (graph, height, width) = (parameters.Graph, images[2], images[3]);
        var spectrum = parameters * graph.Constant(Scale(height, width));
        var rows = graph.Constant(Rows(height)).MatMul(spectrum);
        var (real, imaginary) = (rows.Slice(2, 0, height), rows.Slice(2, height, 2 * height));
        return real.MatMul(graph.Constant(Columns(width, Math.Cos))) + imaginary.MatMul(graph.Constant(Columns(width, angle => -Math.Sin(angle))));
    }

    /// <summary>1/frequency, with Lucid's overall gain of a quarter and the inverse transform's own factor.</summary>
    Tensor Scale(int height, int width)
    {
        var columns = (width / 2) + 1;
        var scale = new float[2 * height * columns];
        for (var v = 0; v < height; v++)
        {
            for (var u = 0; u < columns; u++)
            {
                var (y, x) = ((double)Math.Min(v, height - v) / height, (double)u / width);
                var frequency = Math.Max(Math.Sqrt((y * y) + (x * x)), 1.0 / Math.Max(height, width));
                scale[(v * columns) + u] = scale[((v + height) * columns) + u] = (float)(Math.Pow(frequency, -Decay) / (4 * Math.Sqrt((double)height * width)));
            }
        }

        return Tensor.Of([2 * height, columns], scale);
    }

    static Tensor Rows(int height)
    {
        var table = new float[4 * height * height];
        for (var y = 0; y < height; y++)
        {
            for (var v = 0; v < height; v++)
            {
                var angle = 2 * Math.PI * (v * y % height) / height;
                var (cosine, sine) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
                table[(y * 2 * height) + v] = table[((y + height) * 2 * height) + height + v] = cosine;
                table[(y * 2 * height) + height + v] = -sine;
                table[((y + height) * 2 * height) + v] = sine;
            }
        }

        return Tensor.Of([2 * height, 2 * height], table);
    }

    /// <summary>Every frequency but the first and the middle one stands for its mirror image too.</summary>
    static Tensor Columns(int width, Func<double, double> wave)
    {
        var columns = (width / 2) + 1;
        var table = new float[columns * width];
        for (var u = 0; u < columns; u++)
        {
            var times = u == 0 || 2 * u == width ? 1 : 2;
            for (var x = 0; x < width; x++) table[(u * width) + x] = (float)(times * wave(2 * Math.PI * ((long)u * x % width) / width));
        }

        return Tensor.Of([columns, width], table);
    }
}
