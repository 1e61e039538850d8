namespace Percept.Onnx.Graphs;

/// <summary>Something that is only known once the network runs was asked for before.</summary>
sealed class DataDependentException(string message) : GraphException(message);
