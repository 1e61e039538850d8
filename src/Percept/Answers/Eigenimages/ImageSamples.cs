using Percept.Imaging;
using Percept.Scheduling;

namespace Percept.Answers.Eigenimages;

/// <summary>The images of a folder as numbers of one length: cropped to a square about the middle, made the same size, colour or grey.</summary>
/// <param name="images">The images.</param>
/// <param name="side">Rows and columns that each is brought to, in pixels.</param>
/// <param name="channels">3, or 1 for grey.</param>
/// <param name="processors">What decoding is divided among.</param>
sealed class ImageSamples(IReadOnlyList<ImageFile> images, int side, int channels, Processors processors)
{
    readonly List<SkippedFile> skipped = [];

    internal int Side => side;

    internal int Channels => channels;

    /// <summary>The files that could not be read so far, and why.</summary>
    internal IReadOnlyList<SkippedFile> Skipped => skipped;

    /// <summary>The images that can be read, in order, decoded ahead on all processors.</summary>
    internal IEnumerable<(ImageFile File, float[] Pixels)> Read(CancellationToken cancellationToken)
    {
        foreach (var (file, pixels, reason) in processors.Stream(images, Decode, cancellationToken))
        {
            if (pixels is not null) yield return (file, pixels);
            else if (!skipped.Any(known => known.File == file.Name)) skipped.Add(new(file.Name, reason!));
        }
    }

    /// <summary>How many images there are, readable or not.</summary>
    internal int Count => images.Count;

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
