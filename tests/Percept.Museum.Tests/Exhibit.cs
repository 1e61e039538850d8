using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests;

/// <summary>A network file on which every verb is run.</summary>
/// <param name="Name">What the table calls it; its file's name without extension.</param>
/// <param name="Kind">Where it comes from, or what it is a case of.</param>
/// <param name="Bring">Writes or finds the file, and gives its path; takes a folder that it may use.</param>
sealed record Exhibit(string Name, string Kind, Func<string, string> Bring)
{
    /// <summary>Options that every verb gets, as a user of this file would give them.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Steps of ascent.</summary>
    public int Steps { get; init; } = 2;

    /// <summary>How many images are looked at.</summary>
    public int Images { get; init; } = 8;

    /// <summary>The verbs that are run, where the others would take minutes; null: all.</summary>
    public string[]? Verbs { get; init; }

    /// <summary>Whether it is a vision network; what is none is refused.</summary>
    public bool IsVision { get; init; } = true;

    /// <summary>A file of our own making.</summary>
    public static Exhibit Of(string name, string kind, Func<string, Net> write) => new(name, kind, folder =>
    {
        var path = Path.Join(folder, name + ".onnx");
        File.WriteAllBytes(path, write(folder).Bytes);
        return path;
    });
}
