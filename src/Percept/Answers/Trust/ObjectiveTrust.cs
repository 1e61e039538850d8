using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;
using Percept.Visualization;

namespace Percept.Answers.Trust;

/// <summary>Measures how far pictures of any objectives may be believed. Not for several threads at once.</summary>
public sealed class ObjectiveTrust : IDisposable
{
    readonly Network network;
    readonly Atlas atlas;
    readonly Dictionary<Layer, TrustMeter> meters = [];

    /// <summary>Goes by an atlas.</summary>
    /// <exception cref="AtlasException">It is the atlas of another network, or of this one with another preprocessing.</exception>
    public ObjectiveTrust(Network network, Atlas atlas)
    {
        var identity = atlas.Identity;
        if (identity.ModelSha256 != network.Model.Hash) throw new AtlasException($"'{atlas.Path}' is the atlas of {identity.ModelName}, which is another network than {network.Model.Name}. Choose the atlas of this one.");
        if (identity.Preprocessing != PreprocessingOptions.Of(network.Preprocessing) with { Size = null })
            throw new AtlasException($"'{atlas.Path}' was made with the preprocessing {identity.Preprocessing.ToArguments()}, not with {network.Preprocessing.ToArguments()}. Give the same options.");
        (this.network, this.atlas) = (network, atlas);
    }

    /// <summary>States how far a picture may be believed; of one that was not made to excite one unit nothing is measured, and the reason says so.</summary>
    /// <param name="objective">What was maximised.</param>
    /// <param name="picture">The saved 8-bit picture.</param>
    /// <param name="activation">What it reaches.</param>
    public TrustStatement Of(Objective objective, Picture picture, float activation)
    {
        if (objective.UnitIn(network) is not var (layer, unit, _)) return TrustMeasurements.None("The objective is not to excite one unit.");
        if (!meters.TryGetValue(layer, out var meter)) meters[layer] = meter = new(network, atlas, layer);
        return meter.Measure(unit, picture, activation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var meter in meters.Values) meter.Dispose();
    }
}
