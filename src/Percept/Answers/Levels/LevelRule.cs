using Percept.Atlases;
using Percept.Networks;

namespace Percept.Answers.Levels;

/// <summary>Says how far from the pixels a layer is, by what share of the image one of its units can see.</summary>
/// <remarks>
/// The borders are a convention: features grow gradually from layer to layer, and receptive fields are what can be stated exactly. What comes through
/// global gates is left out, or all layers behind the first would be high; behind attention over the whole image, which leaves a patch, depth stands in:
/// the share of the network's attentions that a layer has behind it.
/// </remarks>
public static class LevelRule
{
    /// <summary>Up to this share of the image's side a layer is low-level: edges, colours, dots.</summary>
    public const double Low = 0.2;

    /// <summary>Up to this share it is mid-level: textures and parts. Above it, it can see whole things.</summary>
    public const double Mid = 0.75;

    /// <summary>The level of a layer of a network.</summary>
    public static Level Of(Layer layer, Network network) => Share(layer, network) switch
    {
        <= Low => Level.Low,
        <= Mid => Level.Mid,
        _ => Level.High,
    };

    /// <summary>The share of the image's side that a unit depends on without global gates, at most 1.</summary>
    public static double Share(Layer layer, Network network) => Math.Clamp(Math.Max(
        (double)layer.LocalHeight / network.Preprocessing.Height, (double)layer.LocalWidth / network.Preprocessing.Width), layer.AttentionShare, 1);
}
