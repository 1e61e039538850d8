using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>The graph that a piece is built in, with the inputs that are its own.</summary>
/// <param name="network">The network.</param>
/// <param name="applied">The network on the images that climb.</param>
/// <param name="piece">The piece.</param>
/// <param name="name">What its inputs' and outputs' names begin with.</param>
/// <param name="index">Which of the images it scores.</param>
sealed class ScoreGraph(Network network, AppliedNetwork applied, ScoreNode piece, string name, int index)
{
    readonly Lazy<AppliedNetwork> given = new(() =>
    {
        var picture = applied.Image.Graph.Input($"{name}/{ScoreInputs.Given}", ElementType.Float32, applied.Image.Shape);
        return new(picture, network.Apply(picture, [.. piece.Layers.Select(layer => layer.Tensor)]));
    });

    readonly Dictionary<string, Value> outputs = [];

    /// <summary>The image as the network looks at it: 1 x channels x height x width, values from 0 to 1.</summary>
    internal Value Image => Own(applied.Image);

    /// <summary>The picture that a term names a file of, seen through the same view as the image.</summary>
    internal Value GivenImage => given.Value.Image;

    /// <summary>What is read after a run.</summary>
    internal IEnumerable<(string Name, Value Value)> Outputs => outputs.Select(output => (output.Key, output.Value));

    /// <summary>What is climbed instead where the piece is silent, and itself shows no way up; the piece where null.</summary>
    internal Value? Way { get; set; }

    /// <summary>A layer's activations: 1 x units x height x width.</summary>
    internal Value Of(Layer layer) => Own(applied[layer]).Cast(ElementType.Float32);

    /// <summary>A layer's activations by the picture that a term names a file of.</summary>
    internal Value Given(Layer layer) => given.Value[layer].Cast(ElementType.Float32);

    /// <summary>An input of the piece.</summary>
    internal Value Input(string what, Shape shape) => applied.Image.Graph.Input($"{name}/{what}", ElementType.Float32, shape);

    Value Own(Value images)
    {
        var batch = images.Shape[0];
        return batch == 1 ? images : images.Graph.EmitAll("Split", [images, images.Vector([.. Enumerable.Repeat(1, batch)])], new() { ["axis"] = 0 }, outputs: batch)[index];
    }

    /// <summary>Makes a value readable after a run.</summary>
    internal void Output(string what, Value value) => outputs[$"{name}/{what}"] = value;
}
