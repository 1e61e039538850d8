using Percept.Imaging;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Detection;

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
public sealed partial record PreprocessingEvidence
{
    const int MostImages = 32, SomeImages = 16, FewImages = 4, TypicalCount = 4, TypicalSize = 96;

    /// <summary>What the verdict rests on.</summary>
    public required Basis Basis { get; init; }

    /// <summary>The convention that fits; null where it cannot be told.</summary>
    public required PreprocessingCandidate? Best { get; init; }

    /// <summary>The share of 200 resamplings, of images and of units, in which its values fit best; 1 where the file itself says it; null where it cannot be told.</summary>
    public required double? Sure { get; init; }

    /// <summary>The same for the order of its channels; null where that cannot be told.</summary>
    public required double? SureOfOrder { get; init; }

    /// <summary>Whether its values are beyond doubt, so that they are used where nothing else is said.</summary>
    public required bool Decides { get; init; }

    /// <summary>Everything that was tried, what is given first.</summary>
    public required IReadOnlyList<PreprocessingCandidate> Candidates { get; init; }

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
    public string? Options => Best?.Preprocessing.ToArguments();

    /// <summary>Judges a network's preprocessing by its file alone: fast, and silent where the file says nothing.</summary>
    /// <exception cref="GraphException">The network cannot be run.</exception>
    public static PreprocessingEvidence Of(Network network) => Of(network, [], thorough: false);

    /// <summary>Judges a network's preprocessing by its file and some images like those that it was trained on.</summary>
    /// <param name="network">The network, with the preprocessing that is in question.</param>
    /// <param name="images">The images; at most 32, evenly spread, are used, and those that cannot be read are passed over.</param>
    /// <param name="thorough">Whether the whole network runs, on all usual conventions; else up to its first normalisation on 4 images.</param>
    /// <exception cref="GraphException">The network cannot be run.</exception>
    public static PreprocessingEvidence Of(Network network, IReadOnlyList<ImageFile> images, bool thorough = true) => Of(network, images, thorough, thorough ? MostImages : FewImages, bothOrders: thorough);

    /// <summary>Judges a network of which nothing is known by its first normalisation, on 16 images.</summary>
    internal static PreprocessingEvidence InBothOrders(Network network, IReadOnlyList<ImageFile> images) => Of(network, images, thorough: false, SomeImages, bothOrders: true);

    static PreprocessingEvidence Of(Network network, IReadOnlyList<ImageFile> images, bool thorough, int most, bool bothOrders)
    {
        if (network.Preprocessing.Channels is ChannelOrder.Planes or ChannelOrder.Rgba) return OfPlanes(network);
        if (images.Count == 0) return OfModel(network);
        using var probe = new ConventionProbe(network, thorough);
        var (pictures, shown) = (new List<Picture>(), new List<ImageFile>());
        foreach (var file in Spread(images, most))
        {
            try
            {
                if (probe.CanRun) pictures.Add(Picture.ReadFitted(file.Path, probe.Size.Height, probe.Size.Width));
                shown.Add(file);
            }
            catch (PictureException)
            {
                // What cannot be read is reported where it is wanted.
            }
        }

        return shown.Count == 0 ? OfModel(network) : Judge(network, probe, pictures, shown, bothOrders);
    }

    /// <summary>What channels of any meaning are usually given nobody knows.</summary>
    static PreprocessingEvidence OfPlanes(Network network) => new()
    {
        Basis = Basis.None,
        Best = null,
        Sure = null,
        SureOfOrder = null,
        Decides = false,
        Candidates = [],
        Images = 0,
        Normalizations = 0,
        Labelled = 0,
        Sentence = $"Cannot tell: the network takes {network.Preprocessing.NetworkChannels} channels, so no picture shows what it was given in training.",
        Warning = null,
    };

    static PreprocessingEvidence OfModel(Network network)
    {
        using var probe = Small(network);
        return Judge(network, probe, probe.CanRun ? [.. TypicalImages.Of(TypicalCount, probe.Size.Height, probe.Size.Width)] : [], [], bothOrders: false);
    }

    /// <summary>What comes before the first normalisation can nearly always take images smaller than the network's.</summary>
    static ConventionProbe Small(Network network)
    {
        try
        {
            return new(network, thorough: false, (Math.Min(TypicalSize, network.Preprocessing.Height), Math.Min(TypicalSize, network.Preprocessing.Width)));
        }
        catch (GraphException)
        {
            return new(network, thorough: false);
        }
    }

    static PreprocessingEvidence Judge(Network network, ConventionProbe probe, IReadOnlyList<Picture> pictures, IReadOnlyList<ImageFile> shown, bool bothOrders)
    {
        var conventions = Convention.Around(network.Preprocessing);
        if (!bothOrders && probe.Own is null) conventions = [.. conventions.Where(convention => convention.Preprocessing.Channels == network.Preprocessing.Channels || convention.IsLike(conventions[0]))];
        var readings = conventions.Select(convention => (convention, (IReadOnlyList<Reading>)[.. pictures.Select(picture => probe.Read(convention.Preprocessing, picture))])).ToArray();
        return new ConventionSelection(network, probe, readings, shown).Verdict();
    }

    static IEnumerable<ImageFile> Spread(IReadOnlyList<ImageFile> images, int most)
    {
        var count = Math.Min(most, images.Count);
        return Enumerable.Range(0, count).Select(i => images[(int)((i + 0.5) * images.Count / count)]);
    }
}
