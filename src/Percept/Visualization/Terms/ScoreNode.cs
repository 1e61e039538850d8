using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>What a session computes for terms that differ only in the numbers that are fed. Equal pieces are the same graph.</summary>
abstract record ScoreNode
{
    /// <summary>The layers it looks at.</summary>
    internal virtual IEnumerable<Layer> Layers => [];

    /// <summary>Whether several terms of an objective can feed the same piece.</summary>
    internal virtual bool IsShared => false;

    /// <summary>Adds the weighted value to the graph, as a scalar.</summary>
    internal abstract Value Build(ScoreGraph stage);
}

/// <summary>A piece that is one number, multiplied by the term's weight.</summary>
abstract record WeightedScoreNode : ScoreNode
{
    internal sealed override Value Build(ScoreGraph stage) => Measure(stage) * stage.Input(ScoreInputs.Weight, Shape.Scalar);

    /// <summary>The number, as a scalar.</summary>
    private protected abstract Value Measure(ScoreGraph stage);
}
