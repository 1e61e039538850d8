using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

static partial class Ops
{
    /// <summary>The sum of each channel's neighbours, <paramref name="size"/> of them, times a factor: a convolution of one tap with a band matrix.</summary>
    internal static Value Band(Value x, int size, double factor, bool transposed)
    {
        var channels = x.Shape[1];
        var (before, after) = ((size - 1) / 2, size / 2);
        if (transposed) (before, after) = (after, before);
        var band = new float[channels * channels];
        for (var to = 0; to < channels; to++)
            for (var from = Math.Max(to - before, 0); from <= Math.Min(to + after, channels - 1); from++) band[(to * channels) + from] = (float)factor;
        int[] ones = [.. Enumerable.Repeat(1, x.Shape.Rank - 2)];
        return x.Convolve(x.Graph.Constant(Tensor.Of([channels, channels, .. ones], band), "band"), new(ones, ones, ones, new int[ones.Length], new int[ones.Length]), [.. x.Shape.Skip(2)]);
    }

    /// <summary>x^−exponent; by square roots where that will do, since Pow is slow.</summary>
    internal static Value NegativePower(Value x, double exponent) => exponent switch
    {
        0.5 => 1 / x.Sqrt(),
        0.75 => 1 / (x.Sqrt() * x.Sqrt().Sqrt()),
        1 => 1 / x,
        _ => x.Pow(-exponent),
    };
}
