using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>Finds units and positions, which are given on the grid of a layer at the network's own image size.</summary>
static class GridPositions
{
    /// <summary>A layer, with its unit and position found to exist.</summary>
    /// <exception cref="GraphException">They do not; the sentence names the term.</exception>
    internal static Layer Find(Network network, string name, Term term, int? unit = null, (int Y, int X)? at = null)
    {
        var layer = Find(network, name, term);
        if (unit >= layer.Channels)
            throw new GraphException($"'{term}': layer '{name}' has no unit {unit}; its {layer.Channels} units are numbered 0 to {layer.Channels - 1}.");
        if (at is { } place && (place.Y >= layer.Height || place.X >= layer.Width))
            throw new GraphException($"'{term}': layer '{name}' has no position {place.Y},{place.X}; its positions run from 0,0 to {layer.Height - 1},{layer.Width - 1}.");
        return layer;
    }

    /// <summary>How much each position counts; they sum to 1.</summary>
    /// <param name="at">The position, or null for all; at other image sizes the nearest one is meant.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="shape">The shape of its activations at this image size.</param>
    internal static float[] Weights((int Y, int X)? at, Layer layer, Shape shape)
    {
        var weights = new float[shape[2] * shape[3]];
        if (at is { } place) weights[(Nearest(place.Y, layer.Height, shape[2]) * shape[3]) + Nearest(place.X, layer.Width, shape[3])] = 1;
        else Array.Fill(weights, 1f / weights.Length);
        return weights;
    }

    /// <summary>A place on one grid, on another.</summary>
    internal static int Nearest(int place, int from, int to) => Math.Min((int)((place + 0.5) * to / from), to - 1);

    static Layer Find(Network network, string name, Term term)
    {
        try
        {
            return network.Find(name);
        }
        catch (GraphException error) when (name != term.ToString())
        {
            throw new GraphException($"'{term}': {error.Message}", error);
        }
    }
}
