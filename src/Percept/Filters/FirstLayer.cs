using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Filters;

/// <summary>The filters of the convolution that sees the image itself.</summary>
public static class FirstLayer
{
    /// <summary>A network's first filters, in the order of their units.</summary>
    /// <exception cref="GraphException">The network does not begin with a convolution over the image.</exception>
    public static IReadOnlyList<Filter> Filters(Network network)
    {
        var applied = network.Apply(batch: 1);
        var convolution = applied.Image.Graph.Nodes.FirstOrDefault(node => node.Operator == "Conv" && Sees(node.X, applied.Image))
            ?? throw new GraphException($"'{network.Model.Name}' does not begin with a convolution over the image, so it has no filters that could be shown as pictures.");
        if (convolution[1].Constant is not { Shape: [var count, var channels, var height, var width] } weights || channels != network.Preprocessing.NetworkChannels)
            throw new GraphException($"The first convolution of '{network.Model.Name}' ({convolution}, weights {convolution[1].TensorType.Shape}) does not sum all channels of the image with fixed weights.");

        var (all, factors, area, shownChannels) = (weights.To<float>(), network.Preprocessing.Scales(), height * width, network.Preprocessing.ImageChannels);
        // What it does with opacity, which comes last, is not shown.
        return [.. Enumerable.Range(0, count).Select(index => new Filter(index, shownChannels, height, width, Acting(all.AsSpan(index * channels * area, shownChannels * area))))];

        float[] Acting(ReadOnlySpan<float> filter)
        {
            var acting = new float[filter.Length];
            for (var channel = 0; channel < shownChannels; channel++)
            {
                // The image is shown red first, whatever the network takes first.
                var shown = network.Preprocessing.Channels == ChannelOrder.Bgr ? shownChannels - 1 - channel : channel;
                for (var i = 0; i < area; i++) acting[(shown * area) + i] = filter[(channel * area) + i] * factors[channel];
            }

            return acting;
        }
    }

    /// <summary>All filters side by side, enlarged so that each weight is a square.</summary>
    public static Picture Sheet(IReadOnlyList<Filter> filters, int columns = 8)
    {
        Picture[] pictures = [.. filters.Select(filter => filter.ToPicture().Shown())];
        var (height, width) = (pictures[0].Height, pictures[0].Width);
        var scale = Math.Max(1, 96 / Math.Max(height, width));
        var cells = filters.Zip(pictures, (filter, picture) => new MontageCell(picture.Resize(height * scale, width * scale, Sampling.Nearest).ToColor(), $"{filter.Index}"));
        return (Montage.Grid(cells, Math.Min(columns, filters.Count)) with { CellHeight = height * scale, CellWidth = width * scale }).Draw();
    }

    /// <summary>Whether nothing but preprocessing lies between the image and a value, be it channel by channel.</summary>
    static bool Sees(Value value, Value image) => value == image
        || (value.Producer is { Operator: not ("Reshape" or "Flatten") } node && Preprocesses(node.Operator)
            && node.Inputs.OfType<Value>().Where(input => input.Constant is null).All(input => Sees(input, image)))
        || (value.Producer is { Operator: "Reshape" } reshape && reshape.X.Shape.Where(size => size != 1).SequenceEqual(value.Shape.Where(size => size != 1)) && Sees(reshape.X, image));

    static bool Preprocesses(string operation) => operation is "Cast" or "BatchNormalization" or "QuantizeLinear" or "DequantizeLinear"
        || Catalogue.Is(operation, Traits.Affine) || Catalogue.Is(operation, Traits.Picking) || Catalogue.Is(operation, Traits.Rearranging);
}
