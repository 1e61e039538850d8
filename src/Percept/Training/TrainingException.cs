using Percept.Onnx;

namespace Percept.Training;

/// <summary>A training that cannot begin or go on.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : PerceptException(message, inner: inner);
