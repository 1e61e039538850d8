using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Answers.Concepts;

/// <summary>A folder of masks: pictures that are white where an image shows a concept.</summary>
/// <remarks>
/// A mask belongs to the image of the same name, whatever the extension: <c>masks/eye/people/anna.png</c> shows the concept "eye" in
/// <c>images/people/anna.jpg</c>. Where the folders are parallel, <c>masks/cats/tom.png</c> shows "cats" in <c>images/cats/tom.jpg</c>.
/// </remarks>
sealed class MaskFolder
{
    readonly Dictionary<(string Image, string Concept), string> files = [];

    internal MaskFolder(string path, IReadOnlyList<ImageFile> images)
    {
        var known = images.Select(image => Stem(image.Name)).ToHashSet(StringComparer.Ordinal);
        var strays = new List<string>();
        foreach (var file in new ImageFolder(path))
        {
            var (stem, concept) = (Stem(file.Name), file.Group);
            var within = concept.Length == 0 ? stem : stem[(concept.Length + 1)..];
            if (concept.Length > 0 && known.Contains(within)) files[(within, concept)] = file.Path;
            else if (concept.Length > 0 && known.Contains(stem)) files[(stem, concept)] = file.Path;
            else strays.Add(file.Name);
        }

        if (files.Count == 0) throw new GraphException($"No mask in '{path}' belongs to an image; the mask of images/people/anna.jpg for the concept 'eye' is masks/eye/people/anna.png. The first file there is '{strays[0]}'.");
        Concepts = [.. files.Keys.Select(key => key.Concept).Distinct().Order(StringComparer.Ordinal)];
        Strays = strays;
    }

    /// <summary>The concepts, by name.</summary>
    internal IReadOnlyList<string> Concepts { get; }

    /// <summary>Masks that belong to no image.</summary>
    internal IReadOnlyList<string> Strays { get; }

    /// <summary>Where an image shows a concept, at some size; null where no mask says so, which means nowhere.</summary>
    internal bool[]? Of(ImageFile image, string concept, Preprocessing preprocessing, int height, int width)
    {
        if (!files.TryGetValue((Stem(image.Name), concept), out var path)) return null;
        // Cropped as the image is, then brought to the size without making greys.
        var mask = Picture.ReadFitted(path, preprocessing.Height, preprocessing.Width).ToGrey().Resize(height, width, Sampling.Nearest);
        return [.. mask.Pixels.ToArray().Select(level => level >= 128)];
    }

    static string Stem(string name) => Path.ChangeExtension(name, null);
}
