using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>What training makes smaller.</summary>
static class Loss
{
    /// <summary>Softmax cross-entropy: the mean over a batch of −Σ t·log softmax(scores), where t is the class, smoothed.</summary>
    /// <param name="scores">Batch x classes.</param>
    /// <param name="classes">Each image's class, int64.</param>
    /// <param name="smoothing">How much of t is shared among all classes.</param>
    /// <param name="weights">How much an image of each class counts; null where all count the same.</param>
    /// <returns>The loss, and how many images have their own class's score as the highest.</returns>
    internal static (Value Loss, Value Correct) CrossEntropy(Value scores, Value classes, double smoothing, float[]? weights)
    {
        var (graph, batch, count) = (scores.Graph, scores.Shape[0], scores.Shape[1]);
        var numbers = graph.Constant(Tensor.Of([1, count], [.. Enumerable.Range(0, count).Select(i => (long)i)]), "classes");
        var one = graph.Emit("Equal", [classes.Reshape([batch, 1]), numbers]).Cast(ElementType.Float32);
        var target = smoothing == 0 ? one : (one * (1 - smoothing)) + (smoothing / count);
        var each = -(target * graph.Emit("LogSoftmax", [scores], new() { ["axis"] = -1 })).Sum([1], keepDims: false);
        var correct = graph.Emit("Equal", [graph.Emit("ArgMax", [scores], new() { ["axis"] = 1, ["keepdims"] = 0 }), classes]).Cast(ElementType.Float32).Sum([], keepDims: false);
        if (weights is null) return (each.Mean([], keepDims: false), correct);
        var weight = (one * graph.Constant(Tensor.Of([1, count], weights), "class weights")).Sum([1], keepDims: false);
        return ((each * weight).Sum([], keepDims: false) / weight.Sum([], keepDims: false), correct);
    }
}
