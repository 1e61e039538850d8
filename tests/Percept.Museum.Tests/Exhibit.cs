using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests;

/// <summary>A network file on which every verb is run.</summary>
/// <param name="Name">What the table calls it; its file's name without extension.</param>
/// <param name="Kind">Where it comes from, or what it is a case of.</param>
/// <param name="Bring">Writes or finds the file, and gives its path; takes a folder that it may use.</param>
sealed record Exhibit(string Name, string Kind, Func<string, string> Bring)
{
    /// <summary>What shows whether a file is read, run and differentiated.</summary>
    public static readonly string[] Quick = ["inspect", "gradient", "optimize", "watch"];

    /// <summary>That, and an atlas with all its stages, which do most of the other verbs' work.</summary>
    public static readonly string[] Built = [.. Quick, "atlas", "show", "export"];

    /// <summary>Options that every verb gets, as a user of this file would give them.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Steps of ascent.</summary>
    public int Steps { get; init; } = 2;

    /// <summary>How many images are looked at.</summary>
    public int Images { get; init; } = 8;

    /// <summary>What is asked for beyond the usual: <c>whole</c>, every verb on every file, an hour or more on two cores; or <c>atlases</c>, an atlas of every file that is small enough, as the page's rows are written.</summary>
    static readonly string? asked = Environment.GetEnvironmentVariable("PERCEPT_MUSEUM");

    /// <summary>The verbs that are run; null: all.</summary>
    public string[]? Verbs { get; init; }

    /// <summary>Whether it is a vision network; what is none is refused.</summary>
    public bool IsVision { get; init; } = true;

    /// <summary>Whether a verb is run.</summary>
    public bool Runs(string verb) => asked == "whole" || Verbs is null || Verbs.Contains(verb) || (asked == "atlases" && Verbs == Quick && Built.Contains(verb));

    /// <summary>A file of our own making.</summary>
    public static Exhibit Of(string name, string kind, Func<string, Net> write) => new(name, kind, folder =>
    {
        var path = Path.Join(folder, name + ".onnx");
        File.WriteAllBytes(path, write(folder).Bytes);
        return path;
    });
}
