using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Matching;

/// <summary>An image as the network sees it, or why it cannot.</summary>
sealed record FedImage(int Index, ImageFile File, Picture? Picture, string Hash, byte[] Encoded, string? Reason);

/// <summary>Reads a dataset's images ahead of their use, in order.</summary>
static class ImageFeed
{
    internal static async IAsyncEnumerable<FedImage> ReadAsync(
        Preprocessing preprocessing, IReadOnlyList<ImageFile> images, int start, int count, Fit fit, [EnumeratorCancellation] CancellationToken cancel)
    {
        // A few images ahead keep the runtime busy; more would only fill memory.
        var ahead = Channel.CreateBounded<Task<FedImage>>(16);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = Task.Run(async () =>
        {
            for (var i = start; i < start + count; i++)
            {
                var index = i;
                await ahead.Writer.WriteAsync(Task.Run(() => Read(preprocessing, index, images[index], fit), stop.Token), stop.Token).ConfigureAwait(false);
            }

            ahead.Writer.Complete();
        }, stop.Token);

        try
        {
            await foreach (var image in ahead.Reader.ReadAllAsync(cancel).ConfigureAwait(false)) yield return await image.ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    static FedImage Read(Preprocessing preprocessing, int index, ImageFile file, Fit fit)
    {
        try
        {
            var bytes = File.ReadAllBytes(file.Path);
            var picture = Picture.DecodeFitted(bytes, file.Name, preprocessing.Height, preprocessing.Width, fit);
            picture = preprocessing.ImageChannels == 1 ? picture.ToGrey() : picture.ToColor();
            return new(index, file, picture, Convert.ToHexStringLower(SHA256.HashData(bytes)), picture.ToWebp(quality: 90), null);
        }
        catch (Exception error) when (error is PictureException or IOException or UnauthorizedAccessException)
        {
            return new(index, file, null, "", [], error.Message);
        }
    }
}
