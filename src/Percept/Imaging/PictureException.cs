namespace Percept.Imaging;

/// <summary>A file that cannot be read as a picture, or a picture that cannot be made; the message is a whole sentence.</summary>
public sealed class PictureException(string message, Exception? inner = null) : Exception(message, inner);
