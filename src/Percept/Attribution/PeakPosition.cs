using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization;
using Percept.Visualization.Terms;

namespace Percept.Attribution;

/// <summary>Looks for the place in a picture where a unit answers most: what is usually meant by "why does it fire?".</summary>
public static class PeakPosition
{
    /// <summary>The objective of the unit's neuron that is driven highest, or lowest where the weight is below zero.</summary>
    /// <param name="network">The network.</param>
    /// <param name="objective">One unit, such as <c>layer:unit</c>.</param>
    /// <param name="picture">The picture; one of another size is brought to the network's.</param>
    /// <exception cref="GraphException">The objective is not one unit, or there is none of that name.</exception>
    public static Objective Of(Network network, Objective objective, Picture picture)
    {
        if (objective.Terms is not [(var weight, UnitTerm { At: null, Mask: null } term)])
            throw new GraphException($"'{objective}' is not one unit, so it has no position of maximum activation; write layer:unit.");
        var layer = GridPositions.Find(network, term.Layer, term, term.Unit);
        var activation = network.Apply(batch: 1, wanted: [layer.Tensor])[layer];
        using var session = new Session([("units", activation)], network.Device);
        picture = picture.Resize(network.Preprocessing.Height, network.Preprocessing.Width);
        network.Preprocessing.Fit(picture).CopyPlanesTo(session.Input(AttributionTarget.Image));
        session.Run();
        var map = session.Output("units").Slice(term.Unit * layer.Height * layer.Width, layer.Height * layer.Width);
        var (y, x) = Math.DivRem(Math.Max(0, weight < 0 ? TensorPrimitives.IndexOfMin(map) : TensorPrimitives.IndexOfMax(map)), layer.Width);
        return weight * Objective.Neuron(term.Layer, term.Unit, y, x);
    }
}
