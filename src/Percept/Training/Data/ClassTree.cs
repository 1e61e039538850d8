using System.Text;
using Percept.Imaging;

namespace Percept.Training.Data;

/// <summary>An image file as the folders label it.</summary>
/// <param name="Image">The file and its class.</param>
/// <param name="IsHeldOut">Whether it lies in val/.</param>
sealed record Placed(LabelledImage Image, bool IsHeldOut);

/// <summary>A folder a class, or train/ and val/ with those inside.</summary>
sealed class ClassTree
{
    static readonly string[] heldOutNames = ["val", "valid", "validation", "test"];
    readonly string folder;

    ClassTree(string folder, string? train, string? heldOut)
    {
        (this.folder, IsSplit) = (folder, heldOut is not null);
        var places = heldOut is null ? [""] : new[] { $"{train}/", $"{heldOut}/" };
        Classes = [.. places.SelectMany(place => Folders(Path.Combine(folder, place))).Distinct().Order(StringComparer.Ordinal)];
        foreach (var name in Classes) RequireText(name);

        var files = new ImageFolder(folder);
        var byName = Classes.Select((name, index) => (name, index)).ToDictionary(each => each.name, each => each.index);
        Images = [.. from place in places from file in files
                     where file.Name.StartsWith(place, StringComparison.Ordinal)
                     let parts = file.Name[place.Length..].Split('/', 2)
                     where parts.Length == 2
                     select new Placed(new(file, byName[parts[0]]), place != places[0])];
        if (files.Count - Images.Count is > 0 and var others)
            Findings = [$"{others} image(s) of '{folder}' lie in no class's folder{(heldOut is null ? "" : $" of {train}/ and {heldOut}/")} and were not used."];
    }

    /// <summary>The names of the classes' folders, in order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether the folders say what is held out.</summary>
    public bool IsSplit { get; }

    /// <summary>All files of all classes.</summary>
    public IReadOnlyList<Placed> Images { get; }

    /// <summary>Sentences on what was left out.</summary>
    public IReadOnlyList<string> Findings { get; } = [];

    /// <summary>Finds the classes of a folder.</summary>
    public static ClassTree Read(string folder)
    {
        if (!Directory.Exists(folder)) _ = new ImageFolder(folder);     // which refuses it
        var names = Folders(folder).ToArray();
        var train = names.FirstOrDefault(name => name.Equals("train", StringComparison.OrdinalIgnoreCase));
        var heldOut = heldOutNames.Select(known => names.FirstOrDefault(name => name.Equals(known, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(name => name is not null);
        var tree = train is null || heldOut is null ? new(folder, null, null) : new ClassTree(folder, train, heldOut);
        return tree.Classes.Count switch
        {
            0 => throw new TrainingException($"'{folder}' holds no folders; put the images of each class in a folder of its own, named as the class, or those folders in train/ and val/."),
            1 => throw new TrainingException($"'{folder}' holds one class, '{tree.Classes[0]}'; a network learns to tell classes apart, so give it at least two folders of images."),
            _ => tree,
        };
    }

    /// <summary>Refuses a class without enough images that can be read.</summary>
    public void RequireImages(IReadOnlyList<Fingerprinted> sample)
    {
        for (var index = 0; index < Classes.Count; index++)
        {
            var images = sample.Where(each => each.Image.Class == index).ToArray();
            var (place, held) = (Path.Combine(folder, IsSplit ? "*" : "", Classes[index]), images.Count(each => each.IsHeldOut));
            if (images.Length == 0)
                throw new TrainingException($"The class '{Classes[index]}' has no image that can be read in '{place}'; put images there or remove the folder.");
            if (images.Length == 1)
                throw new TrainingException($"The class '{Classes[index]}' has one image, '{images[0].Image.File.Name}'; one to learn from and one to be judged by are the least, so add images or remove the folder.");
            if (IsSplit && (held == 0 || held == images.Length))
                throw new TrainingException($"The class '{Classes[index]}' has images {(held == 0 ? "to learn from but none that is held out" : "that are held out but none to learn from")}; both folders of '{folder}' need some of every class.");
        }
    }

    static IEnumerable<string> Folders(string path) =>
        new DirectoryInfo(path).EnumerateDirectories().Where(inner => inner is { Name: not ['.', ..], LinkTarget: null }).Select(inner => inner.Name);

    // A name whose bytes are no UTF-8 arrives with replacement characters, and the model's metadata could not hold it either.
    void RequireText(string name)
    {
        if (name.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar || Rune.IsControl(rune)))
            throw new TrainingException($"The folder '{string.Concat(name.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter))}' of '{folder}' has a name that is not valid text, so it cannot name a class; rename it.");
    }
}
