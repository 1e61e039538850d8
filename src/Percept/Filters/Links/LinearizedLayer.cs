using System.Numerics.Tensors;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Filters.Links;

/// <summary>A layer seen through weights alone: what its units are built from, in the layers before it and in the image.</summary>
/// <remarks>Rectifiers stand open and pools of maxima are pools of means; what else is not linear (a sigmoid gate, attention) is taken at a mid-grey image.</remarks>
public sealed class LinearizedLayer : IDisposable
{
    const string Seed = "seed", Pixels = "pixels";
    const float Grey = 0.5f;

    readonly Network network;
    readonly Session session;

    /// <summary>Prepares a layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="expands">Whether <see cref="Expanded(int)"/> is wanted, for which weights are followed down to the image.</param>
    /// <exception cref="GraphException">An operator before it has no gradient.</exception>
    public LinearizedLayer(Network network, Layer layer, bool expands = true)
    {
        (this.network, Layer) = (network, layer);
        var applied = expands ? network.Apply(batch: 1) : AtMidGrey(network);
        var units = applied[layer];
        var seed = applied.Image.Graph.Input(Seed, ElementType.Float32, units.Shape);
        var score = units * seed;
        Sources = Nearest(network, layer);
        var values = Sources.Select(source => applied.Tensors[source.Tensor]).ToArray();
        var direct = Gradient.Of(score, values, LinearizedRules.Table, direct: true);
        session = new(
        [
            .. Sources.Zip(direct).Select((pair, i) => ($"source/{i}", applied.As(pair.First, pair.Second))),
            .. expands || values.Length == 0 ? [(Pixels, Gradient.Of(score, [applied.Image], LinearizedRules.Table)[0])] : Array.Empty<(string, Value)>(),
        ], network.Device, expands ? null : 1);
        if (session.Inputs.Contains("image")) session.Input("image").Fill(Grey);
    }

    /// <summary>The network on a constant image: what does not depend on the seed is computed once, as the session opens, and not again for every unit.</summary>
    static AppliedNetwork AtMidGrey(Network network)
    {
        Shape sizes = [1, network.Preprocessing.ImageChannels, network.Preprocessing.Height, network.Preprocessing.Width];
        var image = new Graph().Constant(Onnx.Graphs.Tensor.Full(ElementType.Float32, sizes, Grey));
        return new(image, network.Apply(image));
    }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>The layers it is computed from with no other layer between; none where that is the image.</summary>
    public IReadOnlyList<Layer> Sources { get; }

    /// <summary>The units that one of the layer's is built from, the strongest first.</summary>
    public IReadOnlyList<UnitLink> BuiltFrom(int unit)
    {
        Run(At(unit));
        var links = new List<UnitLink>();
        for (var i = 0; i < Sources.Count; i++)
        {
            var weights = session.Output($"source/{i}");
            var area = Sources[i].Height * Sources[i].Width;
            for (var source = 0; source < Sources[i].Channels; source++)
            {
                var kernel = weights.Slice(source * area, area);
                if (TensorPrimitives.Norm(kernel) is > 0 and var strength) links.Add(new(Sources[i], source, TensorPrimitives.Sum(kernel), strength));
            }
        }

        return [.. links.OrderByDescending(link => link.Strength)];
    }

    /// <summary>The layer's units' expanded weights: the filter of pixels that all paths to a unit make together.</summary>
    public Filter Expanded(int unit)
    {
        Run(At(unit));
        return Seen(unit);
    }

    /// <summary>The weights from one unit of a source to one of the layer's, in the middle of the source; zero elsewhere, so that they can be expanded from there.</summary>
    internal float[] Path(int unit, UnitLink link)
    {
        Run(At(unit));
        var (i, area) = (Sources.ToList().IndexOf(link.Layer), link.Layer.Height * link.Layer.Width);
        var path = new float[link.Layer.Channels * area];
        session.Output($"source/{i}").Slice(link.Unit * area, area).CopyTo(path.AsSpan(link.Unit * area));
        return path;
    }

    /// <summary>The filter of pixels of a weighting of the layer's activations.</summary>
    internal Filter Expanded(int unit, ReadOnlySpan<float> weights)
    {
        Run(weights.ToArray());
        return Seen(unit);
    }

    /// <summary>What the image's gradient holds, cut to where it is not zero.</summary>
    Filter Seen(int unit)
    {
        var (channels, height, width) = (network.Preprocessing.ImageChannels, network.Preprocessing.Height, network.Preprocessing.Width);
        var pixels = session.Output(Pixels).ToArray();
        var strongest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(pixels));
        bool Matters(int y, int x) => Enumerable.Range(0, channels).Any(channel => Math.Abs(pixels[(((channel * height) + y) * width) + x]) > 1e-6f * strongest);
        int[] rows = [.. Enumerable.Range(0, height).Where(y => Enumerable.Range(0, width).Any(x => Matters(y, x)))];
        int[] columns = [.. Enumerable.Range(0, width).Where(x => rows.Any(y => Matters(y, x)))];
        if (rows.Length == 0) return new(unit, channels, 1, 1, new float[channels]);
        var weights = from channel in Enumerable.Range(0, channels)
                      from y in Enumerable.Range(rows[0], rows[^1] - rows[0] + 1)
                      from x in Enumerable.Range(columns[0], columns[^1] - columns[0] + 1)
                      select pixels[(((channel * height) + y) * width) + x];
        return new(unit, channels, rows[^1] - rows[0] + 1, columns[^1] - columns[0] + 1, [.. weights]);
    }

    float[] At(int unit)
    {
        var seed = new float[Layer.Channels * Layer.Height * Layer.Width];
        seed[(((unit * Layer.Height) + (Layer.Height / 2)) * Layer.Width) + (Layer.Width / 2)] = 1;
        return seed;
    }

    void Run(float[] seed)
    {
        // What no weights lead to has a gradient of zero, which needs no seed.
        if (session.Inputs.Contains(Seed)) seed.CopyTo(session.Input(Seed));
        session.Run();
    }

    /// <summary>The layers met first on every way back from a layer.</summary>
    internal static IReadOnlyList<Layer> Nearest(Network network, Layer layer)
    {
        var applied = network.Applied;
        var layers = network.Layers.Where(other => other.Index < layer.Index || layer.Index < 0).DistinctBy(other => applied.Tensors[other.Tensor]).ToDictionary(other => applied.Tensors[other.Tensor]);
        var (found, seen, open) = (new HashSet<Layer>(), new HashSet<Value>(), new Stack<Value>([applied.Tensors[layer.Tensor]]));
        while (open.TryPop(out var value))
        {
            if (!seen.Add(value)) continue;
            if (layers.TryGetValue(value, out var source) && source.Tensor != layer.Tensor) found.Add(source);
            else if (value.Producer is { } node) foreach (var input in node.Inputs.OfType<Value>()) open.Push(input);
        }

        return [.. found.OrderBy(source => source.Index)];
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
