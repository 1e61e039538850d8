using Percept.Building;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Demo;

/// <summary>A trained network that the build brings, and the images that it is shown on: Fluent 3D emoji (MIT), chosen by the rules that native/choose.mjs states.</summary>
/// <param name="Name">The name that <c>percept demo --network</c> knows it by.</param>
/// <param name="Words">The network in a few words, for readers.</param>
/// <param name="Preprocessing">How an image becomes its input.</param>
/// <param name="Building">How much of its atlas is built, so that all of it takes a few minutes on two cores.</param>
public sealed record DemoNetwork(string Name, string Words, PreprocessingOptions Preprocessing, BuildOptions Building)
{
    /// <summary>ResNet-18, trained on ImageNet (Microsoft, MIT): 224 x 224, NCHW, its features without their classifier. The images are of every kind.</summary>
    /// <remarks>It takes blue, green and red from 0 to 255 minus a mean image; ResNetPreprocess.onnx of the same package has that image, and here its mean over all pixels is subtracted from each channel.</remarks>
    public static DemoNetwork ImageNet { get; } = new("imagenet", "a ResNet-18 trained on ImageNet", new()
    {
        Range = [0, 255],
        Mean = [103.0626, 115.9029, 123.1516],
        Channels = ChannelOrder.Bgr,
        Layout = Layout.Nchw,
    }, new() { UnitsPerLayer = 2, Steps = 80, SmallestSize = 128, LargestSize = 128, EffectiveUnits = 16, SurveyImages = 48 })
    { File = "resnet18.onnx", Folder = "everything" };

    /// <summary>BlazeFace for faces far away (Google's MediaPipe, Apache-2.0): 256 x 256, NHWC. The images are faces, people, animals, cats, and objects for contrast.</summary>
    public static DemoNetwork Faces { get; } = new("faces", "a face detector", new() { Range = [-1, 1] }, new()) { File = "blazeface.onnx", Folder = "faces" };

    /// <summary>All of them; the first is shown where none is named.</summary>
    public static IReadOnlyList<DemoNetwork> All { get; } = [ImageNet, Faces];

    /// <summary>The path of its ONNX file.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public string Model => DemoData.PathOf(File);

    /// <summary>The folder of its images, with a folder for each group.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public string ImagePath => DemoData.PathOf("emoji", Folder);

    /// <summary>Its images, in a fixed order.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public ImageFolder Images => new(ImagePath);

    string File { get; init; } = "";

    string Folder { get; init; } = "";

    /// <summary>Reads it.</summary>
    /// <exception cref="FileNotFoundException">Percept was built without demo data.</exception>
    public Network Load() => Network.Load(Model, Preprocessing);
}
