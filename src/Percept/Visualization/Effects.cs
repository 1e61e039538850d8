using System.Numerics.Tensors;
using Percept.Numerics;

namespace Percept.Visualization;

/// <summary>An effect's one draw: what it does to a view in place, and its adjoint to the gradient.</summary>
readonly record struct DrawnEffect(Action<float[]> Forward, Action<float[]> Adjoint);

/// <summary>Blurs by a Gaussian whose deviation in pixels lies between two.</summary>
public sealed record RandomBlur(double Least = 0, double Most = 1) : Effect
{
    internal override DrawnEffect Draw(Random random, int channels, int height, int width)
    {
        var deviation = Least + ((Most - Least) * random.NextDouble());
        var blur = new Blur(deviation, channels, height, width);
        return new(blur.Forward, blur.Adjoint);
    }
}

/// <summary>Adds to every value a normally distributed number of this deviation; values run from 0 to 1.</summary>
public sealed record Noise(double Deviation = 0.05) : Effect
{
    internal override DrawnEffect Draw(Random random, int channels, int height, int width) => new(
        view =>
        {
            foreach (ref var value in view.AsSpan()) value += (float)(Deviation * random.NextGaussian());
        },
        _ => { });
}

/// <summary>Changes each channel's contrast and brightness a little.</summary>
/// <param name="Contrast">How far the factor may lie from 1.</param>
/// <param name="Brightness">How far the shift may lie from 0; values run from 0 to 1.</param>
public sealed record ColourShift(double Contrast = 0.1, double Brightness = 0.1) : Effect
{
    internal override DrawnEffect Draw(Random random, int channels, int height, int width)
    {
        var shares = Enumerable.Range(0, channels).Select(_ => (Factor: (float)(1 + Drawn(Contrast)), Shift: (float)Drawn(Brightness))).ToArray();
        return new(view => Each(view, plane => plane.Shift), view => Each(view, _ => 0));

        double Drawn(double most) => most * ((2 * random.NextDouble()) - 1);

        void Each(float[] view, Func<(float Factor, float Shift), float> shift)
        {
            foreach (var (channel, share) in shares.Index())
            {
                var plane = view.AsSpan(channel * height * width, height * width);
                TensorPrimitives.Multiply(plane, share.Factor, plane);
                TensorPrimitives.Add(plane, shift(share), plane);
            }
        }
    }
}
