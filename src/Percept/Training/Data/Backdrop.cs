using System.Runtime.Intrinsics;

namespace Percept.Training.Data;

/// <summary>What is drawn behind transparent pictures: plain colours, gradients, clouds like a photograph out of focus, stripes, and patches with edges.</summary>
/// <remarks>All colours are as likely for one class as for another, and so are edges and grain: none of them tells classes apart.</remarks>
static class Backdrop
{
    /// <summary>Fills a square, [side, side], with opaque colours from 0 to 1 or somewhat beyond.</summary>
    public static void Paint(ref SplitMix64 dice, Span<Vector128<float>> pixels, int side)
    {
        switch (dice.Below(8))
        {
            case 0 or 1: pixels.Fill(dice.Color()); break;
            case 2 or 3: Waves(ref dice, pixels, side, periods: 0.5f); break;
            case 4: Waves(ref dice, pixels, side, periods: dice.Between(1, 6)); break;
            case 5: Patches(ref dice, pixels, side); break;
            default: Clouds(ref dice, pixels, side); break;
        }
        if (dice.Below(6) == 0) Grain(ref dice, pixels, dice.Between(0.02f, 0.12f));
    }

    /// <summary>From one colour to another and back along a direction; half a period is a gradient.</summary>
    static void Waves(ref SplitMix64 dice, Span<Vector128<float>> pixels, int side, float periods)
    {
        var (one, other, angle, start) = (dice.Color(), dice.Color(), dice.Around(MathF.PI), periods < 1 ? -0.5f : dice.Around(MathF.PI));
        var (down, right) = (MathF.Sin(angle) * periods * MathF.Tau / side, MathF.Cos(angle) * periods * MathF.Tau / side);
        for (var i = 0; i < pixels.Length; i++)
        {
            var share = 0.5f + 0.5f * MathF.Sin(start + i / side * down + i % side * right);
            pixels[i] = one + (other - one) * share;
        }
    }

    /// <summary>Discs and half planes, each over those before.</summary>
    static void Patches(ref SplitMix64 dice, Span<Vector128<float>> pixels, int side)
    {
        pixels.Fill(dice.Color());
        for (var count = dice.Below(6) + 2; count > 0; count--)
        {
            var (color, y, x, angle) = (dice.Color(), dice.Between(0, side), dice.Between(0, side), dice.Around(MathF.PI));
            var (radius, isDisc, down, right) = (dice.Between(0.05f, 0.4f) * side, dice.Below(3) > 0, MathF.Sin(angle), MathF.Cos(angle));
            for (var i = 0; i < pixels.Length; i++)
            {
                var (dy, dx) = (i / side - y, i % side - x);
                if (isDisc ? dy * dy + dx * dx < radius * radius : dy * down + dx * right > radius) pixels[i] = color;
            }
        }
    }

    /// <summary>Smooth noise at several sizes, the coarse the strongest, as in pictures of the world.</summary>
    static void Clouds(ref SplitMix64 dice, Span<Vector128<float>> pixels, int side)
    {
        pixels.Fill(dice.Color());
        var strength = dice.Between(0.4f, 1);
        Span<Vector128<float>> knots = stackalloc Vector128<float>[9 * 9];
        for (var cells = 2; cells <= 8; cells *= 2, strength *= dice.Between(0.3f, 0.6f))
        {
            foreach (ref var knot in knots) knot = (dice.Color() - Vector128.Create(0.5f, 0.5f, 0.5f, 1)) * strength;
            for (var y = 0; y < side; y++)
            {
                var (row, down) = Cell(y, side, cells);
                for (var x = 0; x < side; x++)
                {
                    var (column, right) = Cell(x, side, cells);
                    var above = knots[row * 9 + column] * (1 - right) + knots[row * 9 + column + 1] * right;
                    var below = knots[(row + 1) * 9 + column] * (1 - right) + knots[(row + 1) * 9 + column + 1] * right;
                    pixels[y * side + x] += above * (1 - down) + below * down;
                }
            }
        }
    }

    static (int Cell, float Within) Cell(int place, int side, int cells)
    {
        var at = (place + 0.5f) * cells / side;
        var within = at - (int)at;
        return ((int)at, within * within * (3 - 2 * within));
    }

    /// <summary>Adds noise of each pixel's own, as far as half the strength up and down.</summary>
    public static void Grain(ref SplitMix64 dice, Span<Vector128<float>> pixels, float strength)
    {
        foreach (ref var pixel in pixels) pixel += (dice.Color() - Vector128.Create(0.5f, 0.5f, 0.5f, 1)) * strength;
    }
}
