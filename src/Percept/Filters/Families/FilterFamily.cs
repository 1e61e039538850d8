using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Percept.Filters.Families;

/// <summary>A kind of filter that is known from image processing and from the visual cortex, with parameters that are searched.</summary>
public abstract class FilterFamily
{
    const int Refined = 3;

    /// <summary>All families, the plainest first.</summary>
    public static IReadOnlyList<FilterFamily> All { get; } = [new SobelFamily(), new CentreSurroundFamily(), new ColourOpponentFamily(), new BlobFamily(), new GaborFamily()];

    /// <summary>Its name, as results state it.</summary>
    public abstract string Name { get; }

    /// <summary>How many numbers a member has that are fitted to the filter: the searched ones, the mixture's angle, and a gain a channel.</summary>
    internal abstract int Freedom(int channels);

    /// <summary>Parameters to begin the search from, spread over all that is sensible for a filter of this size.</summary>
    internal abstract IEnumerable<double[]> Starts(int height, int width);

    /// <summary>The patterns of some parameters; null where they make no member of the family.</summary>
    internal abstract Patterns? At(double[] parameters, int height, int width);

    /// <summary>The parameters by name.</summary>
    internal abstract IEnumerable<(string Name, double Value)> Describe(double[] parameters, Mixture mixture);

    /// <summary>Whether parameters are continuous, so that the best starts are worth refining.</summary>
    internal virtual bool IsContinuous => true;

    /// <summary>The part of a filter that members can explain at all; all of it unless said otherwise.</summary>
    internal virtual double[][] Seen(double[][] channels) => channels;

    /// <summary>Finds the member nearest to a filter; null where the family has none for filters of this kind.</summary>
    internal FamilyFit? Fit(Filter filter)
    {
        var area = filter.Height * filter.Width;
        double[][] all = [.. Enumerable.Range(0, filter.Channels).Select(channel => filter.Weights.AsSpan(channel * area, area).ToArray().Select(weight => (double)weight).ToArray())];
        var (seen, energy) = (Seen(all), all.Sum(channel => channel.Sum(weight => weight * weight)));
        var best = Starts(filter.Height, filter.Width).Select(start => (start, Share: Share(start))).OrderByDescending(tried => tried.Share).Take(IsContinuous ? Refined : 1).Select(tried => tried.start).ToArray();
        if (best.Length == 0) return null;
        var parameters = best.Select(start => IsContinuous ? Refine(start) : start).MaxBy(Share)!;
        if (At(parameters, filter.Height, filter.Width) is not { } patterns) return null;
        var mixture = patterns.Explain(seen, energy);
        var pattern = patterns.Mixed(mixture.Mix);
        var colour = seen.Length == filter.Channels ? mixture.Colour : [.. Enumerable.Repeat(mixture.Colour[0] / Math.Sqrt(filter.Channels), filter.Channels)];
        var member = filter with { Weights = [.. colour.SelectMany(gain => pattern.Select(value => (float)(gain * value)))] };
        return new(Name, mixture.Share, Corrected(mixture.Share, all.Length * area, Freedom(filter.Channels)), Describe(parameters, mixture).Concat(Colours(colour)).ToDictionary(entry => entry.Item1, entry => entry.Item2), member);

        double Share(double[] at) => At(at, filter.Height, filter.Width)?.Explain(seen, energy).Share ?? 0;

        double[] Refine(double[] start)
        {
            try
            {
                return [.. NelderMeadSimplex.Minimum(ObjectiveFunction.Value(at => -Share([.. at])), Vector<double>.Build.DenseOfArray(start), convergenceTolerance: 1e-5, maximumIterations: 400).MinimizingPoint];
            }
            catch (MaximumIterationsException)
            {
                return start;
            }
        }
    }

    /// <summary>The gains of a colour filter, of length 1, and how much of them weighs colours against each other instead of summing brightness.</summary>
    static IEnumerable<(string, double)> Colours(double[] gains)
    {
        var energy = gains.Sum(gain => gain * gain);
        if (gains.Length == 1 || energy == 0) return [];
        string[] names = gains.Length == 3 ? ["red", "green", "blue"] : [.. gains.Select((_, channel) => $"channel{channel}")];
        return [.. names.Zip(gains, (name, gain) => (name, gain / Math.Sqrt(energy))), ("opponency", Math.Max(0, 1 - (Math.Pow(gains.Sum(), 2) / gains.Length / energy)))];
    }

    /// <remarks>The adjusted R²: a family with more to turn explains more of anything, noise included.</remarks>
    static double Corrected(double share, int weights, int freedom) => weights <= freedom ? 0 : Math.Max(0, 1 - ((1 - share) * weights / (weights - freedom)));

    /// <summary>A Gaussian of height 1.</summary>
    private protected static double[] Gaussian(int height, int width, double y, double x, double sigma) => Each(height, width, (row, column) =>
        Math.Exp(-(((row - y) * (row - y)) + ((column - x) * (column - x))) / (2 * sigma * sigma)));

    private protected static double[] Each(int height, int width, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, height * width).Select(i => value(i / width, i % width))];

    /// <summary>Places to begin from: a grid of three by three over the filter.</summary>
    private protected static IEnumerable<(double Y, double X)> Centres(int height, int width) =>
        from y in (double[])[0.25, 0.5, 0.75]
        from x in (double[])[0.25, 0.5, 0.75]
        select (y * (height - 1), x * (width - 1));

    private protected static bool IsWithin(double y, double x, int height, int width) => y > -1 && x > -1 && y < height && x < width;
}
