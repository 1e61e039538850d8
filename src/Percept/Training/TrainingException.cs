namespace Percept.Training;

/// <summary>A training that cannot begin or go on; the message is the whole explanation.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);
