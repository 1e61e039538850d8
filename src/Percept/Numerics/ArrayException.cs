namespace Percept.Numerics;

/// <summary>An array file that cannot be read; the message is a whole sentence for a person.</summary>
public sealed class ArrayException(string message, Exception? inner = null) : Exception(message, inner);
