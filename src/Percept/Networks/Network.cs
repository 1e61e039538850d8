using System.Collections.Concurrent;
using System.Globalization;
using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;
using Percept.Scheduling;

namespace Percept.Networks;

/// <summary>A trained network that can be asked about: a model, its preprocessing and its layers.</summary>
public sealed partial class Network
{
    readonly ConcurrentDictionary<string, Layer> byName = new(StringComparer.Ordinal);
    readonly AppliedNetwork applied;
    readonly ReceptiveFieldMap receptiveFields, local;
    readonly Gates gates;
    readonly Dictionary<Value, (int Gates, int Attentions)> behind;

    Network(Model model, NetworkInputs inputs, Preprocessing preprocessing, PreprocessingOrigin origin, IReadOnlyList<string> labels)
    {
        (Model, Inputs, Preprocessing, Origin, Labels) = (model, inputs, preprocessing, origin with { KnowsOrder = origin.KnowsOrder || preprocessing.Channels is not (ChannelOrder.Rgb or ChannelOrder.Bgr) }, labels);
        Sizes = new(this);
        // Layers are those of the network as its file states it; the batch is part of that.
        applied = Apply(DeclaredBatch);
        gates = new(applied.Image, 2, 3);
        receptiveFields = new(applied.Image);
        local = gates.Nodes.Count == 0 ? receptiveFields : new(applied.Image, _ => false, gates);
        behind = Behind(applied.Image, gates);
        Gates = [.. NamedGates()];
        var found = LayerFinder.Find(applied.Image, applied.Tensors, gates, applied.Image.Shape[0]);
        var names = LayerNames.Of(applied.Image, [.. found.Select(layer => (layer.Tensor, layer.Value))], model.Outputs, applied.Tensors);
        Layers = [.. found.Select((layer, i) => Describe(i, names[i], layer.Tensor, layer.Value, layer.Form, layer.Heads))];
        foreach (var layer in Layers) byName[layer.Name] = layer;
        foreach (var layer in Layers) byName.TryAdd(layer.Tensor, layer);
    }

    /// <summary>The model it is made of.</summary>
    public Model Model { get; }

    /// <summary>Which of its inputs takes the image, and what the others are given.</summary>
    public NetworkInputs Inputs { get; }

    /// <summary>How an image becomes its input.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>What says so.</summary>
    public PreprocessingOrigin Origin { get; private set; }

    /// <summary>The names of its classes, in the order of its outputs; empty where they are not known.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The sizes of images that it takes.</summary>
    internal ImageSizes Sizes { get; }

    /// <summary>Its layers, from the image on.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Where it runs.</summary>
    public Device Device { get; private set; } = Device.Cpu;

    /// <summary>The same network on another device.</summary>
    public Network On(Device device)
    {
        var same = (Network)MemberwiseClone();
        same.Device = device;
        return same;
    }

    /// <summary>The processors that work on it is divided among.</summary>
    internal Processors Processors => Device.Processors;

    /// <summary>Where the whole image is mixed into what lies somewhere in it, from the image on: what a receptive field without global gates leaves out.</summary>
    public IReadOnlyList<GlobalGate> Gates { get; }

    /// <summary>Reads a network with what is known of its preprocessing.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="options">What the user says of the preprocessing; the sidecar file and the model's metadata say the rest.</param>
    /// <exception cref="GraphException">The file is not a network with an image input, or the options do not go with it.</exception>
    public static Network Load(string path, PreprocessingOptions? options = null) => CustomOperators.LoadBeside(() => Read(path, options));

    static Network Read(string path, PreprocessingOptions? options)
    {
        var model = Model.Load(path);
        var (known, origin) = (options ?? new()).With(path, model);
        var inputs = NetworkInputs.Of(model, known.Inputs);
        var (first, refused) = (default(Network), default(GraphException));
        foreach (var preprocessing in known.Candidates(inputs.Image))
        {
            try
            {
                var network = new Network(model, inputs, preprocessing, origin, known.Labels ?? []);
                if (network.Layers.Count > 0) return network;
                first ??= network;
            }
            catch (GraphException error)
            {
                refused ??= known.Size is null && inputs.Image.Sizes.All(size => size is not null) ? error
                    : new($"'{model.Name}' cannot take images of {preprocessing.Height}x{preprocessing.Width} pixels: {error.Message}", error);
            }
        }

        return first ?? throw refused!;
    }

    /// <summary>The same network with another preprocessing.</summary>
    internal Network With(Preprocessing preprocessing, PreprocessingOrigin origin)
    {
        if (!ReferenceEquals(preprocessing, Preprocessing)) return new(Model, Inputs, preprocessing, origin, Labels) { Device = Device };
        var same = (Network)MemberwiseClone();
        same.Origin = origin;
        return same;
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
    public IReadOnlyDictionary<string, Value> Apply(Value image, IReadOnlyCollection<string>? wanted = null) => ApplyTo(Preprocessing.ToInput(image), wanted);

    /// <summary>Adds the network to the graph of what it takes, but for the order of axes: N x channels x height x width.</summary>
    internal IReadOnlyDictionary<string, Value> ApplyTo(Value x, IReadOnlyCollection<string>? wanted = null)
    {
        var batch = x.Shape[0];
        if (batch == DeclaredBatch) return Whole(x, wanted);
        if (!Preprocessing.Layout.HasBatch()) return Apart(x, wanted);
        try
        {
            return Whole(x, wanted);
        }
        catch (GraphException)
        {
            // What a file says of its batch may be written all over it.
            return Apart(x, wanted);
        }
    }

    /// <summary>As <see cref="Apply(Value, IReadOnlyCollection{string})"/>, but what cannot take images of this size is left out.</summary>
    internal IReadOnlyDictionary<string, Value> ApplyWhatFits(Value image) => Model.ApplyWhatFits(image.Graph, Given(Preprocessing.ToInput(image)));

    Dictionary<string, Value> Given(Value x) => Inputs.With(Preprocessing.Layout.Arrange(x), x.Shape[0], (x.Shape[2], x.Shape[3]));

    /// <summary>How many images the file takes at once; 1 where it leaves that free.</summary>
    internal int DeclaredBatch => Preprocessing.Layout.HasBatch() ? Inputs.Image.Sizes[0] ?? 1 : 1;

    Dictionary<string, Value> Whole(Value x, IReadOnlyCollection<string>? wanted) =>
        Model.Apply(x.Graph, Given(x), wanted).ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Real(), StringComparer.Ordinal);

    /// <summary>The network on as many images at a time as its file takes; the last are repeated where that does not come out even.</summary>
    Dictionary<string, Value> Apart(Value x, IReadOnlyCollection<string>? wanted)
    {
        var (batch, declared) = (x.Shape[0], DeclaredBatch);
        var parts = Enumerable.Range(0, (batch + declared - 1) / declared).Select(part =>
        {
            var some = x.Slice(0, part * declared, Math.Min((part + 1) * declared, batch));
            var missing = declared - some.Shape[0];
            return Whole(missing == 0 ? some : Joined([some, .. Enumerable.Repeat(x.Slice(0, batch - 1, batch), missing)]), wanted);
        }).ToArray();
        return parts[0].Where(tensor => tensor.Value is { HasShape: true, Shape.Rank: > 0 } value && value.Shape[0] % declared == 0 && parts.All(part => part[tensor.Key].HasShape))
            .ToDictionary(tensor => tensor.Key, tensor => Joined([.. parts.Select(part => part[tensor.Key])]).Slice(0, 0, batch * (tensor.Value.Shape[0] / declared)), StringComparer.Ordinal);

        Value Joined(Value[] values) => x.Graph.Emit("Concat", [.. values], new() { ["axis"] = 0 });
    }

    /// <summary>The outputs that can be computed by themselves; the last layer where the shapes of all depend on the data.</summary>
    internal string[] KnownOutputs => Model.Outputs.Where(name => applied.Tensors.GetValueOrDefault(name) is { HasShape: true, Type: ElementType.Float32 }).ToArray() is { Length: > 0 } known ? known : [Layers[^1].Tensor];

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
        if (name.EndsWith(Layer.OtherTokens, StringComparison.Ordinal) && byName.TryGetValue(name[..^Layer.OtherTokens.Length], out var tokens)) return tokens.Others;
        if (applied.Tensors.TryGetValue(name, out var value))
            return LayerForm.Of(value, gates.Of(value), applied.Image.Shape[0]) is { } form ? byName.GetOrAdd(name, _ => Describe(-1, name, name, value, form))
                : throw new GraphException($"The tensor {value} of '{Model.Name}'{(value.Producer is { } node ? $", which comes from {node.Operator}," : "")} has no units to look at.");

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
}
