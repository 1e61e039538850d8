using System.Globalization;
using System.Numerics.Tensors;
using Percept.Imaging;

namespace Percept.Attribution.Figures;

/// <summary>Maps as colours: with a sign from blue (against) through white to red (for), else from violet (little) to yellow (much).</summary>
static class MapPainting
{
    const double Percentile = 0.99, Cover = 0.6;

    /// <summary>The map alone. Colours end at the 99th percentile of the magnitudes; of maps without a sign they begin at the 1st percentile.</summary>
    public static Picture Paint(this AttributionMap map)
    {
        var (flat, (low, high)) = (map.Flat(), Limits(map));
        return (map.Method.IsSigned ? ColorMap.Diverging : ColorMap.Viridis).Paint(flat, map.Height, map.Width, low, high);
    }

    /// <summary>The map laid over the picture, which is then grey.</summary>
    public static Picture Over(this AttributionMap map, Picture picture) => picture.ToGrey().ToColor().Blend(map.Paint(), (float)Cover);

    /// <summary>What the colours' ends stand for.</summary>
    public static (float Low, float High) Limits(this AttributionMap map)
    {
        var flat = map.Flat();
        if (map.Method.IsSigned) TensorPrimitives.Abs(flat, flat);
        Array.Sort(flat);
        var (first, last) = (flat[(int)((1 - Percentile) * (flat.Length - 1))], flat[(int)(Percentile * (flat.Length - 1))]);
        if (last <= first || last == 0) (first, last) = (flat[0], flat[^1]);
        return !map.Method.IsSigned ? (first, last) : last > 0 ? (-last, last) : (-1, 1);
    }

    /// <summary>What the colours mean, for a caption.</summary>
    internal static string Key(this AttributionMap map) => map.IsEmpty ? "the same everywhere"
        : map.Limits() is var (low, high) && map.Method.IsSigned ? $"red for, blue against; full at ±{Number(high)}"
        : $"violet {Number(Math.Abs(low) < Math.Abs(high) / 1000 ? 0 : low)} to yellow {Number(high)}";

    static string Number(float value) => value.ToString(Math.Abs(value) is >= 100 and < 1e6f ? "F0" : "G2", CultureInfo.InvariantCulture);
}
