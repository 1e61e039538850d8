using Percept.Imaging;
using Percept.Networks;
using Percept.Watching;

namespace Percept.Cli;

/// <summary>The activations of all units on some images.</summary>
static class ImageActivations
{
    /// <summary>Runs the network on each image; one that cannot be read is skipped if <paramref name="skips"/>.</summary>
    /// <exception cref="PictureException">None could be read.</exception>
    internal static (List<(ImageFile File, UnitSummary[][] Units)> Read, List<SkippedFile> Skipped) Of(Watcher watcher, IReadOnlyList<ImageFile> files, bool skips, CancellationToken cancellationToken)
    {
        var (read, skipped) = (new List<(ImageFile, UnitSummary[][])>(), new List<SkippedFile>());
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                watcher.Look(watcher.Read(file.Path));
                read.Add((file, watcher.Summaries()));
            }
            catch (PictureException error) when (skips)
            {
                skipped.Add(new(file.Name, error.Message));
            }
        }

        return read.Count > 0 ? (read, skipped) : throw new PictureException($"None of {files.Count} image files could be read, such as '{files[0].Name}': {skipped[0].Reason}");
    }
}
