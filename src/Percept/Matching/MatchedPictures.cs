using System.Security.Cryptography;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Matching;

/// <summary>The pictures of the images that something is an example in. They are read again once it is known which these are, so that matching encodes none in vain.</summary>
static class MatchedPictures
{
    const int Quality = 90;

    /// <summary>Reads images again, as the network sees them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The dataset.</param>
    /// <param name="wanted">The images, as they were seen.</param>
    /// <param name="options">How they were seen.</param>
    /// <param name="found">Called with each picture, one after the other, in the order of <paramref name="wanted"/>.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    /// <returns>The images that are no longer what was seen: gone, or of other content. What was found in them is out of date.</returns>
    public static Task<IReadOnlyList<MatchedImage>> ReadAsync(
        Network network, IReadOnlyList<ImageFile> images, IReadOnlyList<MatchedImage> wanted, MatchOptions options, Action<MatchedPicture> found, CancellationToken cancellationToken = default) =>
        Task.Run<IReadOnlyList<MatchedImage>>(() => Read(network, images, wanted, options, found, cancellationToken), cancellationToken);

    static List<MatchedImage> Read(Network network, IReadOnlyList<ImageFile> images, IReadOnlyList<MatchedImage> wanted, MatchOptions options, Action<MatchedPicture> found, CancellationToken cancellationToken)
    {
        var changed = new List<MatchedImage>();
        foreach (var (image, picture) in network.Processors.Stream(wanted, image => Read(network, images[image.Index], image, options), cancellationToken))
            if (picture is null) changed.Add(image);
            else found(picture);
        return changed;
    }

    static (MatchedImage, MatchedPicture?) Read(Network network, ImageFile file, MatchedImage image, MatchOptions options)
    {
        try
        {
            var bytes = file.Read();
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != image.Hash) return (image, null);
            var picture = Decode(bytes, file, network, options.Fit);
            return (image, new(image, picture.Height, picture.Width, picture.ToWebp(Quality), DifferenceHash.Of(picture)));
        }
        catch (PictureException)
        {
            return (image, null);
        }
    }

    internal static Picture Decode(byte[] bytes, ImageFile file, Network network, Fit fit)
    {
        var picture = Picture.DecodeFitted(bytes, file.Name, network.Preprocessing.Height, network.Preprocessing.Width, fit);
        return network.Preprocessing.Fit(picture);
    }
}

/// <summary>An image as the network saw it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Width">Columns of the picture.</param>
/// <param name="WebP">The picture, encoded.</param>
/// <param name="Likeness">Its <see cref="DifferenceHash"/>.</param>
sealed record MatchedPicture(MatchedImage Image, int Height, int Width, byte[] WebP, ulong Likeness);
