using Percept.Imaging;

namespace Percept.Answers.Eigenimages;

/// <summary>The images of a folder as numbers of one length: cropped to a square about the middle, made the same size, colour or grey.</summary>
/// <param name="images">The images.</param>
/// <param name="side">Rows and columns that each is brought to, in pixels.</param>
/// <param name="channels">3, or 1 for grey.</param>
sealed class ImageSamples(IReadOnlyList<ImageFile> images, int side, int channels)
{
    readonly List<SkippedFile> skipped = [];

    internal int Side => side;

    internal int Channels => channels;

    /// <summary>The files that could not be read so far, and why.</summary>
    internal IReadOnlyList<SkippedFile> Skipped => skipped;

    /// <summary>The images that can be read, in order, decoded ahead on all processors.</summary>
    internal IEnumerable<(ImageFile File, float[] Pixels)> Read(CancellationToken cancel)
    {
        foreach (var (file, pixels, reason) in images.AsParallel().AsOrdered().WithCancellation(cancel).Select(Decode))
        {
            if (pixels is not null) yield return (file, pixels);
            else if (!skipped.Any(known => known.File == file.Name)) skipped.Add(new(file.Name, reason!));
        }
    }

    /// <summary>Squares cut from the images at places drawn from a seed.</summary>
    /// <param name="height">Rows of a patch.</param>
    /// <param name="width">Columns of a patch.</param>
    /// <param name="count">How many in all.</param>
    /// <param name="seed">What the places are drawn from.</param>
    /// <param name="cancel">Ends it between two images.</param>
    internal List<float[]> Patches(int height, int width, int count, int seed, CancellationToken cancel)
    {
        var (random, patches, each) = (new Random(seed), new List<float[]>(), Math.Max(1, (count + images.Count - 1) / images.Count));
        foreach (var (_, pixels) in Read(cancel))
            for (var i = 0; i < each && patches.Count < count; i++) patches.Add(Cut(pixels, random.Next(side - height + 1), random.Next(side - width + 1), height, width));
        return patches;
    }

    float[] Cut(float[] pixels, int top, int left, int height, int width) =>
        [.. from channel in Enumerable.Range(0, channels) from y in Enumerable.Range(top, height) from x in Enumerable.Range(left, width) select pixels[(((channel * side) + y) * side) + x]];

    (ImageFile File, float[]? Pixels, string? Reason) Decode(ImageFile file)
    {
        try
        {
            var picture = Picture.ReadFitted(file.Path, side, side);
            return (file, (channels == 1 ? picture.ToGrey() : picture.ToColor()).ToPlanes(), null);
        }
        catch (PictureException error)
        {
            return (file, null, error.Message);
        }
    }
}
