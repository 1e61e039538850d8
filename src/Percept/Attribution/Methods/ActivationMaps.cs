using Percept.Networks;
using Percept.Numerics;

namespace Percept.Attribution.Methods;

/// <summary>Grad-CAM (Selvaraju et al., 2017): a layer's units summed by their mean gradient, and what is below zero left out.</summary>
/// <param name="Layer">The layer; the last one with positions before the objective's where null.</param>
public sealed record GradCam(string? Layer = null) : Method
{
    /// <inheritdoc/>
    public override string Name => "grad-cam";

    /// <inheritdoc/>
    public override string Title => "Grad-CAM";

    /// <inheritdoc/>
    public override string Words => $"where {LayerMaps.Words(Layer)}'s units fire, each weighted by its mean derivative; as coarse as that layer";

    /// <inheritdoc/>
    public override Method With(MethodOptions options) => this with { Layer = options.Layer ?? Layer };

    internal override AttributionMap Explain(AttributionTarget subject)
    {
        var layer = subject.LayerBefore(Layer);
        return (this with { Layer = layer.Name }).Plain(subject, LayerMaps.Of(subject, layer, Mean));
    }

    static float Mean(ReadOnlySpan<float> gradient)
    {
        var sum = 0.0;
        foreach (var slope in gradient) sum += slope;
        return (float)(sum / gradient.Length);
    }
}

/// <summary>Layer-CAM (Jiang et al., 2021): a layer's units summed by their own derivative at each place where it is above zero.</summary>
/// <param name="Layer">The layer; the last one with positions before the objective's where null.</param>
public sealed record LayerCam(string? Layer = null) : Method
{
    /// <inheritdoc/>
    public override string Name => "layer-cam";

    /// <inheritdoc/>
    public override string Title => "Layer-CAM";

    /// <inheritdoc/>
    public override string Words => $"where {LayerMaps.Words(Layer)}'s units fire, each position weighted by its own derivative where that is above zero; works on earlier, finer layers too";

    /// <inheritdoc/>
    public override Method With(MethodOptions options) => this with { Layer = options.Layer ?? Layer };

    internal override AttributionMap Explain(AttributionTarget subject)
    {
        var layer = subject.LayerBefore(Layer);
        return (this with { Layer = layer.Name }).Plain(subject, LayerMaps.Of(subject, layer, null));
    }
}

/// <summary>What maps of a layer's activations have in common.</summary>
static class LayerMaps
{
    internal delegate float Weighing(ReadOnlySpan<float> gradient);

    internal static string Words(string? layer) => layer is null ? "the last layer with positions" : $"layer {layer}";

    /// <summary>max(0, Σ weight · activation) over a layer's units, enlarged to the image.</summary>
    /// <param name="subject">What is explained.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="weigh">A unit's weight, given its derivatives; each place's own derivative above zero where null.</param>
    internal static float[] Of(AttributionTarget subject, Layer layer, Weighing? weigh)
    {
        var (shape, activation, gradient) = subject.At(layer);
        var (area, map) = (shape[2] * shape[3], new float[shape[2] * shape[3]]);
        for (var unit = 0; unit < shape[1]; unit++)
        {
            var plane = activation.AsSpan(unit * area, area);
            var slopes = gradient.AsSpan(unit * area, area);
            var weight = weigh?.Invoke(slopes);
            for (var i = 0; i < area; i++) map[i] += (weight ?? Math.Max(0, slopes[i])) * plane[i];
        }

        for (var i = 0; i < area; i++) map[i] = Math.Max(0, map[i]);
        return Grids.Enlarge(map, shape[2], shape[3], subject.Height, subject.Width);
    }
}
