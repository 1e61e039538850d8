using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>Weights that know nothing yet.</summary>
static class Weights
{
    /// <summary>The size of first filters, the share of colour in them, and how many cosines each axis has.</summary>
    const double Faint = 0.1, Colour = 0.5;

    const int Lowest = 4;

    /// <summary>Normally distributed, so that signals neither grow nor fade from layer to layer (He et al. 2015).</summary>
    /// <param name="random">Draws them.</param>
    /// <param name="shape">The weights' shape.</param>
    /// <param name="inputs">How many numbers each output is a sum of.</param>
    /// <param name="gain">The variance that a sum of inputs of variance 1 gets; 2 before a ReLU.</param>
    internal static Tensor Random(Random random, Shape shape, int inputs, double gain) =>
        Tensor.Of(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => (float)(Math.Sqrt(gain / inputs) * Normal(random)))]);

    /// <summary>First filters that begin faint, smooth and mostly grey: what they come to look like is then what was learned, and not the noise they began as.</summary>
    /// <remarks>Of the lowest cosines along both axes, some for all channels and some for each. A normalization behind them makes up for their size.</remarks>
    /// <param name="random">Draws them.</param>
    /// <param name="filters">How many.</param>
    /// <param name="channels">How many the image has.</param>
    /// <param name="side">Pixels a side.</param>
    internal static Tensor Smooth(Random random, int filters, int channels, int side)
    {
        var planes = Enumerable.Range(0, filters).SelectMany(_ =>
        {
            var grey = Waves(random, side);
            return Enumerable.Range(0, channels).SelectMany(_ => Waves(random, side).Zip(grey, (own, shared) => (float)(Faint / side * (shared + (own * Colour)))));
        });
        return Tensor.Of([filters, channels, side, side], [.. planes]);
    }

    static double[] Waves(Random random, int side)
    {
        double[] heights = [.. Enumerable.Range(0, Lowest * Lowest).Select(_ => Normal(random))];
        return [.. Enumerable.Range(0, side * side).Select(place => Enumerable.Range(0, Lowest * Lowest).Sum(i => heights[i] * Wave(i / Lowest, place / side) * Wave(i % Lowest, place % side)))];

        double Wave(int number, int at) => Math.Cos(Math.PI * number * (at + 0.5) / side);
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
