using Percept.Imaging;

namespace Percept.Matching;

/// <summary>How much each pixel of an image matters to a neuron.</summary>
/// <param name="energy">A number not below zero for each pixel, row by row.</param>
/// <param name="height">Rows.</param>
/// <param name="width">Columns.</param>
public sealed class EnergyMap(float[] energy, int height, int width)
{
    /// <summary>The share of the energy that an effective crop holds.</summary>
    public const double Share = 0.95;

    /// <summary>The number of each pixel, row by row.</summary>
    public IReadOnlyList<float> Energy => energy;

    /// <summary>The smallest box that holds 95 % of the energy, the first of equals from the top left; null where there is no energy.</summary>
    public Box? Effective() => SmallestBox.Holding(Share, energy, height, width);

    /// <summary>The map laid over its image: the root of the energy, softened a little, from dark violet to yellow.</summary>
    public Picture Over(Picture picture)
    {
        var amplitude = Array.ConvertAll(energy, MathF.Sqrt);
        var softened = new float[amplitude.Length];
        var radius = Math.Max(1, Math.Max(height, width) / 100);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sum, count) = (0f, 0);
                for (var v = Math.Max(0, y - radius); v <= Math.Min(height - 1, y + radius); v++)
                    for (var h = Math.Max(0, x - radius); h <= Math.Min(width - 1, x + radius); h++) (sum, count) = (sum + amplitude[(v * width) + h], count + 1);
                softened[(y * width) + x] = sum / count;
            }
        }

        return picture.ToGrey().Blend(ColorMap.Viridis.Paint(softened, height, width, low: 0), opacity: 0.65f);
    }
}
