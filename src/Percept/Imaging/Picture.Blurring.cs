using NetVips;

namespace Percept.Imaging;

public sealed partial class Picture
{
    /// <summary>The picture under a Gaussian blur.</summary>
    /// <param name="deviation">The Gaussian's standard deviation in pixels, above 0.</param>
    public Picture Blur(double deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        using var image = Vips.ToImage(this);
        using var blurred = image.Gaussblur(deviation, minAmpl: 0.01, precision: Enums.Precision.Float);
        using var rounded = blurred.Rint();
        using var bytes = rounded.Cast(Enums.BandFormat.Uchar);
        return Vips.ToPicture(bytes);
    }
}
