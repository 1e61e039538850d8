namespace Percept.Answers.Levels;

/// <summary>The images by which tuning is measured: sine gratings of all orientations, wavelengths and phases, patches of all hues, and even grey.</summary>
/// <param name="channels">Channels of the images.</param>
/// <param name="height">Their rows.</param>
/// <param name="width">Their columns.</param>
sealed class Gratings(int channels, int height, int width)
{
    internal const int Orientations = 12, Phases = 4, Hues = 12;

    const double Contrast = 0.4, Saturation = 0.3;

    /// <summary>The wavelengths, in pixels.</summary>
    internal IReadOnlyList<double> Wavelengths { get; } = [.. new[] { 2.5, 4, 6, 10, 16, 26, 42, 68 }.Where(wavelength => wavelength <= Math.Max(8, Math.Max(height, width) / 2.0))];

    /// <summary>Gratings by wavelength, orientation and phase, then hues, then grey.</summary>
    internal IEnumerable<Action<Memory<float>>> All() =>
    [
        .. from wavelength in Wavelengths
           from orientation in Enumerable.Range(0, Orientations)
           from phase in Enumerable.Range(0, Phases)
           select Grating(wavelength, Math.PI * orientation / Orientations, 2 * Math.PI * phase / Phases),
        .. Enumerable.Range(0, Hues).Select(hue => Patch(2 * Math.PI * hue / Hues)),
        Even,
    ];

    /// <summary>How many images there are.</summary>
    internal int Count => (Wavelengths.Count * Orientations * Phases) + Hues + 1;

    /// <remarks>A direction of 0 has stripes that stand upright; directions go anticlockwise.</remarks>
    Action<Memory<float>> Grating(double wavelength, double direction, double phase)
    {
        var (sin, cos) = Math.SinCos(direction);
        return image => Fill(image.Span, (y, x, _) => Contrast * Math.Cos((2 * Math.PI * ((x * cos) - (y * sin)) / wavelength) - phase));
    }

    /// <summary>A soft disc in the middle, as bright as the grey around it.</summary>
    /// <remarks>Hues lie on a circle in the plane of red, green and blue that has the brightness of grey.</remarks>
    Action<Memory<float>> Patch(double hue) => image => Fill(image.Span, (y, x, channel) =>
    {
        var distance = (Math.Pow(y - ((height - 1) / 2.0), 2) + Math.Pow(x - ((width - 1) / 2.0), 2)) / Math.Pow(Math.Max(height, width) / 4.0, 2);
        return channels == 3 ? Saturation * Math.Exp(-distance) * Math.Cos(hue - (2 * Math.PI * channel / 3)) : 0;
    });

    static void Even(Memory<float> image) => image.Span.Fill(0.5f);

    void Fill(Span<float> image, Func<int, int, int, double> value)
    {
        for (var i = 0; i < image.Length; i++)
        {
            var (channel, place) = Math.DivRem(i, height * width);
            image[i] = (float)(0.5 + value(place / width, place % width, channel));
        }
    }
}
