using Percept.Filters;
using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;

namespace Percept.Answers.Eigenimages;

/// <summary>Compares a network's features with the eigenimages of a folder.</summary>
public static class EigenAnalysis
{
    const int Fewest = 8, Leading = 16, Measured = 8, Seen = 4;

    /// <summary>Finds the eigenimages and compares every layer with them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The images.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Receives the name of each part and the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it soon.</param>
    /// <exception cref="GraphException">The folder has too few images that can be read.</exception>
    public static async Task<EigenComparison> OfAsync(Network network, IReadOnlyList<ImageFile> images, EigenOptions? options = null, IProgress<(string Part, double Share)>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        network.Preprocessing.RequirePictures();
        var found = await Task.Run(() => network.Processors.Run(() => Of(network, images, options, progress, cancellationToken)), cancellationToken).ConfigureAwait(false);
        progress?.Report(("reconstructions", 0.8));
        return options.InversionSteps == 0 ? found : found with { Kept = await Reconstruction.OfAsync(network, found.Eigenimages, Some(images, options)[0], options, cancellationToken).ConfigureAwait(false) };
    }

    static EigenComparison Of(Network network, IReadOnlyList<ImageFile> images, EigenOptions options, IProgress<(string Part, double Share)>? progress, CancellationToken cancellationToken)
    {
        var channels = network.Preprocessing.ImageChannels;
        var (samples, some, filters) = (new ImageSamples(images, options.Side, channels, network.Processors), Some(images, options), FiltersOf(network));
        var cut = filters is [{ Height: var height, Width: var width } first, ..] && height * width > 1 && Math.Max(height, width) <= options.Side && first.Channels == channels
            ? new PatchSamples(samples, height, width, options.Patches, options.Seed) : null;
        progress?.Report(("eigenimages", 0));
        var (compared, pixels, read) = (some.ToHashSet(), new Dictionary<ImageFile, float[]>(), 0);
        var eigenimages = PrincipalComponents.Of(Read(), options.Count, processors: network.Processors);

        progress?.Report(("patches", 0.2));
        var patches = cut is null ? null : PrincipalComponents.Of(cut.Patches, Math.Min(filters.Count, filters[0].Weights.Length - 1), cut.Patches.Count, network.Processors);
        var independent = patches is null ? [] : IndependentComponents.Of(patches, cut!.Patches, options.Seed, cancellationToken: cancellationToken);

        progress?.Report(("layers", 0.4));
        var layers = Layers(network, [.. some.Where(pixels.ContainsKey)], pixels, options, progress, cancellationToken);
        var angles = patches is null ? [] : Subspaces.Angles([.. filters.Select(filter => filter.Weights)], patches.Components);
        return new()
        {
            Images = eigenimages.Count,
            Skipped = samples.Skipped,
            Side = options.Side,
            Channels = channels,
            Eigenimages = eigenimages,
            Patches = patches,
            Independent = independent,
            Filters = filters,
            Angles = angles,
            AngleByChance = patches is null ? double.NaN : Subspaces.ByChance(Math.Min(filters.Count, patches.Mean.Length), patches.Components.Count, patches.Mean.Length, options.Seed),
            EigenimageSpread = eigenimages.Components.Take(Leading).Average(component => PixelSpread.Of(component, channels)),
            Layers = layers,
            Kept = [],
        };

        // Each image is decoded once for all that needs it at this size.
        IEnumerable<float[]> Read()
        {
            foreach (var image in samples.Read(cancellationToken))
            {
                read++;
                cut?.Add(image.Pixels);
                if (compared.Contains(image.File)) pixels[image.File] = image.Pixels;
                yield return image.Pixels;
            }

            if (read < Fewest) throw new GraphException($"Eigenimages need {Fewest} images at least that can be read, and of these {images.Count} fewer can.");
        }
    }

    static LayerComparison[] Layers(Network network, IReadOnlyList<ImageFile> some, Dictionary<ImageFile, float[]> pixels, EigenOptions options, IProgress<(string, double)>? progress, CancellationToken cancellationToken)
    {
        using var neurons = new NeuronReader(network, options.Seed);
        var seen = network.Processors.Select(some, file => (Pixels: pixels[file], Activations: neurons.Of(Fitted(network, file))), cancellationToken);
        var fitted = seen.Length / 2;
        var components = PrincipalComponents.Of(seen.Take(fitted).Select(image => image.Pixels), Math.Min(options.Count, Math.Max(1, fitted / 3)), fitted, network.Processors);
        var coefficients = seen.Select(image => components.Coefficients(image.Pixels)).ToArray();
        var measured = Enumerable.Range(0, Measured).Select(i => (int)Math.Round(i * (network.Layers.Count - 1) / (Measured - 1.0))).ToHashSet();
        var pictures = some.Take(Seen).Select(file => Fitted(network, file)).ToArray();
        // Gradients run on one thread each.
        var spreads = network.Processors.Select(network.Layers.Count, i => measured.Contains(i) ? SpreadOf(network.Layers[i]) : double.NaN, cancellationToken);
        return [.. network.Layers.Select((layer, i) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(("layers", 0.6 + (0.2 * i / network.Layers.Count)));
            return new LayerComparison(layer.Name, LinearShare.Of(coefficients, [.. seen.Select(image => image.Activations[i])], fitted, network.Processors), spreads[i]);
        })];

        double SpreadOf(Layer layer)
        {
            try
            {
                return PixelSpread.Of(network, layer, pictures, options.Seed);
            }
            catch (GraphException)
            {
                // A layer without a gradient is compared all the same.
                return double.NaN;
            }
        }
    }

    static IReadOnlyList<Filter> FiltersOf(Network network)
    {
        try
        {
            return FirstLayer.Filters(network);
        }
        catch (GraphException)
        {
            // A network without filters can be compared all the same.
            return [];
        }
    }

    static ImageFile[] Some(IReadOnlyList<ImageFile> images, EigenOptions options)
    {
        ImageFile[] all = [.. images];
        new Random(options.Seed).Shuffle(all);
        return all[..Math.Min(all.Length, options.LayerImages)];
    }

    internal static Picture Fitted(Network network, ImageFile file) => Picture.ReadFitted(file.Path, network.Preprocessing.Height, network.Preprocessing.Width);
}
