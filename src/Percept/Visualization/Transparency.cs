using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>Lays a transparent image, whose last channel is its opacity, over backgrounds: random ones while it climbs, an even grey in the end.</summary>
/// <remarks>What climbs is score·(1 − mean opacity), so what the score does not need becomes transparent (Mordvintsev et al., "Differentiable image parameterizations", Distill 2018).</remarks>
sealed class Transparency : IDisposable
{
    const float Grey = 0.5f;

    /// <summary>How much stronger a background is than the noise that images start from.</summary>
    const float Strength = 50;

    readonly ParameterizedImage backgrounds;
    readonly float[] background, scratch;
    readonly int channels, height, width, area;

    /// <param name="images">The shape of what the network sees, without opacity.</param>
    internal Transparency(Shape images)
    {
        (channels, height, width) = (images[1], images[2], images[3]);
        area = height * width;
        backgrounds = new(new Decorrelated(new Fourier()), images);
        (background, scratch) = (new float[channels * area], new float[area]);
    }

    Transparency(Transparency other)
    {
        (channels, height, width, area, backgrounds) = (other.channels, other.height, other.width, other.area, other.backgrounds.Twin());
        (background, scratch) = (new float[channels * area], new float[area]);
    }

    internal Transparency Twin() => new(this);

    internal void Draw(Random random)
    {
        backgrounds.Start(random);
        TensorPrimitives.Multiply(backgrounds.Parameters, Strength, backgrounds.Parameters);
        backgrounds.Decode();
        backgrounds.Image.CopyTo(background);
    }

    /// <summary>Lays the image over the background.</summary>
    internal void Forward(ReadOnlySpan<float> image, Span<float> seen)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            var plane = seen.Slice(channel * area, area);
            var behind = background.AsSpan(channel * area, area);
            TensorPrimitives.Subtract(image.Slice(channel * area, area), behind, plane);
            TensorPrimitives.MultiplyAdd(plane, image.Slice(channels * area, area), behind, plane);
        }
    }

    /// <summary>The gradient of score·(1 − mean opacity) by the image, given the score's by what is seen.</summary>
    internal void Adjoint(ReadOnlySpan<float> image, ReadOnlySpan<float> dSeen, float score, Span<float> dImage)
    {
        var opacity = image.Slice(channels * area, area);
        var dOpacity = dImage.Slice(channels * area, area);
        var rest = 1 - TensorPrimitives.Average(opacity);
        dOpacity.Clear();
        for (var channel = 0; channel < channels; channel++)
        {
            var d = dSeen.Slice(channel * area, area);
            TensorPrimitives.Subtract(image.Slice(channel * area, area), background.AsSpan(channel * area, area), scratch);
            TensorPrimitives.MultiplyAdd(scratch, d, dOpacity, dOpacity);
            TensorPrimitives.Multiply(d, opacity, dImage.Slice(channel * area, area));
        }

        TensorPrimitives.Multiply(dImage, rest, dImage);
        TensorPrimitives.Subtract(dOpacity, Math.Max(score, 0) / area, dOpacity);
    }

    /// <summary>The image over an even grey.</summary>
    internal Picture OverGrey(ReadOnlySpan<float> image)
    {
        background.AsSpan().Fill(Grey);
        var seen = new float[channels * area];
        Forward(image, seen);
        return Picture.FromPlanes(seen, channels, height, width);
    }

    internal Picture Opacity(ReadOnlySpan<float> image) => Picture.FromPlanes(image.Slice(channels * area, area), 1, height, width);

    public void Dispose() => backgrounds.Dispose();
}
