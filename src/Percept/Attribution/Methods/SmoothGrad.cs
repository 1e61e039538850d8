using System.Globalization;
using System.Numerics.Tensors;
using Percept.Numerics;

namespace Percept.Attribution.Methods;

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

    internal override AttributionMap Explain(AttributionTarget subject)
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
