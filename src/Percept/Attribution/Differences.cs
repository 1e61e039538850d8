namespace Percept.Attribution;

/// <summary>A derivative as differences tell it.</summary>
/// <param name="Value">The best estimate.</param>
/// <param name="Uncertainty">How far off that may be: by rounding, by curvature, or because there is a kink or a jump.</param>
readonly record struct Slope(double Value, double Uncertainty);

/// <summary>Derivatives of functions that are computed in float32, by differences.</summary>
static class Differences
{
    /// <summary>How many times its rounding a term may be off.</summary>
    internal const double MostRounding = 8;

    const int Steps = 14;

    /// <summary>The derivative at 0, from central differences with ever smaller steps.</summary>
    /// <remarks>
    /// Of neighbouring steps those are taken whose extrapolations (Richardson) agree best, with each other and, as far as rounding lets
    /// these tell, with all smaller ones: large steps suffer from curvature and from kinks nearby, small ones from rounding. A kink
    /// right at 0 shows where the slopes to both sides do not meet as the step shrinks.
    /// </remarks>
    /// <param name="f">The terms that the function is a sum of: kinks of opposite sign must not hide each other.</param>
    /// <param name="rounding">How far rounding may move a term, relative to it.</param>
    /// <param name="step">The largest step.</param>
    internal static Slope At(Func<double, double[]> f, double rounding, double step)
    {
        var (central, gap, noise, here) = (new double[Steps], new double[Steps], new double[Steps], f(0));
        for (var k = 0; k < Steps; k++, step /= 2)
        {
            var (above, below) = (f(step), f(-step));
            var (change, bends, squares) = (0.0, 0.0, 0.0);
            for (var i = 0; i < here.Length; i++)
            {
                var bend = above[i] - (2 * here[i]) + below[i];
                (change, bends, squares) = (change + (above[i] - below[i]), bends + Math.Max(0, Math.Abs(bend) - (MostRounding * rounding * Math.Abs(here[i]))), squares + (here[i] * here[i]));
            }

            (central[k], gap[k], noise[k]) = (change / (2 * step), bends / step, rounding * Math.Sqrt(squares) / step);
        }

        var best = new Slope(double.NaN, double.PositiveInfinity);
        for (var k = 1; k < Steps - 2; k++)
        {
            var spread = Math.Max(Distance(k, k - 1), Distance(k, k + 1));
            for (var j = k + 2; j < Steps - 1; j++) spread = Math.Max(spread, Distance(k, j) - (MostRounding * noise[j + 1]));
            var kink = Math.Abs((2 * gap[k + 1]) - gap[k]);
            if (spread + kink + noise[k + 1] is var uncertainty && uncertainty < best.Uncertainty) best = new(Extrapolated(k), uncertainty);
        }

        return best;

        double Distance(int a, int b) => Math.Abs(Extrapolated(a) - Extrapolated(b));

        double Extrapolated(int k) => ((4 * central[k + 1]) - central[k]) / 3;
    }
}
