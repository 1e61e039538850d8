using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A network in a graph, on a batch of images.</summary>
/// <param name="Image">The images: batch x channels x height x width, values from 0 to 1.</param>
/// <param name="Tensors">Every tensor of the model, by its exact name.</param>
public sealed record AppliedNetwork(Value Image, IReadOnlyDictionary<string, Value> Tensors)
{
    /// <summary>A layer's activations as batch x units x height x width: at its positions alone, without tokens that lie nowhere in the image.</summary>
    public Value this[Layer layer] => As(layer, Tensors[layer.Tensor]);

    /// <summary>What goes with a layer's activations element by element, such as their gradient, in the same form.</summary>
    internal Value As(Layer layer, Value value)
    {
        var (_, rows, columns) = layer.Form.Sizes(value.Shape, Image.Shape[0]);
        if (layer.Form.Columns < 0 && layer.Form.Rows >= 0) (rows, columns) = TokenGrid.Sides(rows, layer, Image.Shape);
        return layer.Form.AsUnits(value, Image.Shape[0], rows, columns);
    }

    /// <summary>What goes with a layer's activations, summed up by unit, at its positions alone: <see cref="Summaries.Summary(Value)"/>.</summary>
    internal Value Summary(Layer layer, Value value)
    {
        var (units, rows, columns) = layer.Form.Sizes(value.Shape, Image.Shape[0]);
        return layer.Form.Plain(value, Image.Shape[0]).Summary(units, rows * columns, isPlanes: !layer.Form.IsUnitsLast);
    }
}
