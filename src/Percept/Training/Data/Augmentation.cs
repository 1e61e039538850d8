using System.Runtime.Intrinsics;
using Percept.Numerics;

namespace Percept.Training.Data;

/// <summary>How an image is varied each time it is learned from, so that what varies gives no class away.</summary>
public sealed record Augmentation
{
    /// <summary>What suits most images.</summary>
    public static Augmentation Standard { get; } = new();

    /// <summary>Whether an image is mirrored every other time it is seen.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>The farthest move, as a share of the side.</summary>
    public double Shift { get; init; } = 0.15;

    /// <summary>The largest factor of size less one: 0.35 is from 1/1.35 to 1.35.</summary>
    public double Scale { get; init; } = 0.35;

    /// <summary>The largest change of proportions less one.</summary>
    public double Stretch { get; init; } = 0.1;

    /// <summary>The largest turn, in degrees.</summary>
    public double Rotation { get; init; } = 20;

    /// <summary>How far parts are moved against one another, as a share of the side: outlines bend and proportions change.</summary>
    public double Warp { get; init; } = 0.04;

    /// <summary>How much colours are mixed, brightened and greyed: 0 is not at all.</summary>
    public double Color { get; init; } = 0.3;

    /// <summary>How much light changes from one side of a picture to the other.</summary>
    public double Light { get; init; } = 0.3;

    /// <summary>The strongest noise of each pixel's own, from black to white 1: what is seen through noise is seen by its broad shapes.</summary>
    public double Grain { get; init; }

    /// <summary>Whether what shows through a transparent picture is drawn anew each time; the reader's grey where not.</summary>
    public bool Backgrounds { get; init; } = true;

    /// <summary>The map from places in the view to places in the image, both measured from the centre, in sides.</summary>
    internal Affine DrawMap(ref SplitMix64 dice, bool flipped)
    {
        var (size, proportion) = (Math.Pow(1 + Scale, dice.Around(1)), Math.Pow(1 + Stretch, dice.Around(0.5)));
        var (turn, y, x) = (dice.Around(Rotation) * Math.PI / 180, dice.Around(Shift), dice.Around(Shift));
        var shape = new Affine(size * proportion, 0, 0, 0, size / proportion * (flipped ? -1 : 1), 0);
        return shape.After(Affine.Rotate(turn)).After(Affine.Shift(y, x));
    }

    internal Coloring DrawColoring(ref SplitMix64 dice)
    {
        var grey = dice.Between(0, 1) < Color / 2 ? dice.Between(0.5f, 1) : 0;
        var gain = 1 + dice.Around(Color);
        var rows = new Vector128<float>[3];
        for (var row = 0; row < 3; row++)
        {
            var mix = Vector128.Create(dice.Around(Color), dice.Around(Color), dice.Around(Color), 0);
            mix = mix.WithElement(row, mix[row] + 1);
            rows[row] = mix * (gain / Math.Max(0.5f, Vector128.Sum(mix))) * (1 - grey) + Vector128.Create(grey * gain / 3, grey * gain / 3, grey * gain / 3, 0);
            rows[row] = rows[row].WithElement(3, dice.Around(Color / 3));
        }
        return new(rows[0], rows[1], rows[2]);
    }
}
