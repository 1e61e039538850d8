using Percept.Imaging;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Detection;

/// <summary>A network made ready to be asked, image by image, how it takes one convention or another: one session for all of them.</summary>
sealed class ConventionProbe : IDisposable
{
    const int MostNormalizations = 4, FirstLayers = 3;

    readonly Session? session;
    readonly int channels, batch;
    readonly List<(string Name, Value Value)> wanted = [];

    /// <summary>Adds the network to a graph of its own, and to that what is to be measured.</summary>
    /// <param name="network">The network.</param>
    /// <param name="thorough">Whether the whole network runs; else only up to its first normalisation.</param>
    /// <param name="size">Height and width of the images; the network's own where null.</param>
    /// <exception cref="GraphException">The network cannot take images of that size.</exception>
    internal ConventionProbe(Network network, bool thorough, (int Height, int Width)? size = null)
    {
        var given = network.Preprocessing;
        (channels, batch, Size) = (given.ImageChannels, network.DeclaredBatch, size ?? (given.Height, given.Width));
        var names = network.Applied.Tensors.GroupBy(tensor => tensor.Value).ToDictionary(group => group.Key, group => group.First().Key);
        var normalizations = network.Applied.Image.Graph.Nodes.Where(node => IsKnown(node) && names.ContainsKey(node.X)).Take(thorough ? MostNormalizations : 1).ToArray();
        Normalizations = [.. normalizations.Select(node => (node.Constant(3)!.To<float>(), node.Constant(4)!.To<float>()))];

        var graph = new Graph();
        var input = graph.Input("x", ElementType.Float32, [batch, channels, Size.Height, Size.Width]);
        string[]? needed = thorough ? null : [.. normalizations.Select(node => names[node.X]), .. network.Layers.Take(1).Select(layer => layer.Tensor)];
        var tensors = network.ApplyTo(input, needed);
        Own = OwnNormalization.Of(input);

        for (var i = 0; i < normalizations.Length; i++)
        {
            var arriving = tensors[names[normalizations[i].X]];
            var apart = arriving - graph.Constant(Tensor.Of([1, arriving.Shape[1], .. Enumerable.Repeat(1, arriving.Shape.Rank - 2)], Normalizations[i].Mean));
            wanted.Add(($"mean/{i}", OverPlaces(apart)));
            wanted.Add(($"square/{i}", OverPlaces(apart * apart)));
        }

        if (thorough) AddAnswers(network, graph, tensors);
        if (wanted.Count > 0) session = new(wanted, network.Device);

        static bool IsKnown(Node node) =>
            node is { Operator: "BatchNormalization", X.Constant: null } && node[3].Constant is { } mean && node[4].Constant is { } variance && node.X.HasShape && !IsUntrained(mean.To<float>(), variance.To<float>());

        // What a normalisation starts with, the same for every unit, says nothing.
        static bool IsUntrained(float[] mean, float[] variance) => mean.Length > 1 && mean.All(number => number == mean[0]) && variance.All(number => number == variance[0]);
    }

    /// <summary>Height and width of the images.</summary>
    internal (int Height, int Width) Size { get; }

    /// <summary>What the network does to its input's values itself.</summary>
    internal OwnNormalization? Own { get; }

    /// <summary>The first batch normalisations' stored means and variances.</summary>
    internal IReadOnlyList<(float[] Mean, float[] Variance)> Normalizations { get; }

    /// <summary>The first convolution's biases; null where it has none.</summary>
    internal float[]? Biases { get; private set; }

    /// <summary>Whether there is anything to be learnt from images.</summary>
    internal bool CanRun => session is not null;

    /// <summary>What happens to an image under a convention.</summary>
    internal Reading Read(Preprocessing convention, Picture picture)
    {
        var planes = convention.Fit(picture).ToPlanes();
        var (area, scales, shifts) = (picture.Height * picture.Width, convention.Scales(), convention.Shifts());
        var x = session!.Input("x");
        for (var i = 0; i < x.Length; i++)
        {
            var at = i % planes.Length;
            var (channel, pixel) = (at / area, at % area);
            var color = convention.Channels == ChannelOrder.Bgr ? 2 - channel : channel;
            x[i] = (scales[channel] * planes[(color * area) + pixel]) + shifts[channel];
        }

        session.Run();
        return new(
            [.. Normalizations.Select((_, i) => First($"mean/{i}"))], [.. Normalizations.Select((_, i) => First($"square/{i}"))],
            First("answer"), First("lowest"), First("highest"), First("conv/mean"), First("conv/square"));
    }

    public void Dispose() => session?.Dispose();

    void AddAnswers(Network network, Graph graph, IReadOnlyDictionary<string, Value> tensors)
    {
        if (network.Model.Outputs.Select(name => tensors.GetValueOrDefault(name)).FirstOrDefault(value => value is { HasShape: true, Type: ElementType.Float32 } && IsAnswer(value.Shape)) is { } answer)
            wanted.Add(("answer", answer.Reshape([batch, answer.Shape[1]])));

        var layers = network.Layers.Take(FirstLayers).Select(layer => new AppliedNetwork(new Graph().Input("image", ElementType.Float32, [batch, channels, Size.Height, Size.Width]), tensors)[layer]).Where(value => value.Type == ElementType.Float32 && value.Shape[2] * value.Shape[3] > 1).ToArray();
        if (layers.Length > 0)
        {
            wanted.Add(("highest", Concat([.. layers.Select(layer => layer.Max([2, 3], keepDims: false))])));
            wanted.Add(("lowest", Concat([.. layers.Select(layer => -(-layer).Max([2, 3], keepDims: false))])));
        }

        if (graph.Nodes.FirstOrDefault(node => node.Operator == "Conv") is { } conv && conv.Optional(2)?.Constant is { } bias && conv.Y.HasShape)
        {
            Biases = bias.To<float>();
            wanted.Add(("conv/mean", OverPlaces(conv.Y)));
            wanted.Add(("conv/square", OverPlaces(conv.Y * conv.Y)));
        }

        Value Concat(Value[] values) => values.Length == 1 ? values[0] : graph.Emit("Concat", [.. values], new() { ["axis"] = 1 });

        bool IsAnswer(Shape shape) => shape.Rank >= 2 && shape[0] == batch && shape[1] > 1 && shape.Elements == (long)batch * shape[1];
    }

    /// <summary>The first image's numbers of an output; none where it is not measured.</summary>
    float[] First(string name)
    {
        if (!wanted.Any(output => output.Name == name)) return [];
        var all = session!.Output(name);
        return all[..(all.Length / batch)].ToArray();
    }

    static Value OverPlaces(Value value) => value.Shape.Rank == 2 ? value : value.Mean([.. Enumerable.Range(2, value.Shape.Rank - 2)], keepDims: false);
}

/// <summary>What a network made of one image: at each normalisation the mean and the mean square of what arrived, apart from the stored mean; its answer; the first layers' lowest and highest values; the first convolution's moments.</summary>
sealed record Reading(float[][] Means, float[][] Squares, float[] Answer, float[] Lowest, float[] Highest, float[] ConvMeans, float[] ConvSquares);
