using Percept.Imaging;

namespace Percept.Demo;

/// <summary>What the build brings for the demo: it lies in the folder demo/ beside the program.</summary>
static class DemoData
{
    /// <summary>The path of something that the build brought.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    internal static string PathOf(params ReadOnlySpan<string> names)
    {
        var path = Path.Combine([AppContext.BaseDirectory, "demo", .. names]);
        return Path.Exists(path) ? path : throw new FileNotFoundException(
            $"The demo's networks and images are not at '{path}': Percept was built with -p:DemoData=false; build it without that, with Node.js 20 or newer.", path);
    }

    /// <summary>What a demo image shows, in words: "woman beard medium skin" for people/woman_beard_medium_skin.webp.</summary>
    public static string Title(ImageFile image) => Path.GetFileNameWithoutExtension(image.Name).Replace('_', ' ');
}
