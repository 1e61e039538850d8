using Percept.Atlases;
using Percept.Building;

namespace Percept.Pipeline;

/// <summary>Keeps the list of the images, so that a build that goes on knows which have gone or changed since.</summary>
static class ListStage
{
    internal static void Run(Dataset dataset, AtlasWriter atlas)
    {
        var piece = new AtlasPart("images");
        if (!atlas.IsDone(piece)) atlas.Write(piece, transaction => transaction.PutImageList(dataset.ToBytes()));
    }

    /// <summary>The images that an atlas was begun with, where some of them are gone or have changed since; else the images as they are.</summary>
    internal static Dataset Begun(string atlasPath, Dataset now)
    {
        if (!File.Exists(atlasPath)) return now;
        try
        {
            using var atlas = Atlas.OpenRead(atlasPath);
            return atlas.Identity.DatasetSha256 != now.Hash && atlas.ImageList() is { } list && Dataset.Read(list, now.Folder) is var begun && now.IsLeftOf(begun) ? begun : now;
        }
        catch (Exception error) when (error is AtlasException or InvalidDataException)
        {
            // Whoever opens it to write says why it cannot be used, or begins it anew.
            return now;
        }
    }
}
