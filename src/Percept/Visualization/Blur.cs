using System.Numerics.Tensors;

namespace Percept.Visualization;

/// <summary>A Gaussian blur of planes, whose borders are repeated beyond them, with its adjoint.</summary>
sealed class Blur
{
    readonly float[] kernel, scratch;
    readonly int channels, height, width;

    internal Blur(double deviation, int channels, int height, int width)
    {
        (this.channels, this.height, this.width) = (channels, height, width);
        var radius = (int)Math.Ceiling(3 * deviation);
        kernel = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(i => deviation > 0 ? (float)Math.Exp(-i * i / (2 * deviation * deviation)) : 1)];
        TensorPrimitives.Divide(kernel, TensorPrimitives.Sum<float>(kernel), kernel);
        scratch = new float[channels * height * width];
    }

    internal void Forward(float[] planes)
    {
        Rows(planes, scratch, adjoint: false);
        Columns(scratch, planes, adjoint: false);
    }

    internal void Adjoint(float[] planes)
    {
        Columns(planes, scratch, adjoint: true);
        Rows(scratch, planes, adjoint: true);
    }

    /// <summary>Whole rows are added up, each with its weight.</summary>
    void Rows(float[] from, float[] to, bool adjoint)
    {
        Array.Clear(to);
        for (var plane = 0; plane < channels; plane++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var k = 0; k < kernel.Length; k++)
                {
                    var other = Math.Clamp(y + k - (kernel.Length / 2), 0, height - 1);
                    var (source, target) = adjoint ? (y, other) : (other, y);
                    var row = to.AsSpan(((plane * height) + target) * width, width);
                    TensorPrimitives.MultiplyAdd(from.AsSpan(((plane * height) + source) * width, width), kernel[k], row, row);
                }
            }
        }
    }

    void Columns(float[] from, float[] to, bool adjoint)
    {
        Array.Clear(to);
        for (var row = 0; row < from.Length; row += width)
        {
            for (var x = 0; x < width; x++)
            {
                for (var k = 0; k < kernel.Length; k++)
                {
                    var other = Math.Clamp(x + k - (kernel.Length / 2), 0, width - 1);
                    var (source, target) = adjoint ? (x, other) : (other, x);
                    to[row + target] += kernel[k] * from[row + source];
                }
            }
        }
    }
}
