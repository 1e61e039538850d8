using Percept.Imaging;

namespace Percept.Training.Data;

/// <summary>An image and its class.</summary>
public sealed record LabelledImage(ImageFile File, int Class);

/// <summary>Stand-in.</summary>
public sealed class LabelledImages
{
    /// <summary>Stand-in.</summary>
    public IReadOnlyList<string> Classes { get; private init; } = [];
    /// <summary>Stand-in.</summary>
    public IReadOnlyList<LabelledImage> Train { get; private init; } = [];
    /// <summary>Stand-in.</summary>
    public IReadOnlyList<LabelledImage> HeldOut { get; private init; } = [];
    /// <summary>Stand-in.</summary>
    public IReadOnlyList<string> Findings { get; private init; } = [];

    /// <summary>Stand-in.</summary>
    public static LabelledImages Open(string folder, double heldOut = 0.2, int seed = 0)
    {
        var files = new ImageFolder(folder);
        var classes = files.Select(file => file.Group).Distinct().Order(StringComparer.Ordinal).ToList();
        var all = files.Select(file => new LabelledImage(file, classes.IndexOf(file.Group))).ToArray();
        new Random(seed).Shuffle(all);
        var count = (int)(all.Length * heldOut);
        return new() { Classes = classes, Train = all[count..], HeldOut = all[..count] };
    }
}
