using Percept.Imaging;

namespace Percept.Demo;

/// <summary>The network and the images that the build brings for the demo; both lie in the folder demo/ beside the program.</summary>
/// <remarks>The network is MediaPipe's BlazeFace for faces far away (Apache-2.0): image values -1 to 1, 256 x 256, NHWC.
/// The images are 666 Fluent 3D emoji (MIT) by a rule that native/choose.mjs states: faces, people, animals, cats, and objects for contrast.</remarks>
public static class DemoData
{
    /// <summary>The path of the network's ONNX file.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public static string Model => Present(Path.Combine(AppContext.BaseDirectory, "demo", "blazeface.onnx"));

    /// <summary>The folder of everything.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    internal static string Folder => Path.GetDirectoryName(Model)!;

    /// <summary>The folder of the images, with a folder for each group.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public static string ImagePath => Path.Combine(Folder, "images");

    /// <summary>The images, in a fixed order.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public static ImageFolder Images => new(ImagePath);

    /// <summary>What a demo image shows, in words: "woman beard medium skin" for people/woman_beard_medium_skin.webp.</summary>
    public static string Title(ImageFile image) => Path.GetFileNameWithoutExtension(image.Name).Replace('_', ' ');

    static string Present(string path) => File.Exists(path) ? path : throw new FileNotFoundException(
        $"The demo's network is not at '{path}': Percept was built with -p:DemoData=false; build it without that, with Node.js 20 or newer.", path);
}
