using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>A classifier's scores before any softmax, as they are trained: weights are values, and BatchNormalization goes by the batch's own statistics.</summary>
/// <param name="Scores">Batch x classes.</param>
/// <param name="Statistics">What the running means and variances are after this batch, by their names in the model.</param>
sealed record TrainingMode(Value Scores, IReadOnlyDictionary<string, Value> Statistics)
{
    /// <summary>Adds a model to the graph of an image, or of features that were computed before.</summary>
    /// <param name="model">A classifier.</param>
    /// <param name="taken">The name of the tensor that is given: its input, or its features.</param>
    /// <param name="x">That tensor.</param>
    /// <param name="parameters">Its weights and statistics by name.</param>
    /// <param name="trains">Whether it learns; else its statistics are those it has learnt.</param>
    /// <exception cref="GraphException">It gives no scores.</exception>
    internal static TrainingMode Apply(Model model, string taken, Value x, IReadOnlyDictionary<string, Value> parameters, bool trains)
    {
        // A model is read as it is used; a copy of its nodes is then changed to what it is in training.
        var inner = new Graph();
        var (stands, outer, given) = (new Dictionary<Value, string>(), new Transplant(x.Graph), new Dictionary<string, Value>(StringComparer.Ordinal));
        foreach (var (name, value) in parameters.Append(new(taken, x)))
        {
            var stand = given[name] = inner.Input(name, value.Type, value.Shape);
            (stands[stand], outer[stand]) = (name, value);
        }

        var output = model.Outputs[0];
        var scores = model.Apply(inner, given, [output])[output];
        if (scores.Producer is { Operator: "Softmax" or "LogSoftmax" } softmax) scores = softmax.X;
        var statistics = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var node in new[] { scores }.NodesBehind())
        {
            var learns = trains && node.Operator == "BatchNormalization" && stands.ContainsKey(node[3]) && stands.ContainsKey(node[4]);
            var emitted = learns ? outer.Renamed(node, node.Attributes.With("training_mode", 1), outputs: 3) : outer.Renamed(node);
            if (learns) (statistics[stands[node[3]]], statistics[stands[node[4]]]) = (emitted[1], emitted[2]);
        }

        var found = outer[scores];
        if (found.Shape.Rank < 2 || found.Shape[0] != x.Shape[0] || found.Shape.Elements != (long)found.Shape[0] * found.Shape[1])
            throw new GraphException($"The output '{output}' of '{model.Name}' has the shape {found.Shape}; a classifier's is a score for each class, {x.Shape[0]}xclasses for a batch of {x.Shape[0]}.");
        return new(found.Reshape([found.Shape[0], found.Shape[1]]), statistics);
    }
}
