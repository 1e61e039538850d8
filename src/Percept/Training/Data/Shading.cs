using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Percept.Training.Data;

/// <summary>Coloured light that falls from a side: what is painted flat is shaded by it.</summary>
readonly struct Shading
{
    readonly Vector128<float> down, right;

    public Shading(ref SplitMix64 dice, double most) => (down, right) = (Slope(ref dice, most), Slope(ref dice, most));

    /// <summary>A pixel whose colours are multiplied by its opacity, and stay so, at a place measured from the centre in sides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Apply(Vector128<float> pixel, float y, float x)
    {
        var opacity = Vector128.Create(pixel[3]);
        return Vector128.Min(Vector128.Max(pixel + (down * y + right * x) * opacity, Vector128<float>.Zero), opacity);
    }

    static Vector128<float> Slope(ref SplitMix64 dice, double most)
    {
        var white = dice.Around(most);
        return Vector128.Create(white + dice.Around(most / 2), white + dice.Around(most / 2), white + dice.Around(most / 2), 0);
    }
}
