namespace Percept.Explorer;

/// <summary>One page: where it is in the site, the component that draws it, and what that is given.</summary>
sealed record Page(string Path, Type Component, Dictionary<string, object?> Parameters)
{
    /// <summary>The way from the page back to the site's root: "" or "../" as often as needed, so that every link is relative.</summary>
    internal string Root { get; } = string.Concat(Enumerable.Repeat("../", Path.Count(c => c == '/')));
}

/// <summary>One file that is no page: a picture, the style, the script.</summary>
sealed record SiteFile(string Path, Func<byte[]?> Read)
{
    internal string MediaType => MediaTypes[System.IO.Path.GetExtension(Path)];

    static readonly Dictionary<string, string> MediaTypes = new()
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
    };
}
