using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>Coefficients of the image's real Fourier transform, scaled as natural images' are, so that all frequencies are equally easy to change.</summary>
/// <param name="Decay">The power of the frequency that amplitudes fall with.</param>
public sealed record Fourier(double Decay = 1) : ImageParameterization
{
    internal override Shape ParameterShape(Shape images) => Dft.SpectrumShape(images);

    internal override Value Build(Value parameters, Shape images) =>
        Dft.Inverse(parameters * parameters.Graph.Constant(Scale(images[2], images[3])), images[2], images[3]);

    internal override Value Invert(Value image) => Dft.Forward(image) / image.Graph.Constant(Scale(image.Shape[2], image.Shape[3]));

    /// <summary>1/frequency, with Lucid's overall gain of a quarter and the inverse transform's own factor.</summary>
    Tensor Scale(int height, int width)
    {
        var gain = 1 / (4 * Math.Sqrt((double)height * width));
        float[] scale = [.. Dft.Frequencies(height, width).Select(frequency => (float)(Math.Pow(frequency, -Decay) * gain))];
        return Tensor.Of([2 * height, (width / 2) + 1], [.. scale, .. scale]);
    }
}
