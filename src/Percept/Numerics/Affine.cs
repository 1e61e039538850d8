namespace Percept.Numerics;

/// <summary>A map of the plane, rows before columns: y' = Yy·y + Yx·x + Y0, x' = Xy·y + Xx·x + X0.</summary>
readonly record struct Affine(double Yy, double Yx, double Y0, double Xy, double Xx, double X0)
{
    internal static Affine Identity { get; } = new(1, 0, 0, 0, 1, 0);

    internal static Affine Shift(double y, double x) => new(1, 0, y, 0, 1, x);

    internal static Affine Scale(double factor) => new(factor, 0, 0, 0, factor, 0);

    internal static Affine Rotate(double angle) => new(Math.Cos(angle), -Math.Sin(angle), 0, Math.Sin(angle), Math.Cos(angle), 0);

    /// <summary>This map after <paramref name="first"/>.</summary>
    internal Affine After(Affine first) => new(
        (Yy * first.Yy) + (Yx * first.Xy), (Yy * first.Yx) + (Yx * first.Xx), (Yy * first.Y0) + (Yx * first.X0) + Y0,
        (Xy * first.Yy) + (Xx * first.Xy), (Xy * first.Yx) + (Xx * first.Xx), (Xy * first.Y0) + (Xx * first.X0) + X0);
}
