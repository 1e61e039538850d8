using Percept.Onnx;

namespace Percept.Building;

/// <summary>A build or a part of one that cannot go on.</summary>
public sealed class BuildException(string message, bool canRetry = false, Exception? inner = null) : PerceptException(message, canRetry, inner);
