using Microsoft.ML.OnnxRuntime;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Onnx.Conformance;

/// <summary>Whether a case's model, read and written again, still gives what it should.</summary>
/// <param name="LeftOut">Why it cannot be compared; null where it was, and is equal.</param>
/// <param name="Wrong">What is wrong; null where nothing is.</param>
/// <param name="AllShapes">Whether the shape of every tensor was known before it ran.</param>
sealed record Reading(string? LeftOut = null, string? Wrong = null, bool AllShapes = false)
{
    static readonly string[] random = ["Bernoulli", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial"];

    internal bool IsEqual => LeftOut is null && Wrong is null;

    internal static Reading Of(OnnxCase each)
    {
        if (each.Proto.Graph.Node.FirstOrDefault(node => random.Contains(node.OpType)) is not null) return new("it is random");
        if (!each.HasTensorsOnly) return new("takes or gives sequences, optional values or texts; networks are given tensors of numbers");
        try
        {
            var model = Model.Parse(each.Bytes, "The model");
            var (inputs, expected) = (each.Inputs(model), each.Outputs);
            try
            {
                // As the file has it; then with settings known, so that shapes are; then with everything known, so that it is folded.
                _ = Difference(Applied(model, inputs, _ => false), expected, inputs) is { } written ? throw new InvalidDataException($"As it is written, {written}") : 0;
                var known = Applied(model, inputs, name => IsSetting(each, name, inputs[name].Type));
                _ = Difference(known, expected, inputs) is { } set ? throw new InvalidDataException($"With its settings known, {set}") : 0;
                _ = Difference(Applied(model, inputs, _ => true), expected, inputs) is { } folded ? throw new InvalidDataException($"With all inputs known, {folded}") : 0;
                return Shapes(known.Graph, inputs);
            }
            catch (Exception error) when (error is InvalidDataException or OnnxRuntimeException)
            {
                if (IsTraining(each)) return new("runs as in training; networks are read as they are used");
                return Judge(each, inputs, expected) is { } unjudged ? new(unjudged) : new(Wrong: error.Message);
            }
        }
        catch (GraphException error)
        {
            return new($"refused: {Shortened(error.Message)}");
        }
    }

    /// <summary>Whether an input is what exporters write into the file: an axis, a size, a scale.</summary>
    internal static bool IsSetting(OnnxCase each, string name, ElementType type) => !type.IsFloat()
        || each.Proto.Graph.Node.Any(node => node.OpType is "Resize" or "Upsample" or "Range" or "OneHot" && node.Input.Skip(node.OpType == "Range" ? 0 : 1).Contains(name));

    static (Graph Graph, IReadOnlyDictionary<string, Value> Values) Applied(Model model, Dictionary<string, Tensor> inputs, Predicate<string> known)
    {
        var graph = new Graph();
        return (graph, model.Apply(graph, inputs.ToDictionary(input => input.Key, input => known(input.Key) ? graph.Constant(input.Value, input.Key) : graph.Input(input.Key, input.Value.Type, input.Value.Shape))));
    }

    static string? Difference((Graph Graph, IReadOnlyDictionary<string, Value> Values) applied, Dictionary<string, Tensor> expected, Dictionary<string, Tensor> inputs)
    {
        // An output may be an input too, which cannot be written under its own name.
        var results = Runtime.Run(applied.Graph, [.. expected.Keys.Select(name => ($"{name}/given", applied.Values[name]))], inputs);
        return expected.Select(output => Tensors.Difference(output.Value, results[$"{output.Key}/given"]) is { } difference ? $"the output '{output.Key}' {difference}" : null).FirstOrDefault(difference => difference is not null);
    }

    /// <summary>Every shape that was inferred, against the one the tensor has when it is computed.</summary>
    static Reading Shapes(Graph graph, Dictionary<string, Tensor> inputs)
    {
        var values = graph.Nodes.SelectMany(node => node.Outputs).Where(value => value.Type is not (ElementType.Undefined or ElementType.String)).Select((value, i) => ($"tensor {i}", Value: value)).ToArray();
        if (values.Length == 0) return new(AllShapes: true);
        var results = Runtime.Run(graph, values, inputs);
        foreach (var (name, value) in values)
            if (value.HasShape && !value.Shape.Equals(results[name].Shape)) return new(Wrong: $"'{value.Name}' is said to have the shape {value.Shape}, and has {results[name].Shape}.");
        return new(AllShapes: graph.Nodes.SelectMany(node => node.Outputs).All(value => value.HasShape));
    }

    static bool IsTraining(OnnxCase each) => each.Proto.Graph.Node.Any(node => node.Attribute.Any(attribute => attribute.Name == "training_mode" && attribute.I == 1) || (node.OpType == "Dropout" && node.Input.Count > 2));

    /// <summary>Why ONNX Runtime is no judge of it: it does not run the file, or gives something else.</summary>
    static string? Judge(OnnxCase each, Dictionary<string, Tensor> inputs, Dictionary<string, Tensor> expected)
    {
        try
        {
            var results = Runtime.Run(each.Bytes, inputs);
            return expected.Any(output => Tensors.Difference(output.Value, results[output.Key]) is not null) ? "ONNX Runtime gives something else for the file itself" : null;
        }
        catch (OnnxRuntimeException error)
        {
            return error.Message.Contains("NotImplemented", StringComparison.Ordinal) ? "ONNX Runtime does not run the file itself: it has no such operator for these types"
                : "ONNX Runtime refuses the file itself";
        }
    }

    static string Shortened(string sentence) => sentence.Length > 160 ? sentence[..160] + " …" : sentence;
}
