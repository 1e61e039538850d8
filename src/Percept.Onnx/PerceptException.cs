namespace Percept.Onnx;

/// <summary>Something that Percept refuses or cannot go on with. The message is a whole sentence for a person: what, where, and what to do.</summary>
/// <remarks>Every exception that Percept throws on purpose is one; any other is a defect, but for those of the BCL that say so themselves (cancellation, arguments, files).</remarks>
public abstract class PerceptException : Exception
{
    const int MostLetters = 1500;

    /// <summary>An error with that sentence, and what lies behind it.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="canRetry">Whether the same call can succeed later.</param>
    /// <param name="inner">What lies behind it.</param>
    protected PerceptException(string message, bool canRetry = false, Exception? inner = null) : base(Printable(message), inner) => CanRetry = canRetry;

    /// <summary>Whether the same call can succeed later (a full disk, another writer); otherwise it would be refused again.</summary>
    public bool CanRetry { get; }

    /// <summary>Names in a file may hold anything; what a terminal would obey, or nobody would read to its end, is not printed.</summary>
    static string Printable(string message)
    {
        if (message.Length > MostLetters) message = $"{message.AsSpan(0, MostLetters - 100)} … {message.AsSpan(message.Length - 90)}";
        return message.Any(char.IsControl) ? string.Concat(message.Select(letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString())) : message;
    }
}
