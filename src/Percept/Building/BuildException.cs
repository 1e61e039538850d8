namespace Percept.Building;

/// <summary>A build or a part of one that cannot go on; the message is a whole sentence for a person.</summary>
public sealed class BuildException(string message, bool canRetry = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same command can go on later; otherwise it would be refused again.</summary>
    public bool CanRetry { get; } = canRetry;
}
