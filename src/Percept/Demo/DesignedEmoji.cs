using Percept.Imaging;
using Percept.Training.Data;

namespace Percept.Demo;

/// <summary>The sets of the demo that a network is trained on: emoji as several designers drew them, of whom one is held out entirely.</summary>
/// <remarks>What a network knows of people and cats when it knows a designer's hand only shows with another hand. The files lie in
/// demo/drawings/SET/CLASS/DESIGNER/; native/choose.mjs states by what rule, and docs/human-or-cat.md under which licences.
/// Of people and cats there are drawings by more designers than may be held out; those are always learned from.</remarks>
static class DesignedEmoji
{
    /// <summary>People who are seen close against cats and big cats.</summary>
    public const string HumanOrCat = "human-or-cat";

    /// <summary>Every emoji, by its group in Unicode.</summary>
    public const string AllGroups = "emoji";

    // Each held-out picture is judged on so many backgrounds.
    const int Backgrounds = 2;

    /// <summary>The names of the sets.</summary>
    public static IReadOnlyList<string> Sets { get; } = [HumanOrCat, AllGroups];

    /// <summary>The names of the designers; the first is the one held out where none is named.</summary>
    public static IReadOnlyList<string> Designers { get; } = ["twemoji", "fluent", "openmoji"];

    /// <summary>All pictures of a set.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public static ImageFolder Images(string set) => new(DemoData.PathOf("drawings", Known(set, Sets, "set")));

    /// <summary>A set with one designer held out.</summary>
    /// <remarks>Line drawings without colour are learned from but not judged by: they are not what the designer is known for.</remarks>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public static LabelledImages HoldOut(string set, string designer)
    {
        _ = Known(designer, Designers, "designer");
        var files = Images(set);
        string[] classes = [.. files.Select(file => file.Group).Distinct().Order(StringComparer.Ordinal)];
        var labelled = files.Select(file => new LabelledImage(file, Array.IndexOf(classes, file.Group))).ToLookup(image => Designer(image.File) == designer);
        return new(classes, [.. labelled[false]], [.. labelled[true].Where(image => !IsLineDrawing(image.File)).SelectMany(image => Enumerable.Repeat(image, Backgrounds))], []);
    }

    /// <summary>Whose drawing it is.</summary>
    public static string Designer(ImageFile file) => file.Name.Split('/')[1];

    static bool IsLineDrawing(ImageFile file) => file.Name.EndsWith("_line.svg", StringComparison.Ordinal);

    static string Known(string name, IReadOnlyList<string> names, string what) => names.Contains(name) ? name
        : throw new ArgumentException($"There is no {what} '{name}'; there are {string.Join(", ", names)}.", nameof(name));
}
