using System.Security.Cryptography;
using Percept.Onnx.Graphs.Reading;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

/// <summary>An input that a model declares; sizes that the file leaves free are null.</summary>
public sealed record ModelInput(string Name, ElementType Type, IReadOnlyList<int?> Sizes)
{
    /// <summary>What the file calls each size that it leaves free; sizes of one name are the same.</summary>
    public IReadOnlyList<string?> Symbols { get; init; } = [];

    /// <summary>Whether a tensor of that shape is one the file provides for.</summary>
    internal bool Accepts(Shape shape) => shape.Rank == Sizes.Count && shape.Zip(Sizes).All(size => size.Second is null || size.Second == size.First);

    /// <summary>A shape it takes: one image, of a usual size where the file leaves that free.</summary>
    internal Shape Typical => [.. Sizes.Select((size, axis) => size ?? (axis == 0 ? 1 : Sizes.Count == 4 ? 224 : 16))];

    /// <summary>The sizes as people write them, with <c>?</c> where they are free.</summary>
    public override string ToString() => $"{Name}: {Type} {string.Join('x', Sizes.Select(size => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"))}";
}

/// <summary>An ONNX model: read, checked, immutable. Applying it to values adds its nodes to their graph.</summary>
/// <remarks>
/// Where a model's inputs or weights are halves (float16, bfloat16) or doubles, all its numbers are read as float32, and so are
/// its inputs and outputs: every such model then runs and has gradients on any CPU.
/// </remarks>
public sealed partial class Model
{
    const int Large = 1 << 28;

    readonly ModelProto proto;
    readonly IReadOnlyDictionary<NodeProto, int> opsets;
    readonly Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);
    readonly TensorReader tensors;
    readonly Lazy<DeclaredSizes?> declared;

    Model((ModelProto Proto, IReadOnlyDictionary<NodeProto, int> Opsets) file, string name, string? folder, string hash)
    {
        ((proto, opsets), Name, Hash) = (file, name, hash);
        Opset = ModelChecks.Opset(proto, name, opsets);
        (tensors, declared) = (new(folder, Widening.Widen(proto)), new(Declare));
        foreach (var tensor in proto.Graph.Initializer) weights[tensor.Name] = tensors.Read(tensor);
        foreach (var tensor in proto.Graph.SparseInitializer) weights[tensor.Values.Name] = tensors.Read(tensor);
        Inputs = [.. proto.Graph.Input.Where(input => !weights.ContainsKey(input.Name)).Select(Declared)];
        foreach (var input in Inputs)
            if (!Enum.IsDefined(input.Type)) throw new GraphException($"'{name}' has the input '{input.Name}' of the element type {(int)input.Type}, which does not exist.");
        Outputs = [.. proto.Graph.Output.Select(output => output.Name)];
        Metadata = proto.MetadataProps.GroupBy(entry => entry.Key).ToDictionary(entries => entries.Key, entries => entries.Last().Value, StringComparer.Ordinal);
        Operators = proto.Graph.Node.GroupBy(node => node.OpType, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
    }

    /// <summary>The file's name, or what the caller called it.</summary>
    public string Name { get; }

    /// <summary>The SHA-256 of the file, in lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The version of ONNX's operators it is written for.</summary>
    public int Opset { get; }

    /// <summary>What has to be given to run it.</summary>
    public IReadOnlyList<ModelInput> Inputs { get; }

    /// <summary>The names of what it computes.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>What its makers noted in it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Its weights and other constants, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => weights;

    /// <summary>Its operators and how often it uses each.</summary>
    public IReadOnlyDictionary<string, int> Operators { get; }

    /// <summary>Reads and checks a model with its external weights.</summary>
    /// <exception cref="GraphException">There is no such file, or what it holds is not a model that can be reasoned about.</exception>
    public static Model Load(string path)
    {
        var model = Read(path);
        // What follows wants the room: the file's bytes are not needed any more, and of themselves they would stay for long.
        if (new FileInfo(path).Length > Large) GC.Collect();
        return model;
    }

    /// <summary>In a method of its own, so that nothing holds the file's bytes when it returns.</summary>
    static Model Read(string path) => Parse(ModelFile.ReadBytes(path), Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path)));

    /// <summary>Reads and checks a model from memory.</summary>
    /// <param name="bytes">The file's bytes, which must not change afterwards.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="folder">Where its external weights may lie; null where it may have none.</param>
    /// <exception cref="GraphException">It is not a model that can be reasoned about.</exception>
    public static Model Parse(byte[] bytes, string name, string? folder = null)
    {
        // Half the time of reading a large model is its hash, which another core can do.
        var hash = Task.Run(() => Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return new(ModelFile.Parse(bytes, name), name, folder, hash.GetAwaiter().GetResult());
    }

    /// <summary>Adds the model's nodes to a graph, applied to values of it.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="inputs">A value for each of <see cref="Inputs"/>, of any shape the model can take, or for tensors between them and what is wanted, by their names; floats in the place of integers are read as these, so that there are gradients.</param>
    /// <param name="wanted">The tensors that are wanted; nodes that none of them needs are left out. Null: all.</param>
    /// <returns>Every tensor that was computed, by the model's own name for it.</returns>
    /// <exception cref="GraphException">The model cannot take inputs of these shapes.</exception>
    public IReadOnlyDictionary<string, Value> Apply(Graph graph, IReadOnlyDictionary<string, Value> inputs, IReadOnlyCollection<string>? wanted = null)
    {
        var (given, asDeclared) = Fit(inputs);
        try
        {
            return Apply(graph, inputs, wanted, asDeclared ? null : declared.Value?.For(given));
        }
        catch (GraphException error) when (!asDeclared && error is not DataDependentException)
        {
            throw new GraphException($"{error.Message} The file is written for {string.Join(" and ", Inputs)}; it may not fit other sizes.", error);
        }
    }

    /// <summary>Adds those of the model's nodes to a graph that can be applied to inputs of these shapes; what depends on the others is left out.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="inputs">A value for each of <see cref="Inputs"/>, of any shape.</param>
    /// <returns>Every tensor that could be computed, by the model's own name for it.</returns>
    public IReadOnlyDictionary<string, Value> ApplyWhatFits(Graph graph, IReadOnlyDictionary<string, Value> inputs)
    {
        var values = new Dictionary<string, Value>(inputs, StringComparer.Ordinal);
        var (batch, asDeclared) = Fit(inputs);
        To(graph, values, asDeclared ? null : declared.Value?.For(batch)).ApplyWhatFits(proto.Graph.Node);
        return values;
    }

    /// <summary>The batch of inputs, and whether all have the sizes that the file declares.</summary>
    (int Batch, bool AsDeclared) Fit(IReadOnlyDictionary<string, Value> inputs) => (
        Inputs.FirstOrDefault(input => inputs.ContainsKey(input.Name) && input.Sizes.Count > 0) is { } first && inputs[first.Name].Shape is { Rank: > 0 } shape ? shape[0] : 1,
        Inputs.All(input => !inputs.TryGetValue(input.Name, out var value) || input.Accepts(value.Shape)));

    /// <summary>A graph of the whole model, with the inputs it declares.</summary>
    /// <param name="sizes">The inputs' shapes where the file leaves sizes free, or where others are wanted.</param>
    /// <exception cref="GraphException">A size is free and not given, or the model cannot take these.</exception>
    public Graph Build(IReadOnlyDictionary<string, Shape>? sizes = null)
    {
        var graph = new Graph();
        if (Inputs.FirstOrDefault(input => input.Type == ElementType.Undefined) is { } odd) throw new GraphException($"The model's input '{odd.Name}' is not a tensor, but a sequence or a map; Percept gives networks tensors only.");
        var inputs = Inputs.ToDictionary(input => input.Name, input => graph.Input(input.Name, input.Type,
            sizes?.GetValueOrDefault(input.Name) ?? [.. input.Sizes.Select(size => size ?? throw new GraphException($"The model leaves sizes of its input {input} free; say which you want."))]));
        foreach (var (name, value) in Apply(graph, inputs)) graph.Alias(name, value);
        return graph;
    }

    /// <summary>What adds nodes to a graph; floats that were given in the place of integers stand for these.</summary>
    Applier To(Graph graph, Dictionary<string, Value> values, DeclaredSizes? declared)
    {
        var reals = Inputs.Where(input => !input.Type.IsFloat() && values.TryGetValue(input.Name, out var value) && value.Type.IsFloat()).Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        return new(graph, node => opsets.GetValueOrDefault(node, Opset), tensors, weights, values, declared, reals, [.. Outputs]);
    }

    Dictionary<string, Value> Apply(Graph graph, IReadOnlyDictionary<string, Value> inputs, IReadOnlyCollection<string>? wanted, DeclaredSizes? declared)
    {
        var values = new Dictionary<string, Value>(inputs, StringComparer.Ordinal);
        var applier = To(graph, values, declared);
        applier.Apply(proto.Graph.Node, wanted is null ? null : Needed(wanted, inputs));
        foreach (var output in proto.Graph.Output)
            if (weights.ContainsKey(output.Name)) applier.Value(output.Name);
        return values;
    }

    /// <summary>The shapes at the sizes the file declares, or null where it cannot be built at these.</summary>
    DeclaredSizes? Declare()
    {
        try
        {
            var graph = new Graph();
            var inputs = Inputs.ToDictionary(input => input.Name, input => graph.Input(input.Name, input.Type, input.Typical));
            var values = Apply(graph, inputs, wanted: null, declared: null);
            var batch = Inputs.FirstOrDefault(input => input.Sizes.Count > 0)?.Sizes[0] ?? 1;
            return new(values.ToDictionary(value => value.Key, value => (value.Value.TensorType.Shape, value.Value.Constant is { Length: <= 64 } small ? small : null), StringComparer.Ordinal), batch, batch);
        }
        catch (GraphException)
        {
            return null;
        }
    }

    /// <summary>What the wanted tensors come from; behind a tensor that is given nothing is needed.</summary>
    HashSet<string> Needed(IEnumerable<string> wanted, IReadOnlyDictionary<string, Value> given)
    {
        var needed = wanted.Where(name => !given.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
        foreach (var node in proto.Graph.Node.Reverse())
            if (node.Output.Any(needed.Contains)) needed.UnionWith(node.Reads().Where(name => !given.ContainsKey(name)));
        return needed;
    }

    static ModelInput Declared(ValueInfoProto input)
    {
        var tensor = input.Type?.TensorType;
        // Of an input without a shape nothing is known but that most are images.
        var sizes = tensor is { Shape: null } ? Enumerable.Repeat(new TensorShapeProto.Types.Dimension(), 4) : tensor?.Shape.Dim ?? [];
        return new(input.Name, (ElementType)(tensor?.ElemType ?? 0), [.. sizes.Select(size => size.HasDimValue && size.DimValue is > 0 and <= int.MaxValue ? (int?)size.DimValue : null)])
        {
            Symbols = [.. sizes.Select(size => size.DimParam is { Length: > 0 } name ? name : null)],
        };
    }
}
