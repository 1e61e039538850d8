using Percept.Onnx;

namespace Percept.Networks;

/// <summary>A device that cannot be used here; the message says why, and what to do.</summary>
public sealed class DeviceException(string message) : PerceptException(message);
