using Percept.Imaging;
using Percept.Networks;

namespace Percept.Answers.Levels;

/// <summary>The images that levels are measured on: as many of each label, in an order drawn from the seed.</summary>
static class LevelImages
{
    internal static (IReadOnlyList<(ImageFile File, Picture Picture)> Images, IReadOnlyList<SkippedFile> Skipped) Read(Network network, IReadOnlyList<ImageFile> images, LevelOptions options, CancellationToken cancellationToken)
    {
        ImageFile[] all = [.. images];
        new Random(options.Seed).Shuffle(all);
        // One of each label in turn, so that none crowds out the others.
        var turns = all.GroupBy(file => file.Group).SelectMany(group => group.Select((file, turn) => (file, turn))).OrderBy(pair => pair.turn).Select(pair => pair.file).Take(options.Images);
        var read = network.Processors.Select([.. turns], file => Fitted(network, file), cancellationToken);
        var seen = read.Where(one => one.Picture is not null).Select(one => (one.File, one.Picture!)).ToArray();
        return seen.Length >= 2 ? (seen, [.. read.Where(one => one.Picture is null).Select(one => new SkippedFile(one.File.Name, one.Reason!))])
            : throw new PictureException($"Levels are measured on two images at least, and of these {all.Length} only {seen.Length} can be read.");
    }

    static (ImageFile File, Picture? Picture, string? Reason) Fitted(Network network, ImageFile file)
    {
        try
        {
            return (file, network.Preprocessing.Fit(Picture.ReadFitted(file.Path, network.Preprocessing.Height, network.Preprocessing.Width)), null);
        }
        catch (PictureException error)
        {
            return (file, null, error.Message);
        }
    }
}
