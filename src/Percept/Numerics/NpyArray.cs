using Percept.Onnx.Graphs;

namespace Percept.Numerics;

/// <summary>Numbers with a shape, row by row.</summary>
/// <param name="Shape">The sizes of the axes.</param>
/// <param name="Values">The elements, the last axis running fastest.</param>
public sealed record NpyArray(Shape Shape, float[] Values);
