namespace Percept.Optimization;

/// <summary>A random view of the image, so that the result does not depend on the exact pixels.</summary>
public abstract record Transform
{
    /// <summary>Shifts, sizes and angles that pictures have to survive: the list of Lucid, in proportion to the image.</summary>
    public static IReadOnlyList<Transform> Standard(int size) =>
        [new Jitter(Math.Max(size / 16, 1)), new RandomScale(0.9, 1.1), new RandomRotate(10), new Jitter(Math.Max(size / 32, 1))];

    /// <summary>One draw, as the map from places in the view to places in the image.</summary>
    internal abstract Affine Draw(Random random);
}

/// <summary>Shifts by whole pixels, up to half of <paramref name="Pixels"/> each way.</summary>
public sealed record Jitter(int Pixels) : Transform
{
    internal override Affine Draw(Random random) => Affine.Shift(random.Next(Pixels + 1) - (Pixels / 2), random.Next(Pixels + 1) - (Pixels / 2));
}

/// <summary>Scales about the centre by a factor between two.</summary>
public sealed record RandomScale(double Least, double Most) : Transform
{
    internal override Affine Draw(Random random) => Affine.Scale(1 / (Least + ((Most - Least) * random.NextDouble())));
}

/// <summary>Turns about the centre by up to so many degrees each way.</summary>
public sealed record RandomRotate(double Degrees) : Transform
{
    internal override Affine Draw(Random random) => Affine.Rotate(Math.PI / 180 * Degrees * ((2 * random.NextDouble()) - 1));
}
