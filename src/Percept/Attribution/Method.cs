using Percept.Attribution.Methods;
using Percept.Onnx.Graphs;

namespace Percept.Attribution;

/// <summary>What may be chosen of methods; what is null is left as the method has it.</summary>
/// <param name="Samples">How many noisy copies SmoothGrad, steps integrated gradients and masks RISE takes.</param>
/// <param name="Window">The side of what occlusion covers, in pixels.</param>
/// <param name="Layer">The layer of Grad-CAM and layer-CAM.</param>
public sealed record MethodOptions(int? Samples = null, int? Window = null, string? Layer = null);

/// <summary>A way to say how much each pixel of a picture counts for an objective. Methods are values: their options compare and print.</summary>
public abstract record Method
{
    private protected Method()
    {
    }

    /// <summary>All methods with their usual options: gradients, their averages, gradients by other rules, what is covered, layers' activations.</summary>
    public static IReadOnlyList<Method> All { get; } =
    [
        new InputSlope(), new GradientTimesInput(), new IntegratedGradients(), new SmoothGrad(), new Deconvnet(), new GuidedBackpropagation(),
        new Occlusion(), new Rise(), new GradCam(), new LayerCam(),
    ];

    /// <summary>The name it goes by in commands.</summary>
    public abstract string Name { get; }

    /// <summary>The name as it is written in prose.</summary>
    public abstract string Title { get; }

    /// <summary>What the map says, and how it was made.</summary>
    public abstract string Words { get; }

    /// <summary>Whether numbers below zero mean that a pixel counts against the objective.</summary>
    public virtual bool IsSigned => false;

    /// <summary>The method of that name.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public static Method Named(string name) => All.FirstOrDefault(method => method.Name == name)
        ?? throw new GraphException($"There is no method '{name}'; there are {string.Join(", ", All.Select(method => method.Name))}.");

    /// <summary>The method with options.</summary>
    public virtual Method With(MethodOptions options) => this;

    /// <summary>The method as it is asked again and again, to compare maps.</summary>
    internal virtual Method ForComparison => this;

    /// <summary>The map of a subject.</summary>
    internal abstract AttributionMap Explain(AttributionTarget subject);

    /// <summary>A map that tells colours apart.</summary>
    internal AttributionMap Coloured(AttributionTarget subject, float[] values) => new(this, subject.Channels, subject.Height, subject.Width, values);

    /// <summary>A map of one number a pixel.</summary>
    internal AttributionMap Plain(AttributionTarget subject, float[] values) => new(this, 1, subject.Height, subject.Width, values);
}
