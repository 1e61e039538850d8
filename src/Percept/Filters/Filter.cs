using System.Numerics.Tensors;
using Percept.Imaging;

namespace Percept.Filters;

/// <summary>A first-layer filter: the weights by which a unit sums the pixels it sees.</summary>
/// <param name="Index">The unit it makes.</param>
/// <param name="Channels">How many image channels it sees.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Weights">Channels x rows x columns, red first, as they act on pixel values from 0 to 1.</param>
public sealed record Filter(int Index, int Channels, int Height, int Width, float[] Weights)
{
    /// <summary>The weights as a picture: grey where they are zero, brighter where they are positive, darker where negative, the strongest at full contrast.</summary>
    /// <remarks>Each filter is scaled by itself and about zero, so that signs show and nothing is shifted.</remarks>
    public Picture ToPicture()
    {
        var strongest = TensorPrimitives.MaxMagnitude<float>(Weights);
        var scale = strongest == 0 ? 0 : 0.5f / Math.Abs(strongest);
        return Picture.FromPlanes([.. Weights.Select(weight => 0.5f + (weight * scale))], Channels, Height, Width);
    }
}
