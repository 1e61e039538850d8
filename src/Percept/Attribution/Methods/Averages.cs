using System.Globalization;
using System.Numerics.Tensors;
using Percept.Optimization;

namespace Percept.Attribution.Methods;

/// <summary>(x − b) · the mean of the gradient on the straight way from the baseline b to the picture x (Sundararajan et al., 2017), taken at the middles of equal steps.</summary>
/// <remarks>Networks with many kinks need many steps: while the map does not sum to the objective's rise within 2 %, each step is cut in three, as often as may be.</remarks>
/// <param name="Steps">How many steps.</param>
/// <param name="Refinements">How often steps may be cut in three.</param>
public sealed record IntegratedGradients(int Steps = 64, int Refinements = 2) : Method
{
    const int Finer = 3, FewSteps = 24;
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
    public override Method With(MethodOptions options) => options.Samples is { } steps ? this with { Steps = steps, Refinements = 0 } : this;

    // How maps resemble each other shows with few steps, which need not sum to anything.
    internal override Method ForComparison => this with { Steps = Math.Min(Steps, FewSteps), Refinements = 0 };

    internal override AttributionMap Explain(Subject subject)
    {
        var (sum, difference, values, steps) = (new float[subject.Planes.Length], new float[subject.Planes.Length], new float[subject.Planes.Length], Steps);
        TensorPrimitives.Subtract(subject.Planes, subject.Baseline, difference);
        Add([.. Enumerable.Range(0, steps)]);
        for (var time = 0; time < Refinements && !IsComplete(); time++)
        {
            // The middle third of each step has the same middle, which is known.
            steps *= Finer;
            Add([.. Enumerable.Range(0, steps).Where(step => step % Finer != Finer / 2)]);
        }

        return (this with { Steps = steps, Refinements = 0 }).Coloured(subject, values);

        void Add(int[] at)
        {
            foreach (var gradient in subject.Gradients(at.Length, (i, into) => TensorPrimitives.MultiplyAdd(difference, (at[i] + 0.5f) / steps, subject.Baseline, into))) TensorPrimitives.Add(sum, gradient, sum);
            TensorPrimitives.Multiply(sum, difference, values);
            TensorPrimitives.Divide(values, steps, values);
        }

        bool IsComplete()
        {
            var rise = (double)subject.Value - subject.BaselineValue;
            return Math.Abs(values.Sum(value => (double)value) - rise) <= Tolerance * Math.Abs(rise);
        }
    }
}

/// <summary>The mean gradient over noisy copies of the picture (Smilkov et al., 2017).</summary>
/// <param name="Samples">How many copies.</param>
/// <param name="Noise">The noise's standard deviation, as a share of the picture's range of values.</param>
public sealed record SmoothGrad(int Samples = 48, double Noise = 0.15) : Method
{
    const int FewSamples = 16;

    /// <inheritdoc/>
    public override string Name => "smoothgrad";

    /// <inheritdoc/>
    public override string Title => "SmoothGrad";

    /// <inheritdoc/>
    public override string Words => string.Create(CultureInfo.InvariantCulture, $"the gradient averaged over {Samples} copies of the picture with {100 * Noise:0.#} % noise");

    /// <inheritdoc/>
    public override Method With(MethodOptions options) => this with { Samples = options.Samples ?? Samples };

    // Noise that is left makes maps a little less alike than they are, and takes a third of the time.
    internal override Method ForComparison => this with { Samples = Math.Min(Samples, FewSamples) };

    internal override AttributionMap Explain(Subject subject)
    {
        var (sum, deviation) = (new float[subject.Planes.Length], Noise * (TensorPrimitives.Max<float>(subject.Planes) - TensorPrimitives.Min<float>(subject.Planes)));
        foreach (var gradient in subject.Gradients(Samples, Draw)) TensorPrimitives.Add(sum, gradient, sum);
        TensorPrimitives.Divide(sum, Samples, sum);
        return Coloured(subject, sum);

        void Draw(int sample, Span<float> into)
        {
            var random = new Random(Seeds.Of(subject.Seed, FormattableString.Invariant($"smoothgrad {sample}")));
            for (var i = 0; i < into.Length; i++) into[i] = subject.Planes[i] + (float)(deviation * random.NextGaussian());
        }
    }
}
