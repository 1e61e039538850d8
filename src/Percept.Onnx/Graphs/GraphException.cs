namespace Percept.Onnx.Graphs;

/// <summary>A model or graph that cannot be read, built, run or differentiated.</summary>
public class GraphException(string message, Exception? inner = null) : PerceptException(message, inner: inner);
