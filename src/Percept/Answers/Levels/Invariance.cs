using Percept.Networks;
using Percept.Numerics;

namespace Percept.Answers.Levels;

/// <summary>How little a unit's answers change where an image does: the correlation, over images, of its highest activation before and after.</summary>
/// <param name="Shift">The image moved by an eighth of its side.</param>
/// <param name="Scale">The image a quarter larger.</param>
/// <param name="Flip">Left for right.</param>
/// <param name="Rotation">Turned by 15 degrees.</param>
/// <param name="Brightness">A quarter darker.</param>
public sealed record Invariance(double Shift, double Scale, double Flip, double Rotation, double Brightness)
{
    /// <summary>The mean of all.</summary>
    public double Mean => (Shift + Scale + Flip + Rotation + Brightness) / 5;

    /// <summary>The changes, in the order of the parameters.</summary>
    internal static IReadOnlyList<Action<float[], Memory<float>>> Changes(Network network)
    {
        var (channels, height, width) = (network.Preprocessing.ImageChannels, network.Preprocessing.Height, network.Preprocessing.Width);
        return
        [
            Seen(Affine.Shift(height / 8.0, width / 8.0)), Seen(Affine.Scale(1 / 1.25)), Seen(new(1, 0, 0, 0, -1, 0)), Seen(Affine.Rotate(Math.PI / 12)),
            (image, to) => System.Numerics.Tensors.TensorPrimitives.Multiply(image, 0.75f, to.Span),
        ];

        Action<float[], Memory<float>> Seen(Affine map) => (image, to) =>
        {
            var warp = new Warp(channels, height, width);
            warp.Set(map);
            warp.Forward(image, to.Span);
        };
    }
}
