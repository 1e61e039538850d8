using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Matching;

/// <summary>Which pixels of an image the activation of a unit of one layer depends on: the energy of its gradient. On one thread.</summary>
/// <remarks>
/// Units whose receptive field is much smaller than the image are looked at in a window of it (<see cref="GradientWindow"/>). For the others there is one forward pass for all that
/// are asked about one after the other in the same picture, and a backward pass for each.
/// </remarks>
public sealed class UnitGradient : IDisposable
{
    readonly Network network;
    readonly GradientWindow? window;
    readonly int rows, columns, height, width;
    readonly Session? forward;
    readonly Session backward;
    Picture? seen;

    /// <summary>Makes the way from a layer back to the image ready to run.</summary>
    /// <exception cref="GraphException">An operator on the way has no gradient.</exception>
    public UnitGradient(Network network, Layer layer) : this(network, layer, GradientWindow.Of(network, layer))
    {
    }

    internal UnitGradient(Network network, Layer layer, GradientWindow? window)
    {
        (this.network, this.window) = (network, window);
        (height, width) = window is null ? (network.Preprocessing.Height, network.Preprocessing.Width) : (window.Height, window.Width);
        var applied = network.Apply(batch: 1, height, width, [layer.Tensor]);
        var (units, first) = (applied[layer], applied.Image.Graph.Nodes.Count);
        (rows, columns) = (units.Shape[2], units.Shape[3]);
        var neuron = applied.Image.Graph.Input("neuron", ElementType.Float32, units.Shape);
        var gradient = Gradient.Of(units, [applied.Image], dY: neuron.Cast(units.Type))[0];
        var split = BackwardGraph.Of(gradient, first);
        backward = new([("gradient", split.Gradient)], network.Device, threads: 1);
        if (split.Kept.Count > 0) forward = new(split.Kept, network.Device, threads: 1);
        Connect();
    }

    UnitGradient(UnitGradient same)
    {
        (network, window, rows, columns, height, width) = (same.network, same.window, same.rows, same.columns, same.height, same.width);
        (forward, backward) = (same.forward?.Twin(), same.backward.Twin());
        Connect();
    }

    /// <summary>A second one for another thread, at no further cost.</summary>
    public UnitGradient Twin() => new(this);

    /// <summary>The squared gradient at each pixel, summed over the colours.</summary>
    /// <param name="picture">An image of the network's size, of as many channels as it likes: an atlas keeps all in colour.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="y">Its row in the layer.</param>
    /// <param name="x">Its column in the layer.</param>
    public EnergyMap Of(Picture picture, int unit, int y, int x)
    {
        var (top, left, row, column) = window?.At(y, x) ?? (0, 0, y, x);
        if (window is not null || !ReferenceEquals(picture, seen)) Look(picture, top, left);
        seen = picture;
        backward.Input("neuron").Clear();
        backward.Input("neuron")[(((unit * rows) + row) * columns) + column] = 1;
        backward.Run();
        return Map(backward.Output("gradient"), top, left);
    }

    /// <summary>The forward pass; there is none where the layer is linear in the image, whose gradient is the same on all.</summary>
    void Look(Picture picture, int top, int left)
    {
        var fitted = network.Preprocessing.Fit(picture);
        if (window is not null) fitted = fitted.Crop(new(top, left, height, width));
        foreach (var session in new[] { forward, backward })
            if (session?.Inputs.Contains("image") == true) fitted.CopyPlanesTo(session.Input("image"));
        forward?.Run();
    }

    /// <summary>The energy in the window, and none around it.</summary>
    EnergyMap Map(ReadOnlySpan<float> gradient, int top, int left)
    {
        var energy = new float[height * width];
        for (var at = 0; at < gradient.Length; at += energy.Length) TensorPrimitives.MultiplyAdd(gradient.Slice(at, energy.Length), gradient.Slice(at, energy.Length), energy, energy);
        if (window is null) return new(energy, height, width);
        var whole = new float[network.Preprocessing.Height * network.Preprocessing.Width];
        for (var row = 0; row < height; row++) energy.AsSpan(row * width, width).CopyTo(whole.AsSpan(((top + row) * network.Preprocessing.Width) + left));
        return new(whole, network.Preprocessing.Height, network.Preprocessing.Width);
    }

    /// <summary>Lets the backward pass read what the forward pass leaves, where it leaves it.</summary>
    void Connect()
    {
        if (forward is null) return;
        foreach (var kept in forward.Outputs.Intersect(backward.Inputs).ToArray()) backward.Read(kept, forward, kept);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        forward?.Dispose();
        backward.Dispose();
    }
}
