using Percept.Visualization;

namespace Percept.Attribution.Methods;

/// <summary>The derivative with respect to the pixels (Simonyan et al., 2014): what a small change of each pixel would change.</summary>
public sealed record InputSlope : Method
{
    /// <inheritdoc/>
    public override string Name => "gradient";

    /// <inheritdoc/>
    public override string Title => "Gradient";

    /// <inheritdoc/>
    public override string Words => "how much a small change of each pixel would change the objective, up or down: the largest derivative of its colours";

    internal override AttributionMap Explain(AttributionTarget subject) => Coloured(subject, subject.Gradients(1, (_, into) => subject.Planes.CopyTo(into)).Single());
}

/// <summary>The derivative with respect to the pixels times what they are above the baseline (Shrikumar et al., 2016).</summary>
public sealed record GradientTimesInput : Method
{
    /// <inheritdoc/>
    public override string Name => "gradient-x-input";

    /// <inheritdoc/>
    public override string Title => "Gradient x input";

    /// <inheritdoc/>
    public override string Words => "the derivative times how far the pixel lies from the baseline: what it would add if the network were linear";

    /// <inheritdoc/>
    public override bool IsSigned => true;

    internal override AttributionMap Explain(AttributionTarget subject)
    {
        var values = subject.Gradients(1, (_, into) => subject.Planes.CopyTo(into)).Single();
        for (var i = 0; i < values.Length; i++) values[i] *= subject.Planes[i] - subject.Baseline[i];
        return Coloured(subject, values);
    }
}

/// <summary>The gradient, but through activation functions passes only what raises their output (Springenberg et al., 2015).</summary>
public sealed record GuidedBackpropagation : Method
{
    /// <inheritdoc/>
    public override string Name => "guided-backprop";

    /// <inheritdoc/>
    public override string Title => "Guided backpropagation";

    /// <inheritdoc/>
    public override string Words => "the gradient along paths that only raise: sharp, but nearly the same whatever the network has learned";

    internal override AttributionMap Explain(AttributionTarget subject) => Coloured(subject, subject.Gradients(1, (_, into) => subject.Planes.CopyTo(into), GradientRules.Guided).Single());
}

/// <summary>The way back of a deconvolutional network (Zeiler and Fergus, 2014).</summary>
public sealed record Deconvnet : Method
{
    /// <inheritdoc/>
    public override string Name => "deconvnet";

    /// <inheritdoc/>
    public override string Title => "Deconvnet";

    /// <inheritdoc/>
    public override string Words => "what raises an activation function's output is passed on, whether it was active or not: nearly the same whatever the network has learned";

    internal override AttributionMap Explain(AttributionTarget subject) => Coloured(subject, subject.Gradients(1, (_, into) => subject.Planes.CopyTo(into), GradientRules.Deconvnet).Single());
}
