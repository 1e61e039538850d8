using System.Globalization;
using Percept.Onnx.Graphs;

namespace Percept.Atlases;

public partial class Atlas
{
    /// <summary>The layer of a readable alias or exact ONNX name; where there is none, the error offers the nearest names.</summary>
    public LayerRecord Layer(string name)
    {
        var layers = Layers();
        if ((layers.FirstOrDefault(layer => layer.Name == name) ?? layers.FirstOrDefault(layer => layer.Tensor == name)) is { } found) return found;
        var nearest = Nearest.To(name, layers.Select(layer => layer.Name)).ToArray();
        throw new AtlasException(nearest.Length == 0
            ? $"There is no layer '{name}' in '{Path}': it has no layers yet. Run the command that builds it to its end."
            : $"There is no layer '{name}' in '{Path}', which has {layers.Count}. The nearest names are {string.Join(", ", nearest)}.");
    }

    /// <summary>The layer and unit of an address such as <c>mixed4a:476</c>.</summary>
    public (LayerRecord Layer, int Unit) Unit(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var unit))
            throw new AtlasException($"'{address}' is not a unit. Write the layer, a colon and the channel's number, such as mixed4a:476.");
        var layer = Layer(address[..colon]);
        return unit < layer.Channels
            ? (layer, unit)
            : throw new AtlasException($"Layer {layer.Name} has no unit {unit}: it has {layer.Channels}, from {layer.Name}:0 to {layer.Name}:{layer.Channels - 1}.");
    }
}
