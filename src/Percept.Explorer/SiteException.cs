using Percept.Onnx;

namespace Percept.Explorer;

/// <summary>A site that cannot be served or exported.</summary>
public sealed class SiteException(string message, Exception? inner = null) : PerceptException(message, inner: inner);
