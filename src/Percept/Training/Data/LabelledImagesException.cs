namespace Percept.Training.Data;

/// <summary>A folder that nothing can be learned from; the message is a whole sentence.</summary>
public sealed class LabelledImagesException(string message, Exception? inner = null) : Exception(message, inner);
