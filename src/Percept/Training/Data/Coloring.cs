using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Percept.Training.Data;

/// <summary>A mixture of colours: what red, green and blue each become of red, green, blue, and a constant.</summary>
readonly struct Coloring
{
    readonly Vector128<float> ofRed, ofGreen, ofBlue, constant;

    public Coloring(Vector128<float> red, Vector128<float> green, Vector128<float> blue)
    {
        // As columns, so that a pixel is three products and no sum across.
        ofRed = Vector128.Create(red[0], green[0], blue[0], 0);
        ofGreen = Vector128.Create(red[1], green[1], blue[1], 0);
        ofBlue = Vector128.Create(red[2], green[2], blue[2], 0);
        constant = Vector128.Create(red[3], green[3], blue[3], 1);
    }

    public static Coloring None { get; } = new(Vector128.Create(1f, 0, 0, 0), Vector128.Create(0f, 1, 0, 0), Vector128.Create(0f, 0, 1, 0));

    /// <summary>A pixel whose colours are multiplied by its opacity, and stay so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Apply(Vector128<float> pixel)
    {
        var opacity = Vector128.Create(pixel[3]);
        var mixed = ofRed * pixel[0] + ofGreen * pixel[1] + ofBlue * pixel[2] + constant * opacity;
        return Vector128.Min(Vector128.Max(mixed, Vector128<float>.Zero), opacity);
    }
}
