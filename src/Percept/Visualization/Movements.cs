using Percept.Numerics;

namespace Percept.Visualization;

/// <summary>Shifts by whole pixels, up to half of <paramref name="Pixels"/> each way.</summary>
public sealed record Jitter(int Pixels) : Movement
{
    internal override Affine Draw(Random random, int height, int width, double progress) =>
        Affine.Shift(random.Next(Pixels + 1) - (Pixels / 2), random.Next(Pixels + 1) - (Pixels / 2));
}

/// <summary>Scales about the centre by a factor between two.</summary>
public sealed record RandomScale(double Least, double Most) : Movement
{
    internal override Affine Draw(Random random, int height, int width, double progress) => Affine.Scale(1 / (Least + ((Most - Least) * random.NextDouble())));
}

/// <summary>Turns about the centre by up to so many degrees each way.</summary>
public sealed record RandomRotate(double Degrees) : Movement
{
    internal override Affine Draw(Random random, int height, int width, double progress) => Affine.Rotate(Math.PI / 180 * Degrees * ((2 * random.NextDouble()) - 1));
}

/// <summary>A box of the image, enlarged to the whole view. Boxes shrink from the first step to the last and lie mostly near the middle, never outside.</summary>
/// <param name="First">The box's side at the first step, as a share of the image's.</param>
/// <param name="Last">The same at the last step.</param>
/// <param name="Spread">The deviation of the side, as a share of the image's.</param>
/// <param name="Wander">The deviation of the box's middle from the image's, as a share of its side.</param>
public sealed record CropBox(double First = 0.5, double Last = 0.25, double Spread = 0.05, double Wander = 0.15) : Movement
{
    internal override Affine Draw(Random random, int height, int width, double progress)
    {
        var side = Math.Clamp(First + ((Last - First) * progress) + (Spread * random.NextGaussian()), 0.05, 1);
        return Affine.Shift(Place(height), Place(width)).After(Affine.Scale(side));

        double Place(int size) => size * Math.Clamp(Wander * random.NextGaussian(), (side - 1) / 2, (1 - side) / 2);
    }
}
