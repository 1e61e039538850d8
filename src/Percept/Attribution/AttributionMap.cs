using System.Numerics.Tensors;

namespace Percept.Attribution;

/// <summary>How much each pixel of a picture counts, by a method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Channels">1, or the image's channels where the method tells colours apart.</param>
/// <param name="Height">Rows: the image's.</param>
/// <param name="Width">Columns: the image's.</param>
/// <param name="Values">Channels x height x width.</param>
public sealed record AttributionMap(Method Method, int Channels, int Height, int Width, float[] Values)
{
    /// <summary>Whether the map says nothing: it is the same everywhere.</summary>
    public bool IsEmpty => Values.AsSpan().IndexOfAnyExcept(Values[0]) < 0;

    /// <summary>One number a pixel: the sum over the channels where the sign has a meaning, else the largest magnitude.</summary>
    public float[] Flat()
    {
        var (area, flat) = (Height * Width, new float[Height * Width]);
        for (var channel = 0; channel < Channels; channel++)
        {
            var plane = Values.AsSpan(channel * area, area);
            if (Method.IsSigned || Channels == 1) TensorPrimitives.Add(flat, plane, flat);
            else TensorPrimitives.MaxMagnitude(flat, plane, flat);
        }

        if (!Method.IsSigned && Channels > 1) TensorPrimitives.Abs(flat, flat);
        return flat;
    }
}
