using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Matching;

/// <summary>Which pixels of an image the activation of a unit of one layer depends on: the energy of its gradient. A forward and a backward pass an image, on one thread.</summary>
public sealed class UnitGradient : IDisposable
{
    readonly Network network;
    readonly Layer layer;
    readonly int height, width;
    readonly Session session;

    /// <summary>Makes the way from a layer back to the image ready to run.</summary>
    /// <exception cref="GraphException">An operator on the way has no gradient.</exception>
    public UnitGradient(Network network, Layer layer)
    {
        (this.network, this.layer, height, width) = (network, layer, network.Preprocessing.Height, network.Preprocessing.Width);
        var applied = network.Apply(batch: 1, wanted: [layer.Tensor]);
        var units = applied[layer];
        var neuron = applied.Image.Graph.Input("neuron", ElementType.Float32, units.Shape);
        session = new([("gradient", Gradient.Of(units, [applied.Image], dY: neuron.Cast(units.Type))[0])], threads: 1);
    }

    UnitGradient(UnitGradient same) => (network, layer, height, width, session) = (same.network, same.layer, same.height, same.width, same.session.Twin());

    /// <summary>A second one for another thread, at no further cost.</summary>
    public UnitGradient Twin() => new(this);

    /// <summary>The squared gradient at each pixel, summed over the colours.</summary>
    /// <param name="picture">An image of the network's size, of as many channels as it likes: an atlas keeps all in colour.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="y">Its row in the layer.</param>
    /// <param name="x">Its column in the layer.</param>
    public EnergyMap Of(Picture picture, int unit, int y, int x)
    {
        // The gradient of what is linear in the image is the same on all.
        if (session.Inputs.Contains("image")) network.Preprocessing.Fit(picture).CopyPlanesTo(session.Input("image"));
        session.Input("neuron").Clear();
        session.Input("neuron")[(((unit * layer.Height) + y) * layer.Width) + x] = 1;
        session.Run();
        var gradient = session.Output("gradient");
        var energy = new float[height * width];
        for (var at = 0; at < gradient.Length; at += energy.Length) TensorPrimitives.MultiplyAdd(gradient.Slice(at, energy.Length), gradient.Slice(at, energy.Length), energy, energy);
        return new(energy, height, width);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
