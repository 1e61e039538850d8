using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>How a class is scored.</summary>
enum ClassScore
{
    /// <summary>The class's own output, before any softmax.</summary>
    Logit,

    /// <summary>Its probability among all classes.</summary>
    Probability,

    /// <summary>The logarithm of its probability, which can be climbed from far away.</summary>
    LogProbability,
}

/// <summary>A class by its name, at the network's last layer.</summary>
sealed record ClassTerm(string Name, ClassScore Score = ClassScore.Logit) : Term
{
    internal const string Prefix = "label:";

    private protected override string Text => Score == ClassScore.Logit ? Prefix + Syntax.Name(Name) : $"{Syntax.Function(Score)}({Syntax.Name(Name)})";

    internal override ScoreNode In(Network network)
    {
        ClassOf(network);
        return Score == ClassScore.Logit ? new UnitSums(network.Layers[^1]) : new Probabilities(network.Layers[^1], Score);
    }

    internal override void Fill(ScoreInputs feed, float weight)
    {
        var unit = ClassOf(feed.Network);
        if (Score == ClassScore.Logit)
        {
            var shape = feed.ShapeOf(feed.Network.Layers[^1]);
            var area = shape[2] * shape[3];
            foreach (ref var share in feed[ScoreInputs.Share].Slice(unit * area, area)) share += weight / area;
        }
        else feed[ScoreInputs.Share][unit] += weight;
    }

    int ClassOf(Network network)
    {
        if (network.Labels.Count == 0)
            throw new GraphException($"The objective '{this}' names a class, but the network's class names are not known. Give them as \"labels\" in its .percept.json file, or use a unit: {network.Layers[^1].Name}:NUMBER.");
        var at = network.Labels.ToList().FindIndex(label => label.Equals(Name, StringComparison.OrdinalIgnoreCase));
        if (at < 0) throw new GraphException($"'{this}': the network has no class '{Name}'; the nearest are {string.Join(", ", Nearest.To(Name, network.Labels))}.");
        return at < network.Layers[^1].Channels ? at : throw new GraphException($"'{this}' is class {at}, but the last layer, '{network.Layers[^1].Name}', has {network.Layers[^1].Channels} units; the class names do not go with this network.");
    }
}

/// <summary>A weighted sum of classes' probabilities, or of their logarithms.</summary>
sealed record Probabilities(Layer Layer, ClassScore Score) : ScoreNode
{
    internal override IEnumerable<Layer> Layers => [Layer];

    internal override bool IsShared => true;

    internal override Value Build(ScoreGraph stage)
    {
        var logits = stage.Of(Layer).Mean([2, 3], keepDims: false);
        var chances = logits.Graph.Emit(Score == ClassScore.Probability ? "Softmax" : "LogSoftmax", [logits], new() { ["axis"] = 1 });
        return (chances * stage.Input(ScoreInputs.Share, chances.Shape)).Sum([], keepDims: false);
    }
}
