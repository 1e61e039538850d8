using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>What the images of a folder have in common: the colours they vary in, and how much of each frequency they hold.</summary>
/// <param name="Matrix">From independent colours to red, green and blue: the root of the colours' covariance over its largest column norm (the Karhunen-Loève transform).</param>
/// <param name="Amplitudes">For each independent colour, the mean amplitudes at <see cref="FixedSpectrum.Radii"/>.</param>
public sealed record ColourStatistics(IReadOnlyList<double> Matrix, IReadOnlyList<IReadOnlyList<double>> Amplitudes)
{
    const int Size = 256;

    /// <summary>Measures up to <paramref name="most"/> images, evenly taken from the folder.</summary>
    /// <exception cref="PictureException">No image can be read.</exception>
    public static ColourStatistics Of(ImageFolder folder, int most = 200)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var pictures = Pictures(folder, most).ToArray();
        if (pictures.Length == 0) throw new PictureException($"None of the images of '{folder.Path}' can be read.");
        var matrix = ColoursOf(pictures);
        return new(matrix, SpectrumOf(pictures, matrix));
    }

    static IEnumerable<float[]> Pictures(ImageFolder folder, int most)
    {
        var every = Math.Max(1.0, (double)folder.Count / most);
        for (var i = 0.0; i < folder.Count; i += every)
        {
            Picture picture;
            try
            {
                picture = Picture.ReadFitted(folder[(int)i].Path, Size, Size).ToColor();
            }
            catch (PictureException)
            {
                continue;
            }

            yield return picture.ToPlanes();
        }
    }

    static double[] ColoursOf(float[][] pictures)
    {
        const int Area = Size * Size;
        var (sums, products) = (new double[3], new double[9]);
        foreach (var planes in pictures)
        {
            for (var a = 0; a < 3; a++)
            {
                var first = planes.AsSpan(a * Area, Area);
                sums[a] += System.Numerics.Tensors.TensorPrimitives.Sum(first);
                for (var b = 0; b < 3; b++) products[(a * 3) + b] += System.Numerics.Tensors.TensorPrimitives.Dot(first, planes.AsSpan(b * Area, Area));
            }
        }

        var count = (double)Area * pictures.Length;
        var root = ColourMatrix.Root([.. products.Select((product, i) => (product / count) - (sums[i / 3] / count * (sums[i % 3] / count)))]);
        var largest = Enumerable.Range(0, 3).Max(column => Math.Sqrt(Enumerable.Range(0, 3).Sum(row => root[(row * 3) + column] * root[(row * 3) + column])));
        return [.. root.Select(x => x / largest)];
    }

    static double[][] SpectrumOf(float[][] pictures, double[] matrix)
    {
        var graph = new Graph();
        var image = graph.Input("image", ElementType.Float32, [1, 3, Size, Size]);
        var back = graph.Constant(Tensor.Of([3, 3], [.. ColourMatrix.Inverse(matrix).Select(x => (float)x)]));
        var independent = back.MatMul(image.Reshape([1, 3, Size * Size])).Reshape([1, 3, Size, Size]);
        using var session = new Session([("spectrum", Dft.Forward(independent))], Device.Cpu);
        var frequencies = Dft.Frequencies(Size, Size);
        var (sums, counts) = (new double[3, FixedSpectrum.Radii.Count], new double[FixedSpectrum.Radii.Count]);
        foreach (var planes in pictures)
        {
            planes.CopyTo(session.Input("image"));
            session.Run();
            var spectrum = session.Output("spectrum");
            for (var i = 1; i < frequencies.Length; i++)
            {
                var ring = Math.Clamp((int)Math.Round(2 * (Math.Log2(frequencies[i]) + 8)), 0, counts.Length - 1);
                counts[ring]++;
                for (var channel = 0; channel < 3; channel++)
                    sums[channel, ring] += double.Hypot(spectrum[(2 * channel * frequencies.Length) + i], spectrum[(((2 * channel) + 1) * frequencies.Length) + i]);
            }
        }

        return [.. Enumerable.Range(0, 3).Select(channel => Enumerable.Range(0, counts.Length).Select(ring => Math.Max(sums[channel, ring] / Math.Max(counts[ring], 1), 1e-9)).ToArray())];
    }
}
