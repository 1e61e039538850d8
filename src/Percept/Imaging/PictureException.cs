using Percept.Onnx;

namespace Percept.Imaging;

/// <summary>A file that cannot be read as a picture, or a picture that cannot be made.</summary>
public sealed class PictureException(string message, Exception? inner = null) : PerceptException(message, inner: inner);
