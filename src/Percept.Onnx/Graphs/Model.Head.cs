using Percept.Onnx.Operators;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

/// <summary>A model with a new last layer, which knows nothing yet.</summary>
/// <param name="Bytes">The file's bytes.</param>
/// <param name="Features">The name of the tensor that the last layer takes.</param>
/// <param name="Weights">The names of the last layer's weights: what multiplies the features, and where it has one, its bias.</param>
sealed record HeadedModel(byte[] Bytes, string Features, IReadOnlyList<string> Weights);

public sealed partial class Model
{
    /// <summary>From this version of the format on, a weight need not be declared among the inputs.</summary>
    const int WeightsAreNoInputs = 4;

    /// <summary>The model with a last linear layer for so many classes: in place of its own, or where it ends in none (a feature extractor), behind the mean of its first output over all positions.</summary>
    /// <param name="classes">How many scores the network then gives.</param>
    /// <param name="draw">Draws the new weights, given their shape and how many inputs each score has.</param>
    /// <param name="features">The shape of the first output.</param>
    /// <param name="channels">Its axis of features.</param>
    /// <exception cref="GraphException">The first output is no batch of features, or the file would exceed 2 GB.</exception>
    internal HeadedModel WithHead(int classes, Func<Shape, int, Tensor> draw, Shape features, int channels = 1)
    {
        var copy = Parse(With(new Dictionary<string, Tensor>()), Name).proto;
        var (graph, written) = (copy.Graph, new List<string>());
        var taken = Linear(graph) is { } linear ? Replaced(linear.Node, linear.Biases) : Appended();
        graph.ValueInfo.Clear();
        while (graph.Output.Count > 1) graph.Output.RemoveAt(1);
        return new(Bytes(copy), taken, written);

        string Replaced(NodeProto node, IReadOnlyList<string> biases)
        {
            var weight = weights[node.Input[1]];
            var axis = node.OpType == "Conv" || (node.OpType == "Gemm" && node.Attribute.Any(attribute => attribute.Name == "transB" && attribute.I != 0)) ? 0 : weight.Shape.Rank - 1;
            Write(node.Input[1], draw(weight.Shape.With(axis, classes), (int)(weight.Shape.Elements / weight.Shape[axis])));
            foreach (var bias in node.Input.Skip(2).Where(input => input.Length > 0).Concat(biases)) Write(bias, Tensor.Full(ElementType.Float32, [classes], 0));
            if (graph.Output[0].Type?.TensorType?.Shape is { Dim: [_, var scores, ..] }) (scores.DimParam, scores.DimValue) = ("", classes);
            return node.Input[0];
        }

        string Appended()
        {
            if (features.Rank < 2) throw new GraphException($"The output '{graph.Output[0].Name}' of '{Name}' has the shape {features}, which holds no features of a batch of images: batch x features x positions is needed.");
            var x = graph.Output[0].Name;
            if (features.Rank > 2)
            {
                int[] order = [0, channels, .. Enumerable.Range(1, features.Rank - 1).Where(axis => axis != channels)];
                if (channels != 1) x = Add("Transpose", "first", [x], new() { ["perm"] = order });
                x = Add("Flatten", "features", [Add("GlobalAveragePool", "mean", [x], Attributes.None)], new() { ["axis"] = 1 });
            }

            var inputs = features[features.Rank > 2 ? channels : 1];
            string[] operands = [x, Write(Unique("weights"), draw([classes, inputs], inputs)), Write(Unique("bias"), Tensor.Full(ElementType.Float32, [classes], 0))];
            int? batch = graph.Output[0].Type?.TensorType?.Shape?.Dim is [{ HasDimValue: true, DimValue: > 0 } declared, ..] ? (int)declared.DimValue : null;
            graph.Output[0] = ModelBuilder.Info(Add("Gemm", "scores", operands, new() { ["transB"] = 1 }), [batch, classes]);
            return x;
        }

        string Add(string operation, string name, IEnumerable<string> inputs, Attributes attributes)
        {
            var node = new NodeProto { OpType = operation, Name = Unique(name), Input = { inputs }, Output = { Unique(name) }, Attribute = { attributes.Select(entry => GraphWriter.ToProto(entry.Key, entry.Value)) } };
            graph.Node.Add(node);
            return node.Output[0];
        }

        string Unique(string name)
        {
            var unique = $"head/{name}";
            for (var n = 2; weights.ContainsKey(unique) || proto.Graph.Node.Any(node => node.Output.Contains(unique)); n++) unique = $"head/{name}_{n}";
            return unique;
        }

        string Write(string name, Tensor tensor)
        {
            if (graph.Initializer.FirstOrDefault(initializer => initializer.Name == name) is { } old) graph.Initializer.Remove(old);
            if (graph.Input.FirstOrDefault(input => input.Name == name) is { } declared) graph.Input.Remove(declared);
            graph.Initializer.Add(GraphWriter.ToProto(name, tensor));
            if (copy.IrVersion < WeightsAreNoInputs) graph.Input.Add(ModelBuilder.Info(name, [.. tensor.Shape.Select(size => (int?)size)]));
            written.Add(name);
            return name;
        }
    }

    /// <summary>The linear layer with weights of its own that the first output's scores come from, and what is added behind it; null where there is none.</summary>
    (NodeProto Node, IReadOnlyList<string> Biases)? Linear(GraphProto graph)
    {
        var (name, biases) = (graph.Output[0].Name, new List<string>());
        while (graph.Node.FirstOrDefault(node => node.Output.Contains(name)) is { } node)
        {
            if (node.OpType is "Gemm" or "MatMul" or "Conv" && node.Input.Count > 1 && weights.ContainsKey(node.Input[1])) return (node, biases);
            if (node.OpType == "Add" && node.Input.FirstOrDefault(weights.ContainsKey) is { } bias)
            {
                biases.Add(bias);
                name = node.Input.First(input => input != bias);
            }
            else if (Catalogue.Is(node.OpType, Traits.KeepsOrder)) name = node.Input[0];
            else break;
        }

        return null;
    }
}
