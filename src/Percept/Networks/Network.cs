using System.Globalization;
using Percept.Imaging;
using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;
using Percept.Onnx.Reaches;

namespace Percept.Networks;

/// <summary>A trained network that can be asked about: a model, its preprocessing and its layers.</summary>
public sealed class Network
{
    readonly Dictionary<string, Layer> byName;
    readonly AppliedNetwork applied;
    readonly ReachMap reaches;

    Network(Model model, Preprocessing preprocessing, IReadOnlyList<string> labels)
    {
        (Model, Preprocessing, Labels) = (model, preprocessing, labels);
        Sizes = new(this);
        // Layers are those of the network as its file states it; the batch is part of that.
        applied = Apply(model.Inputs[0].Sizes[0] ?? 1);
        reaches = new(applied.Image);
        var found = LayerFinder.Find(applied.Image, applied.Tensors);
        var names = LayerNames.Of(applied.Image, [.. found.Select(layer => (layer.Tensor, layer.Value))], model.Outputs.Select(output => applied.Tensors.GetValueOrDefault(output)).OfType<Value>());
        Layers = [.. found.Select((layer, i) => Describe(i, names[i], layer.Tensor, layer.Value, layer.Heads))];
        byName = Layers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        foreach (var layer in Layers) byName.TryAdd(layer.Tensor, layer);
    }

    /// <summary>The model it is made of.</summary>
    public Model Model { get; }

    /// <summary>How an image becomes its input.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>The names of its classes, in the order of its outputs; empty where they are not known.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The sizes of images that it takes.</summary>
    public ImageSizes Sizes { get; }

    /// <summary>Its layers, from the image on.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Reads a network with what is known of its preprocessing.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="options">What the user says of the preprocessing; the sidecar file and the model's metadata say the rest.</param>
    /// <exception cref="GraphException">The file is not a network with an image input, or the options do not go with it.</exception>
    public static Network Load(string path, PreprocessingOptions? options = null) => CustomOperators.LoadBeside(() => Read(path, options));

    static Network Read(string path, PreprocessingOptions? options)
    {
        var model = Model.Load(path);
        var known = (options ?? new()).Or(PreprocessingOptions.Beside(path, model));
        if (model.Inputs is not [var input])
            throw new GraphException($"'{model.Name}' has {model.Inputs.Count} inputs ({string.Join("; ", model.Inputs)}); Percept looks into networks that take one image.");
        var preprocessing = known.Resolve(input);
        try
        {
            return new(model, preprocessing, known.Labels ?? []);
        }
        catch (GraphException error) when (known.Size is not null)
        {
            throw new GraphException($"'{model.Name}' cannot take images of {preprocessing.Height}x{preprocessing.Width} pixels: {error.Message}", error);
        }
        catch (GraphException) when (ImageSizes.Usual(input, preprocessing).Select(usual => Try(model, usual, known.Labels ?? [])).FirstOrDefault(network => network is not null) is { } network)
        {
            return network;
        }
    }

    static Network? Try(Model model, Preprocessing preprocessing, IReadOnlyList<string> labels)
    {
        try
        {
            return new(model, preprocessing, labels);
        }
        catch (GraphException)
        {
            return null;
        }
    }

    /// <summary>A graph of the network on a batch of images.</summary>
    /// <param name="batch">How many images run at once.</param>
    /// <param name="height">Their height; the preprocessing's where null.</param>
    /// <param name="width">Their width; the preprocessing's where null.</param>
    /// <param name="wanted">The exact names of the tensors that are wanted; all where null.</param>
    /// <exception cref="GraphException">The network cannot take images of this size.</exception>
    public AppliedNetwork Apply(int batch, int? height = null, int? width = null, IReadOnlyCollection<string>? wanted = null)
    {
        var graph = new Graph();
        var image = graph.Input("image", ElementType.Float32, [batch, Preprocessing.ImageChannels, height ?? Preprocessing.Height, width ?? Preprocessing.Width]);
        try
        {
            return new(image, Apply(image, wanted));
        }
        catch (GraphException error) when (height is not null || width is not null)
        {
            var layers = Layers.Where(layer => wanted is null || wanted.Contains(layer.Tensor)).ToArray();
            var offer = layers.Length > 0 ? Sizes.Offer(image.Shape[2], image.Shape[3], layers) + " " : "";
            throw new GraphException($"'{Model.Name}' cannot take images of {image.Shape[2]}x{image.Shape[3]} pixels. {offer}{error.Message}", error);
        }
    }

    /// <summary>Adds the network to the graph of an image: N x channels x height x width, values from 0 to 1.</summary>
    public IReadOnlyDictionary<string, Value> Apply(Value image, IReadOnlyCollection<string>? wanted = null)
    {
        var x = Preprocessing.Apply(image);
        return Model.Apply(image.Graph, new Dictionary<string, Value> { [Model.Inputs[0].Name] = x.Cast(Model.Inputs[0].Type) }, wanted);
    }

    /// <summary>As <see cref="Apply(Value, IReadOnlyCollection{string})"/>, but what cannot take images of this size is left out.</summary>
    internal IReadOnlyDictionary<string, Value> ApplyWhatFits(Value image) =>
        Model.ApplyWhatFits(image.Graph, new Dictionary<string, Value> { [Model.Inputs[0].Name] = Preprocessing.Apply(image).Cast(Model.Inputs[0].Type) });

    /// <summary>The network in a graph of its own, as its file states it.</summary>
    internal AppliedNetwork Applied => applied;

    /// <summary>Whether there is a layer or tensor of exactly that name.</summary>
    internal bool Has(string name) => byName.ContainsKey(name) || applied.Tensors.ContainsKey(name);

    /// <summary>Refuses a network in which there is nothing to look at.</summary>
    /// <exception cref="GraphException">It has no layers.</exception>
    internal void RequireLayers()
    {
        if (Layers.Count == 0)
            throw new GraphException($"'{Model.Name}' has no layer to look at: a layer is the output of a convolution or a linear map that is computed from the image and has units, and none of its operators ({string.Join(", ", Model.Operators.Keys)}) gives one.");
    }

    /// <summary>The layer of that name: a short one, or any tensor's exact one.</summary>
    /// <exception cref="GraphException">There is none; the nearest names are offered.</exception>
    public Layer Find(string name)
    {
        if (byName.TryGetValue(name, out var layer)) return layer;
        if (applied.Tensors.TryGetValue(name, out var value))
            return value.HasUnits() ? byName[name] = Describe(-1, name, name, value)
                : throw new GraphException($"The tensor {value} of '{Model.Name}' has no units to look at.");

        var nearest = Nearest.To(name, Layers.Select(known => known.Name));
        throw new GraphException($"'{Model.Name}' has no layer or tensor '{name}'; the nearest are {string.Join(", ", nearest)}. `percept inspect` lists all {Layers.Count} layers.");
    }

    /// <summary>The unit of that address, a layer's name, a colon and the channel's number.</summary>
    /// <exception cref="GraphException">It is no address, or there is no such unit.</exception>
    public (Layer Layer, int Unit) FindUnit(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var unit))
            throw new GraphException($"'{address}' is not a unit. Write the layer, a colon and the channel's number, such as {Layers[0].NameOf(0)}.");
        var layer = Find(address[..colon]);
        return unit < layer.Channels ? (layer, unit) : throw new GraphException($"The layer '{layer.Name}' has the units 0 to {layer.Channels - 1}, and no {unit}.");
    }

    /// <summary>The part of the image that a layer's units can see from a position: exact, clipped at the image's borders.</summary>
    public Box Reach(Layer layer, int y, int x)
    {
        var value = applied.Tensors[layer.Tensor];
        var reach = value.Shape.Rank switch
        {
            4 when value.IsChannelsLast() => reaches.Of(value, [null, y, x, null], 1, 2),
            4 => reaches.Of(value, [null, null, y, x], 2, 3),
            3 => reaches.Of(value, [null, y, null]),
            _ => reaches.Of(value, [null, null]),
        };
        return reach.IsEmpty ? new(0, 0, 0, 0) : new(reach[2].First, reach[3].First, reach[2].Last - reach[2].First + 1, reach[3].Last - reach[3].First + 1);
    }

    Layer Describe(int index, string name, string tensor, Value value, int heads = 0)
    {
        var (channels, height, width) = value.UnitSizes();
        if (heads > 0 && value.Shape.Rank == 2) height = value.Shape[0] / applied.Image.Shape[0];
        var reach = reaches.Size(value);
        return new(index, name, tensor, value.Producer?.Operator ?? "input", channels, height, width, reach[2] ?? Preprocessing.Height, reach[3] ?? Preprocessing.Width) { Heads = heads };
    }
}

/// <summary>A network in a graph, on a batch of images.</summary>
/// <param name="Image">The images: batch x channels x height x width, values from 0 to 1.</param>
/// <param name="Tensors">Every tensor of the model, by its exact name.</param>
public sealed record AppliedNetwork(Value Image, IReadOnlyDictionary<string, Value> Tensors)
{
    /// <summary>A layer's activations as batch x units x height x width.</summary>
    public Value this[Layer layer] => Tensors[layer.Tensor] is var value && layer.Heads > 0 && value.Shape.Rank == 2 ? value.AsTokens(Image.Shape[0]) : Tensors[layer.Tensor].AsUnits();
}
