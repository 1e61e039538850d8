using Percept.Onnx.Graphs;

namespace Percept.Answers.Trust;

/// <summary>How much of a picture's brightness varies at which fineness: the logarithm of its power at frequencies from coarse to fine.</summary>
/// <remarks>
/// The mean of the channels, less its own mean, under a Hann window (the border of a photograph is an edge that is not in it), Fourier-transformed by two
/// products of matrices; the power |F|² is averaged over rings a third of an octave wide.
/// </remarks>
sealed class RadialSpectrum
{
    /// <summary>Power below this is what 8 bits round away.</summary>
    const double Floor = 1e-4;

    readonly int height, width;
    readonly int[] rings;
    readonly int count;

    internal RadialSpectrum(int height, int width)
    {
        (this.height, this.width, rings) = (height, width, new int[height * ((width / 2) + 1)]);
        var at = 0;
        for (var v = 0; v < height; v++)
        {
            for (var u = 0; u <= width / 2; u++)
            {
                // Cycles in the picture's side; the mean and the window's own blur lie below 2.
                var cycles = Math.Min(height, width) * Math.Sqrt(Math.Pow((double)Math.Min(v, height - v) / height, 2) + Math.Pow((double)u / width, 2));
                rings[at++] = cycles < 2 || cycles > Math.Min(height, width) / 2.0 ? -1 : (int)(3 * Math.Log2(cycles / 2));
            }
        }

        count = rings.Max() + 1;
    }

    /// <summary>Adds the power of each frequency to the graph of one image: height x (width / 2 + 1).</summary>
    internal Value Build(Value image)
    {
        var graph = image.Graph;
        var grey = image.Mean([0, 1], keepDims: false);
        var windowed = (grey - grey.Mean([], keepDims: false)) * graph.Constant(Tensor.Of([height, width], Window()));
        var (cosine, sine) = (Waves(height, height, Math.Cos), Waves(height, height, Math.Sin));
        var (right, left) = (Waves(width, (width / 2) + 1, Math.Cos), Waves(width, (width / 2) + 1, Math.Sin));
        var (real, imaginary) = (cosine.MatMul(windowed), sine.MatMul(windowed));
        var (a, b) = (real.MatMul(right) - imaginary.MatMul(left), real.MatMul(left) + imaginary.MatMul(right));
        return (a * a) + (b * b);

        Value Waves(int side, int frequencies, Func<double, double> wave)
        {
            var table = new float[side * frequencies];
            for (var x = 0; x < side; x++)
                for (var u = 0; u < frequencies; u++) table[(x * frequencies) + u] = (float)wave(2 * Math.PI * ((long)u * x % side) / side);
            return graph.Constant(Tensor.Of([side, frequencies], table));
        }
    }

    /// <summary>The base-10 logarithm of the mean power of each ring, from coarse to fine; rings that no frequency falls into are left out.</summary>
    internal float[] Read(ReadOnlySpan<float> power)
    {
        var (sums, counts) = (new double[count], new int[count]);
        for (var i = 0; i < rings.Length; i++)
        {
            if (rings[i] < 0) continue;
            sums[rings[i]] += power[i];
            counts[rings[i]]++;
        }

        return [.. sums.Zip(counts).Where(ring => ring.Second > 0).Select(ring => (float)Math.Log10((ring.First / ring.Second) + Floor))];
    }

    float[] Window()
    {
        var window = new float[height * width];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) window[(y * width) + x] = (float)(Hann(y, height) * Hann(x, width));
        return window;

        static double Hann(int i, int side) => Math.Pow(Math.Sin(Math.PI * (i + 0.5) / side), 2);
    }
}
