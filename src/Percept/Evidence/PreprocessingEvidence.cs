using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Evidence;

/// <summary>What a verdict on the preprocessing rests on.</summary>
public enum Basis
{
    /// <summary>Nothing: it cannot be told.</summary>
    None,
    /// <summary>What the network's own first operations do to its input.</summary>
    OwnNormalization,
    /// <summary>The means and variances that batch normalisations keep of their training.</summary>
    Statistics,
    /// <summary>How often a classifier names the folder that an image lies in.</summary>
    FolderNames,
}

/// <summary>Which of the usual ways to turn images into a network's input fits it, how sure that is, and why.</summary>
public sealed record PreprocessingEvidence
{
    const int MostImages = 32, FewImages = 6, TypicalCount = 4;

    /// <summary>What the verdict rests on.</summary>
    public required Basis Basis { get; init; }

    /// <summary>The convention that fits; null where it cannot be told.</summary>
    public required Candidate? Best { get; init; }

    /// <summary>The share of 200 resamplings, of images and of units, in which its values fit best; 1 where the file itself says it; null where it cannot be told.</summary>
    public required double? Sure { get; init; }

    /// <summary>The same for the order of its channels; null where that cannot be told.</summary>
    public required double? SureOfOrder { get; init; }

    /// <summary>Everything that was tried, what is given first.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>How many images it was tried on; 0 where there were none.</summary>
    public required int Images { get; init; }

    /// <summary>How many batch normalisations were compared.</summary>
    public required int Normalizations { get; init; }

    /// <summary>How many of the images lie in a folder with the name of a class.</summary>
    public required int Labelled { get; init; }

    /// <summary>What fits, how sure, and why, in words.</summary>
    public required string Sentence { get; init; }

    /// <summary>What is wrong with what is given, in a sentence, where the evidence against it is clear; else null.</summary>
    public required string? Warning { get; init; }

    /// <summary>The options to type for what fits; null where it cannot be told.</summary>
    public string? Options => Best?.Preprocessing.ToOptions();

    /// <summary>Judges a network's preprocessing by its file alone: fast, and silent where the file says nothing.</summary>
    /// <exception cref="GraphException">The network cannot be run.</exception>
    public static PreprocessingEvidence Of(Network network) => Of(network, [], thorough: false);

    /// <summary>Judges a network's preprocessing by its file and some images like those that it was trained on.</summary>
    /// <param name="network">The network, with the preprocessing that is in question.</param>
    /// <param name="images">The images; at most 32, evenly spread, are used, and those that cannot be read are passed over.</param>
    /// <param name="thorough">Whether the whole network runs, on all usual conventions; else up to its first normalisation on 6 images.</param>
    /// <exception cref="GraphException">The network cannot be run.</exception>
    public static PreprocessingEvidence Of(Network network, IReadOnlyList<ImageFile> images, bool thorough = true)
    {
        thorough &= images.Count > 0;
        using var probe = new Probe(network, thorough);
        var (given, files) = (network.Preprocessing, Spread(images, thorough ? MostImages : FewImages));
        var pictures = new List<Picture>();
        var shown = new List<ImageFile>();
        foreach (var file in probe.CanRun ? files : [])
        {
            try
            {
                pictures.Add(Picture.ReadFitted(file.Path, given.Height, given.Width));
                shown.Add(file);
            }
            catch (PictureException)
            {
            }
        }

        var typical = pictures.Count == 0 && probe.CanRun;
        if (typical) pictures.AddRange(TypicalImages.Of(TypicalCount, given.Height, given.Width));
        // Colours that nobody photographed cannot tell the orders of channels apart.
        var conventions = Convention.Around(given).Where(convention => !typical || convention.Preprocessing.Channels == given.Channels || probe.Own is not null);
        var readings = conventions.Select(convention => (convention, (IReadOnlyList<Reading>)(probe.CanRun ? [.. pictures.Select(picture => probe.Read(convention.Preprocessing, picture))] : []))).ToArray();
        return new Judgement(network, probe, readings, shown, typical).Verdict();
    }

    static IEnumerable<ImageFile> Spread(IReadOnlyList<ImageFile> images, int most)
    {
        var count = Math.Min(most, images.Count);
        return Enumerable.Range(0, count).Select(i => images[(int)((i + 0.5) * images.Count / count)]);
    }
}
