using System.Globalization;
using System.Numerics.Tensors;

namespace Percept.Networks.Detection;

public sealed partial record PreprocessingEvidence
{
    /// <summary>How much wider or narrower than an image's the values of an input must be to be none: noise is wider, a dull image narrower.</summary>
    const double TooWide = 10, TooNarrow = 50;

    /// <summary>What is wrong with values that are given to the network as they are, in a sentence, where they are of quite another scale than what the evidence says it was trained on; else null.</summary>
    public string? WarningOf(ReadOnlySpan<float> values)
    {
        if (Best is not { Preprocessing: var fits } || values.IsEmpty) return null;
        var (black, scales) = (fits.Shifts(), fits.Scales());
        var (least, most) = (black.Min(), black.Zip(scales, (shift, scale) => shift + scale).Max());
        var (lowest, highest) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        var share = (highest - lowest) / (most - least);
        return share <= TooWide && (share >= 1 / TooNarrow || share == 0) ? null : string.Create(CultureInfo.InvariantCulture,
            $"The input's values run from {lowest:G3} to {highest:G3}, but the network was most likely trained on {Best.Convention.Name}, with which images run from {least:G3} to {most:G3}; `gradient` takes the input as it is.");
    }
}
