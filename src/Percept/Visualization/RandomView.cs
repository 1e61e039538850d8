using System.Numerics.Tensors;
using Percept.Numerics;

namespace Percept.Visualization;

/// <summary>Draws views of an image from a list of transforms, and carries gradients back through the last one drawn.</summary>
sealed class RandomView(IReadOnlyList<Transform> transforms, int channels, int height, int width)
{
    readonly Warp warp = new(channels, height, width);
    readonly float[] values = new float[channels * height * width];
    readonly float? beyond = transforms.OfType<Pad>().LastOrDefault() is { } pad ? (float)pad.Brightness : null;
    DrawnEffect[] effects = [];

    /// <summary>Another from the same list, for another thread.</summary>
    internal RandomView Twin() => new(transforms, channels, height, width);

    /// <summary>Draws the next view.</summary>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="progress">From 0 at the first step to 1 at the last.</param>
    internal void Draw(Random random, double progress)
    {
        warp.Set(Map(transforms, random, height, width, progress), beyond);
        effects = [.. transforms.OfType<Effect>().Select(effect => effect.Draw(random, channels, height, width))];
    }

    /// <summary>One draw of all that moves the image, as one map from places in the view to places in the image, both in pixels from the middle.</summary>
    internal static Affine Map(IReadOnlyList<Transform> transforms, Random random, int height, int width, double progress) =>
        transforms.OfType<Movement>().Aggregate(Affine.Identity, (map, movement) => map.After(movement.Draw(random, height, width, progress)));

    /// <summary>Takes the view away: the image as it is.</summary>
    internal void Straighten()
    {
        warp.Set(Affine.Identity);
        effects = [];
    }

    internal void Forward(ReadOnlySpan<float> image, Span<float> view)
    {
        warp.Forward(image, values);
        foreach (var effect in effects) effect.Forward(values);
        values.CopyTo(view);
    }

    /// <summary>Adds what the image's gradient is, given the view's.</summary>
    internal void Adjoint(ReadOnlySpan<float> dView, Span<float> dImage)
    {
        dView.CopyTo(values);
        foreach (var effect in effects.AsEnumerable().Reverse()) effect.Adjoint(values);
        warp.Adjoint(values, values);
        TensorPrimitives.Add(dImage, values, dImage);
    }
}
