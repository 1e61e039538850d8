using Percept.Scheduling;
namespace Percept.Training.Data;

/// <summary>Images with a class each, of which some are held out: never learned from, only judged by.</summary>
/// <remarks>Classes are in the order of their names, images in the order of theirs. The same folder gives the same sets.</remarks>
public sealed class LabelledImages
{
    /// <summary>Sets that were chosen elsewhere.</summary>
    public LabelledImages(IReadOnlyList<string> classes, IReadOnlyList<LabelledImage> train, IReadOnlyList<LabelledImage> heldOut, IReadOnlyList<string> findings) =>
        (Classes, Train, HeldOut, Findings) = (classes, train, heldOut, findings);

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What is learned from.</summary>
    public IReadOnlyList<LabelledImage> Train { get; }

    /// <summary>What the network is judged by.</summary>
    public IReadOnlyList<LabelledImage> HeldOut { get; }

    /// <summary>What a reader should know of the data, in sentences: files that were skipped, images that repeat.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>For each class what its images weigh, so that all classes weigh the same; 1 on average over what is learned from.</summary>
    internal float[] ClassWeights()
    {
        var counts = Classes.Select((_, i) => Math.Max(1, Train.Count(image => image.Class == i))).ToArray();
        return [.. counts.Select(count => (float)Train.Count / (counts.Length * count))];
    }

    /// <summary>Reads a folder that holds a folder for each class, or the folders train/ and val/ with those inside.</summary>
    /// <remarks>Without train/ and val/, a share of each class is held out, chosen by the images' content: a file's name or place does not matter,
    /// copies of an image stay together, and an image that is added later moves hardly any other.
    /// Every file is opened once; what cannot be read is skipped and reported.</remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="heldOut">The share of each class that is held out, above 0 and below 1; at least one image of each class, and never all.</param>
    /// <param name="seed">Another seed holds out others.</param>
    /// <param name="processors">What the work is divided among; all where null.</param>
    /// <exception cref="TrainingException">There is only one class, a class lacks images, or a name is no text.</exception>
    /// <exception cref="Imaging.PictureException">The folder does not exist or cannot be listed.</exception>
    public static LabelledImages Open(string folder, double heldOut = 0.2, int seed = 0, Processors? processors = null)
    {
        if (heldOut is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(heldOut), heldOut, "The share that is held out lies between 0 and 1.");
        processors ??= Processors.Available;
        var tree = ClassTree.Read(folder);
        var (sample, findings) = FingerprintedSample.Read(tree.Images, processors);
        tree.RequireImages(sample);

        var (train, rest) = tree.IsSplit ? Split.AsGiven(sample, tree, findings) : Split.ByContent(sample, tree, heldOut, seed, findings);
        findings.AddRange(tree.Findings);
        findings.AddRange(NearDuplicates.Across(train, rest, processors));
        return new(tree.Classes, [.. train.Select(Image)], [.. rest.Select(Image)], findings);

        static LabelledImage Image(Fingerprinted each) => each.Image;
    }
}
