using Percept.Imaging;
using Percept.Numerics;

namespace Percept.Networks.Detection;

/// <summary>Stand-ins for photographs: noise with the spectrum and the colours of ImageNet's images, for where no images are given.</summary>
static class TypicalImages
{
    static readonly double[] mean = [0.485, 0.456, 0.406];

    /// <summary>From decorrelated colours to red, green and blue: a square root of the covariance of ImageNet's pixels.</summary>
    static readonly double[,] colors = { { 0.26, 0.09, 0.02 }, { 0.27, 0.00, -0.05 }, { 0.27, -0.09, 0.03 } };

    /// <summary>Some pictures, always the same.</summary>
    internal static IEnumerable<Picture> Of(int count, int height, int width)
    {
        var random = new Random(1);
        for (var i = 0; i < count; i++)
        {
            double[][] noise = [.. Enumerable.Range(0, 3).Select(_ => Noise(random, height, width))];
            var planes = new float[3 * height * width];
            for (var at = 0; at < planes.Length; at++)
            {
                var (color, pixel) = Math.DivRem(at, height * width);
                planes[at] = (float)(mean[color] + Enumerable.Range(0, 3).Sum(j => colors[color, j] * noise[j][pixel]));
            }

            yield return Picture.FromPlanes(planes, 3, height, width);
        }
    }

    /// <summary>Noise as strong in each octave, which is how the amplitudes of photographs fall; mean 0 and variance 1.</summary>
    static double[] Noise(Random random, int height, int width)
    {
        var (noise, octaves) = (new double[height * width], Math.Max(1, (int)Math.Log2(Math.Min(height, width)) - 1));
        for (var (octave, cells) = (0, 2); octave < octaves; octave++, cells *= 2)
        {
            var grid = new double[cells + 1, cells + 1];
            for (var y = 0; y <= cells; y++)
                for (var x = 0; x <= cells; x++) grid[y, x] = random.NextGaussian();
            for (var y = 0; y < height; y++)
            {
                var (top, down) = Place(y, height, cells);
                for (var x = 0; x < width; x++)
                {
                    var (left, right) = Place(x, width, cells);
                    noise[(y * width) + x] += (((grid[top, left] * (1 - right)) + (grid[top, left + 1] * right)) * (1 - down))
                        + (((grid[top + 1, left] * (1 - right)) + (grid[top + 1, left + 1] * right)) * down);
                }
            }
        }

        // Between the points of a grid the variance is less: 4/9 on average.
        var scale = 1 / Math.Sqrt(octaves * 4 / 9.0);
        return Array.ConvertAll(noise, value => value * scale);
    }

    static (int Cell, double Within) Place(int pixel, int size, int cells)
    {
        var at = (pixel + 0.5) * cells / size;
        return ((int)at, at - (int)at);
    }
}
