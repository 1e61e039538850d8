namespace Percept.Onnx.Graphs;

/// <summary>A model or graph that cannot be read, built or differentiated; its message is a whole sentence for the user.</summary>
public class GraphException : Exception
{
    const int MostLetters = 1500;

    /// <summary>An error with that sentence.</summary>
    public GraphException(string message) : base(Printable(message)) { }

    /// <summary>An error with that sentence and what lies behind it.</summary>
    public GraphException(string message, Exception inner) : base(Printable(message), inner) { }

    /// <summary>Names in a file may hold anything; what a terminal would obey, or nobody would read to its end, is not printed.</summary>
    static string Printable(string message)
    {
        if (message.Length > MostLetters) message = $"{message.AsSpan(0, MostLetters - 100)} … {message.AsSpan(message.Length - 90)}";
        return message.Any(char.IsControl) ? string.Concat(message.Select(letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString())) : message;
    }
}
