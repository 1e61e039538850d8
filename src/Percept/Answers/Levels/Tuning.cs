using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Statistics;

namespace Percept.Answers.Levels;

/// <summary>How a neuron in the middle of a layer responds to gratings and hues.</summary>
/// <param name="Orientation">Its answer by direction, 0° first, in steps of 15°: the mean over phases at the wavelength it answers most to.</param>
/// <param name="Frequency">Its answer by wavelength: the mean over phases at the direction it answers most to.</param>
/// <param name="Hue">Its answer by hue, red first, in steps of 30°.</param>
/// <param name="OrientationSelectivity">0 where all directions count the same, 1 where one alone does (1 − circular variance, Ringach et al., 2002).</param>
/// <param name="Direction">The direction across the stripes that it prefers, in degrees from 0 to 180.</param>
/// <param name="Wavelength">The wavelength it answers most to, in pixels.</param>
/// <param name="PhaseModulation">The first harmonic of its answer over phase, divided by the mean: above 1 a simple cell, that wants an edge in one place; below 1 a complex one (Skottun et al., 1991).</param>
/// <param name="ColourSelectivity">How much hues change its answer, as a share of what hues and gratings together do.</param>
public sealed record Tuning(
    IReadOnlyList<double> Orientation, IReadOnlyList<double> Frequency, IReadOnlyList<double> Hue,
    double OrientationSelectivity, double Direction, double Wavelength, double PhaseModulation, double ColourSelectivity)
{
    /// <summary>Reads the tuning off a neuron's responses to all gratings, minus its response to uniform grey; null where it responds to none.</summary>
    internal static Tuning? Of(Gratings gratings, IReadOnlyList<float> answers)
    {
        var (orientations, phases, wavelengths) = (Gratings.Orientations, Gratings.Phases, gratings.Wavelengths.Count);
        var rest = answers[^1];
        double Answer(int wavelength, int orientation, int phase) => Math.Max(0, answers[(((wavelength * orientations) + orientation) * phases) + phase] - rest);
        double Mean(int wavelength, int orientation) => Enumerable.Range(0, phases).Average(phase => Answer(wavelength, orientation, phase));
        double[] hues = [.. Enumerable.Range(0, Gratings.Hues).Select(hue => (double)answers[(wavelengths * orientations * phases) + hue] - rest)];

        var best = (from wavelength in Enumerable.Range(0, wavelengths) from orientation in Enumerable.Range(0, orientations) select (wavelength, orientation)).MaxBy(at => Mean(at.wavelength, at.orientation));
        double[] curve = [.. Enumerable.Range(0, orientations).Select(orientation => Mean(best.wavelength, orientation))];
        var coloured = hues.Max() - hues.Min();
        if (curve.Sum() <= 0 && coloured <= 0) return null;

        // Directions half a turn apart are the same, so angles are doubled.
        var sum = curve.Select((answer, i) => Complex.FromPolarCoordinates(answer, 2 * Math.PI * i / orientations)).Aggregate(Complex.Zero, (a, b) => a + b);
        double[] overPhase = [.. Enumerable.Range(0, phases).Select(phase => Answer(best.wavelength, best.orientation, phase))];
        var harmonic = 2 * Math.Sqrt(Math.Pow(overPhase[0] - overPhase[2], 2) + Math.Pow(overPhase[1] - overPhase[3], 2)) / phases;
        var striped = overPhase.Maximum();
        return new(
            curve, [.. Enumerable.Range(0, wavelengths).Select(wavelength => Mean(wavelength, best.orientation))], hues,
            curve.Sum() > 0 ? sum.Magnitude / curve.Sum() : 0, Euclid.Modulus(Trig.RadianToDegree(sum.Phase) / 2, 180), gratings.Wavelengths[best.wavelength],
            overPhase.Mean() > 0 ? harmonic / overPhase.Mean() : 0, coloured / (coloured + striped));
    }
}
