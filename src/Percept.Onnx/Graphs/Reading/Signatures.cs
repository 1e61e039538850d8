using System.Collections.Frozen;
using Percept.Onnx.Protos;
using Type = Percept.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>The signatures of the operators that ONNX's own domain has or had up to opset 25, and whether nodes keep to them.</summary>
static class Signatures
{
    static readonly FrozenDictionary<string, Signature[]> table = Read();

    internal static IEnumerable<string> Names => table.Keys;

    /// <summary>Whether the counts of a node's inputs and outputs and its attributes are such as its operator has.</summary>
    /// <exception cref="GraphException">They are not.</exception>
    internal static void CheckForm(NodeProto node, int opset)
    {
        if (Of(node, opset) is not { } signature) return;
        Count(node, "inputs", node.Input.Count, signature.Inputs, opset);
        Count(node, "outputs", node.Output.Count, signature.Outputs, opset);
        for (var i = 0; i < signature.Inputs.Least && signature.Inputs.Most < int.MaxValue; i++)
            if (node.Input[i].Length == 0 && node.OpType != "Resize") throw new GraphException($"{node.Described()} leaves out its input {i}, which {node.OpType} needs.");
        foreach (var attribute in node.Attribute) Check(node, attribute, signature, opset);
        foreach (var (name, (_, required)) in signature.Attributes)
            if (required && node.Attribute.All(attribute => attribute.Name != name)) throw new GraphException($"{node.Described()} lacks its attribute '{name}'.");
    }

    /// <summary>Whether the types of a node's inputs are such as its operator takes; those that are not known are not judged.</summary>
    /// <exception cref="GraphException">They are not.</exception>
    internal static void CheckTypes(NodeProto node, int opset, IReadOnlyList<Value?> inputs)
    {
        if (Of(node, opset) is not { } signature) return;
        var seen = new Dictionary<string, ElementType>(StringComparer.Ordinal);
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is not { Type: not ElementType.Undefined } input || signature.Kind(i) is not { } kind) continue;
            if (signature.Types.TryGetValue(kind, out var types) && !types.Contains(input.Type))
                throw new GraphException($"{node.Described()} is given '{input.Name}' of type {input.Type} as its input {i}, where opset {opset} takes {string.Join(" or ", types)}.");
            if (seen.TryAdd(kind, input.Type) || seen[kind] == input.Type) continue;
            throw new GraphException($"{node.Described()} is given inputs of types {seen[kind]} and {input.Type}, which must be the same; a Cast is missing.");
        }
    }

    /// <summary>The kind of a node's input, or null where it may be anything.</summary>
    internal static string? KindOf(NodeProto node, int opset, int input) => Of(node, opset)?.Kind(input);

    static Signature? Of(NodeProto node, int opset) => !node.IsStandard() || !table.TryGetValue(node.OpType, out var versions) ? null
        : versions.LastOrDefault(version => version.Since <= opset) ?? versions[0];

    static void Count(NodeProto node, string what, int count, (int Least, int Most) most, int opset)
    {
        if (count >= most.Least && count <= most.Most) return;
        throw new GraphException($"{node.Described()} has {count} {(count == 1 ? what[..^1] : what)}; {node.OpType} of opset {opset} has {(most.Least == most.Most ? $"{most.Least}" : most.Most == int.MaxValue ? $"at least {most.Least}" : $"{most.Least} to {most.Most}")}.");
    }

    static void Check(NodeProto node, AttributeProto attribute, Signature signature, int opset)
    {
        if (!signature.Attributes.TryGetValue(attribute.Name, out var known))
            throw new GraphException($"{node.Described()} has the attribute '{attribute.Name}', which {node.OpType} of opset {opset} does not know; it knows {(signature.Attributes.Count == 0 ? "none" : string.Join(", ", signature.Attributes.Keys))}.");
        if (attribute.RefAttrName.Length == 0 && Letter(attribute.Type) != known.Type)
            throw new GraphException($"{node.Described()} has the attribute '{attribute.Name}' as {Article(Letter(attribute.Type))}, where {Article(known.Type)} belongs.");
    }

    static string Letter(Type type) => type switch
    {
        Type.Int => "i",
        Type.Ints => "is",
        Type.Float => "f",
        Type.Floats => "fs",
        Type.String => "s",
        Type.Strings => "ss",
        Type.Tensor => "t",
        Type.Tensors => "ts",
        Type.SparseTensor => "p",
        Type.Graph => "g",
        Type.Graphs => "gs",
        Type.TypeProto => "y",
        Type.TypeProtos => "ys",
        _ => "",
    };

    static string Article(string letter) => $"{(letter == "i" ? "an" : "a")} {Word(letter)}";

    static string Word(string letter) => letter switch
    {
        "i" => "integer",
        "f" => "number",
        "s" => "text",
        "t" => "tensor",
        "p" => "sparse tensor",
        "g" => "graph",
        "y" => "type",
        "" => "thing of no type",
        var list => $"list of {Word(list[..1])}s",
    };

    static FrozenDictionary<string, Signature[]> Read()
    {
        using var reader = new StreamReader(typeof(Signatures).Assembly.GetManifestResourceStream("Signatures.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).Select(Signature.Parse)
            .GroupBy(line => line.Operator, line => line.Signature, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }
}
