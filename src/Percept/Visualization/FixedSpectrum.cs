using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>The phases of an image whose amplitudes are those of natural images and stay so: pictures with the statistics of photographs.</summary>
/// <param name="Amplitudes">For each channel the mean amplitudes of images at <see cref="Radii"/> cycles a pixel; 1/frequency where null.</param>
/// <remarks>MACO (Fel et al., "Unlocking feature visualization for deeper networks with magnitude constrained optimization", NeurIPS 2023). The amplitudes of a folder are had from <see cref="ColourStatistics"/>.</remarks>
public sealed record FixedSpectrum(IReadOnlyList<IReadOnlyList<double>>? Amplitudes = null) : ImageParameterization
{
    /// <summary>The frequencies at which amplitudes are stored, in cycles a pixel: from 1/256 to 1/2 by half octaves.</summary>
    public static IReadOnlyList<double> Radii { get; } = [.. Enumerable.Range(0, 15).Select(i => Math.Pow(2, (i / 2.0) - 8))];

    /// <summary>The deviation of the numbers before the sigmoid: as photographs', whose brightness it spreads over most of its range.</summary>
    const double Contrast = 1.2;

    internal override double LearningRate => 0.1;

    internal override Shape ParameterShape(Shape images) => [images[0], images[1], images[2], (images[3] / 2) + 1];

    internal override void Start(Random random, Span<float> parameters, Shape images)
    {
        foreach (ref var phase in parameters) phase = (float)(Math.PI * ((2 * random.NextDouble()) - 1));
    }

    internal override Value Build(Value parameters, Shape images)
    {
        var graph = parameters.Graph;
        var amplitudes = graph.Constant(Table(images));
        var spectrum = graph.Emit("Concat", [graph.Emit("Cos", [parameters]) * amplitudes, graph.Emit("Sin", [parameters]) * amplitudes], new() { ["axis"] = 2 });
        var image = Dft.Inverse(spectrum, images[2], images[3]);
        // Coefficients that have no counterpart lose their imaginary part, so the contrast is set once all are added up.
        var centred = image - image.Mean([2, 3]);
        var deviation = ((centred * centred).Mean([1, 2, 3]) + 1e-12).Sqrt();
        return centred / deviation * Contrast;
    }

    internal override Value Invert(Value image)
    {
        var (graph, height) = (image.Graph, image.Shape[2]);
        var spectrum = Dft.Forward(image);
        var (real, imaginary) = (spectrum.Slice(2, 0, height), spectrum.Slice(2, height, 2 * height));
        var behind = graph.Emit("Cast", [graph.Emit("Less", [real, real.Scalar(0)])], new() { ["to"] = (int)ElementType.Float32 });
        var safe = real + (graph.Emit("Cast", [graph.Emit("Equal", [real, real.Scalar(0)])], new() { ["to"] = (int)ElementType.Float32 }) * 1e-20);
        return graph.Emit("Atan", [imaginary / safe]) + (behind * Math.PI);
    }

    Tensor Table(Shape images)
    {
        var (channels, frequencies) = (images[1], Dft.Frequencies(images[2], images[3]));
        float[] table = [.. Enumerable.Range(0, channels).SelectMany(channel => frequencies.Select(frequency => (float)Amplitude(channel, frequency)))];
        for (var channel = 0; channel < channels; channel++) table[channel * frequencies.Length] = 0;
        return Tensor.Of([channels, images[2], (images[3] / 2) + 1], table);
    }

    /// <summary>On straight lines between the radii, in logarithms.</summary>
    double Amplitude(int channel, double frequency)
    {
        if (Amplitudes is null) return 1 / frequency;
        var known = Amplitudes[Math.Min(channel, Amplitudes.Count - 1)];
        var place = Math.Clamp(2 * (Math.Log2(frequency) + 8), 0, known.Count - 1);
        var below = Math.Min((int)place, known.Count - 2);
        return known[below] * Math.Pow(known[below + 1] / known[below], place - below);
    }
}
