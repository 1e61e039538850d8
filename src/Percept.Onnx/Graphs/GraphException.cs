namespace Percept.Onnx.Graphs;

/// <summary>A model or graph that cannot be read, built or differentiated; its message is a whole sentence for the user.</summary>
public class GraphException : Exception
{
    /// <summary>An error with that sentence.</summary>
    public GraphException(string message) : base(message) { }

    /// <summary>An error with that sentence and what lies behind it.</summary>
    public GraphException(string message, Exception inner) : base(message, inner) { }
}
