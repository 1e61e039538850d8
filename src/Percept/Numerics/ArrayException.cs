using Percept.Onnx;

namespace Percept.Numerics;

/// <summary>An array file that cannot be read.</summary>
public sealed class ArrayException(string message, Exception? inner = null) : PerceptException(message, inner: inner);
