using Percept.Atlases;
using Percept.Files;

namespace Percept.Explorer;

/// <summary>How far an export is: pages and files written, of all.</summary>
public readonly record struct ExportProgress(int Done, int Total);

/// <summary>The explorer of an atlas as a folder of files, which opens from disk and from any web server.</summary>
public static class SiteExport
{
    /// <summary>The list of files that tells an earlier export from a folder of somebody's own.</summary>
    const string Manifest = "percept-export.txt";

    /// <summary>Writes the site beside the folder and then moves it into place, so that the folder is whole or as it was before.</summary>
    /// <exception cref="AtlasException">The file is not an atlas that can be read.</exception>
    /// <exception cref="SiteException">The folder holds files that no export wrote, or cannot be written.</exception>
    public static async Task ExportAsync(string atlasPath, string folder, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var atlas = Atlas.OpenRead(atlasPath);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        RefuseForeign(folder);
        var (writing, old) = ($"{folder}.{Guid.NewGuid():N}.writing", $"{folder}.{Guid.NewGuid():N}.old");
        try
        {
            await WriteAsync(new(atlas), writing, progress, cancellationToken);
            if (Directory.Exists(folder)) Directory.Move(folder, old);
            Directory.Move(writing, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(old) && !Directory.Exists(folder)) Directory.Move(old, folder);
            throw new SiteException($"The site cannot be written to '{folder}' ({error.Message.TrimEnd('.')}). Free some space or choose another folder.", error);
        }
        finally
        {
            foreach (var left in new[] { writing, old })
                if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
        }
    }

    static async Task WriteAsync(Site site, string folder, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        var (pages, files) = (site.Pages().ToArray(), site.Files().ToArray());
        var done = 0;
        foreach (var file in files) await WriteFileAsync(file.Path, file.Read() ?? []);
        foreach (var page in pages) await WriteFileAsync(page.Path, System.Text.Encoding.UTF8.GetBytes(await PageRenderer.RenderAsync(page)));
        await File.WriteAllLinesAsync(Path.Combine(folder, Manifest), [Manifest, .. files.Select(file => file.Path), .. pages.Select(page => page.Path)], cancellationToken);

        async Task WriteFileAsync(string path, byte[] content)
        {
            var target = ContainedPath.Of(folder, path) ?? throw new SiteException($"The atlas has a file '{path}', which would not lie in the site's folder. Do not trust this atlas; build it anew.");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(target, content, cancellationToken);
            progress?.Report(new(++done, pages.Length + files.Length));
        }
    }

    static void RefuseForeign(string folder)
    {
        if (File.Exists(folder)) throw new SiteException($"'{folder}' is a file. Choose a folder for the site.");
        if (!Directory.Exists(folder)) return;
        var manifest = Path.Combine(folder, Manifest);
        var ours = File.Exists(manifest) ? File.ReadLines(manifest).ToHashSet() : [];
        var foreign = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).FirstOrDefault(file => !ours.Contains(file));
        if (foreign is not null) throw new SiteException($"'{folder}' holds files that no export wrote, such as '{foreign}'. Choose an empty or a new folder.");
    }
}
