using System.Globalization;
using System.Numerics.Tensors;

namespace Percept.Attribution.Methods;

/// <summary>(x − b) · the mean of the gradient on the straight way from the baseline b to the picture x (Sundararajan et al., 2017), taken at the middles of steps.</summary>
/// <remarks>
/// Networks with many kinks need many steps, and most of them in few places: while the map does not sum to the objective's rise within 2 %, the steps
/// over which the objective rises least like its slopes say are cut in three.
/// </remarks>
/// <param name="Steps">How many equal steps it begins with.</param>
/// <param name="More">How many gradients more may be taken where these do not do.</param>
public sealed record IntegratedGradients(int Steps = 64, int More = 512) : Method
{
    const int Finer = 3, FewSteps = 24, CutAtOnce = 6;
    const double Tolerance = 0.02;

    /// <inheritdoc/>
    public override string Name => "integrated-gradients";

    /// <inheritdoc/>
    public override string Title => "Integrated gradients";

    /// <inheritdoc/>
    public override string Words => string.Create(CultureInfo.InvariantCulture, $"each pixel's share of the difference between the picture and the baseline, which they sum to; {Steps} steps");

    /// <inheritdoc/>
    public override bool IsSigned => true;

    /// <inheritdoc/>
    public override Method With(MethodOptions options) => options.Samples is { } steps ? this with { Steps = steps, More = 0 } : this;

    // How maps resemble each other shows with few steps, which need not sum to anything.
    internal override Method ForComparison => this with { Steps = Math.Min(Steps, FewSteps), More = 0 };

    internal override AttributionMap Explain(AttributionTarget subject)
    {
        var (sum, difference, left) = (new float[subject.Planes.Length], new float[subject.Planes.Length], More);
        TensorPrimitives.Subtract(subject.Planes, subject.Baseline, difference);
        var steps = At([.. Enumerable.Range(0, Steps).Select(i => ((i + 0.5) / Steps, 1.0 / Steps, 1.0 / Steps))]);
        while (left >= Finer && !IsComplete(subject, steps))
        {
            var worst = Worst(subject, steps).Take(Math.Clamp(steps.Length / CutAtOnce, 1, left / Finer)).ToHashSet();
            // The gradient in the middle is computed again, and counts less: to keep all of them takes gigabytes where images are large.
            var cut = At([.. worst.SelectMany(Thirds)]);
            steps = [.. steps.Where(step => !worst.Contains(step)).Concat(cut).OrderBy(step => step.Middle)];
            left -= Finer * worst.Count;
        }

        TensorPrimitives.Multiply(sum, difference, sum);
        return (this with { Steps = steps.Length, More = 0 }).Coloured(subject, sum);

        // Adds the gradients at places to the sum, each by its weight.
        Step[] At((double Middle, double Width, double Weight)[] places) =>
        [
            .. subject.Slopes(places.Length, (i, into) => TensorPrimitives.MultiplyAdd(difference, (float)places[i].Middle, subject.Baseline, into)).Zip(places, (found, place) =>
            {
                TensorPrimitives.MultiplyAdd(found.Gradient, (float)place.Weight, sum, sum);
                return new Step(place.Middle, place.Width, found.Score, TensorPrimitives.Dot<float>(found.Gradient, difference));
            }),
        ];
    }

    static bool IsComplete(AttributionTarget subject, Step[] steps)
    {
        var rise = (double)subject.Value - subject.BaselineValue;
        return Math.Abs(steps.Sum(step => step.Width * step.Slope) - rise) <= Tolerance * Math.Abs(rise);
    }

    /// <summary>A step's thirds, the middle one with the weight that takes back what the whole step had more.</summary>
    static IEnumerable<(double Middle, double Width, double Weight)> Thirds(Step step)
    {
        var width = step.Width / Finer;
        return [(step.Middle - width, width, width), (step.Middle, width, width - step.Width), (step.Middle + width, width, width)];
    }

    /// <summary>Steps from the one on whose way to its neighbours' middles the objective rises least like the slopes say.</summary>
    static IEnumerable<Step> Worst(AttributionTarget subject, Step[] steps)
    {
        var errors = new double[steps.Length + 1];
        for (var i = 0; i <= steps.Length; i++)
        {
            var (from, before) = i == 0 ? (subject.BaselineValue, 0) : (steps[i - 1].Score, steps[i - 1].Half);
            var (to, after) = i == steps.Length ? (subject.Value, 0) : (steps[i].Score, steps[i].Half);
            errors[i] = Math.Abs((double)to - from - before - after);
        }

        return steps.Index().OrderByDescending(step => errors[step.Index] + errors[step.Index + 1]).Select(step => step.Item);
    }

    /// <summary>A part of the way, as a share of all of it, with the objective and its slope along the way in the middle.</summary>
    sealed record Step(double Middle, double Width, float Score, double Slope)
    {
        /// <summary>How much the objective rises over half of it, if its slope is that of the middle.</summary>
        internal double Half => Width * Slope / 2;
    }
}
