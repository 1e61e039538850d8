using Percept.Imaging;
using Percept.Networks;
using Percept.Watching;

namespace Percept.Cli;

/// <summary>The activations of all units on some images.</summary>
static class ImagesSeen
{
    /// <summary>Looks at each image; one that cannot be read is skipped if there are others.</summary>
    internal static (List<(ImageFile File, UnitSummary[][] Units)> Seen, List<SkippedFile> Skipped) Of(Watcher watcher, IReadOnlyList<ImageFile> files, bool skips, CancellationToken cancel)
    {
        var (seen, skipped) = (new List<(ImageFile, UnitSummary[][])>(), new List<SkippedFile>());
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                watcher.Look(watcher.Read(file.Path));
                seen.Add((file, watcher.Summaries()));
            }
            catch (PictureException error) when (skips)
            {
                skipped.Add(new(file.Name, error.Message));
            }
        }

        return seen.Count > 0 ? (seen, skipped) : throw new PictureException($"None of {files.Count} image files could be read, such as '{files[0].Name}': {skipped[0].Reason}");
    }
}
