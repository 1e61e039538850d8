namespace Percept.Explorer;

/// <summary>A site that cannot be served or exported; the message is a whole sentence for a person.</summary>
public sealed class SiteException(string message, Exception? inner = null) : Exception(message, inner);
