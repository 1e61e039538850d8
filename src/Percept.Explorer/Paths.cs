using System.Text.RegularExpressions;
using Percept.Atlases;

namespace Percept.Explorer;

/// <summary>Where everything is in the site: numbers and plain letters only, whatever the names in the atlas are.</summary>
static partial class Paths
{
    internal const string Home = "index.html";
    internal const string Figure = "figure.png";
    internal const string Live = "live.html";
    internal const string LiveCatalogue = "live.json";
    internal const string LiveLook = "live/look";

    internal static string Of(LayerRecord layer) => $"layers/{Folder(layer)}.html";

    internal static string Of(LayerRecord layer, int unit) => $"units/{Folder(layer)}/{unit}.html";

    internal static string Of(ImageRecord image) => $"images/{image.Id}.{image.Format switch { PictureFormat.Jpeg => "jpg", PictureFormat.WebP => "webp", _ => "png" }}";

    internal static string PageOf(ImageRecord image) => $"images/{image.Id}.html";

    internal static string Of(OptimizedImage image) => $"optimized/{image.Id}.png";

    internal static string Filter(int index) => $"filters/{index}.png";

    /// <summary>The heat map of an example, which only a server with the network can draw.</summary>
    internal static string Heat(ExampleRecord example) => $"heat/{example.Layer}/{example.Unit}/{example.Rank}.png";

    /// <summary>A picture of an answer, whose name has nothing but small letters, digits, hyphens and slashes.</summary>
    internal static string Answer(string name) => $"answers/{name}.png";

    /// <remarks>The index makes it unique and keeps it off reserved names; the letters are for people.</remarks>
    static string Folder(LayerRecord layer)
    {
        var letters = NotPlain().Replace(layer.Name.ToLowerInvariant(), "-").Trim('-');
        return $"{layer.Index:00}-{letters[..Math.Min(letters.Length, 40)]}".TrimEnd('-');
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotPlain();
}
