using System.Text.Json.Serialization;
using Percept.Numerics;

namespace Percept.Visualization;

/// <summary>A random view of the image, so that the result does not depend on the exact pixels. Drawn anew for each image and step.</summary>
/// <remarks>Those that move the image act first, together, so that it is sampled once; then the others, in their order.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Pad), "pad")]
[JsonDerivedType(typeof(Jitter), "jitter")]
[JsonDerivedType(typeof(RandomScale), "scale")]
[JsonDerivedType(typeof(RandomRotate), "rotate")]
[JsonDerivedType(typeof(CropBox), "crop")]
[JsonDerivedType(typeof(RandomBlur), "blur")]
[JsonDerivedType(typeof(Noise), "noise")]
[JsonDerivedType(typeof(ColourShift), "colour")]
public abstract record Transform
{
    /// <summary>Images so small lose more to being turned than they gain.</summary>
    const int SmallSize = 48;

    /// <summary>Shifts, sizes and angles that pictures have to survive: the list of Lucid, in proportion to the image. Small images are moved by whole pixels alone, which does not blur them.</summary>
    public static IReadOnlyList<Transform> Standard(int size) => size < SmallSize
        ? [new Jitter(Math.Max(size / 8, 1))]
        : [new Jitter(size / 16), new RandomScale(0.9, 1.1), new RandomRotate(10), new Jitter(Math.Max(size / 32, 1))];
}

/// <summary>A view that moves, turns or scales the image.</summary>
public abstract record Movement : Transform
{
    /// <summary>One draw, as the map from places in the view to places in the image, both in pixels from the middle.</summary>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="height">The image's rows.</param>
    /// <param name="width">The image's columns.</param>
    /// <param name="progress">From 0 at the first step to 1 at the last.</param>
    internal abstract Affine Draw(Random random, int height, int width, double progress);
}

/// <summary>A view that changes the image's values.</summary>
public abstract record Effect : Transform
{
    /// <summary>One draw.</summary>
    internal abstract DrawnEffect Draw(Random random, int channels, int height, int width);
}

/// <summary>What lies beyond the image: an even brightness. Without it, the image's mirror image.</summary>
/// <param name="Brightness">From 0, black, to 1, white.</param>
public sealed record Pad(double Brightness = 0.5) : Transform;
