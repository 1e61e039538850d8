using Percept.Networks;

namespace Percept.Visualization.Terms;

/// <summary>What an objective adds up: a number that is read off a network's activations, or off the image itself.</summary>
public abstract record Term
{
    private protected Term()
    {
    }

    /// <summary>The files that the term's value depends on.</summary>
    internal virtual IEnumerable<string> Files => [];

    /// <summary>The term as it is typed.</summary>
    private protected abstract string Text { get; }

    /// <summary>The term as it is typed.</summary>
    public sealed override string ToString() => Text;

    /// <summary>What a session computes for the term, once what it names is found to exist.</summary>
    /// <exception cref="Onnx.Graphs.GraphException">The network does not have it; the sentence names the term.</exception>
    internal abstract ScoreNode In(Network network);

    /// <summary>Feeds the numbers by which the term differs from others of its piece.</summary>
    /// <param name="feed">The piece's inputs, to which the term's share is added.</param>
    /// <param name="weight">The term's weight.</param>
    internal abstract void Fill(ScoreInputs feed, float weight);
}
