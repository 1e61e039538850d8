using Percept.Demo;
using Percept.Imaging;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Tests.Matching;

public sealed class UnitGradientTests
{
    static readonly Network faces = DemoNetwork.Faces.Load(), imageNet = DemoNetwork.ImageNet.Load();

    /// <summary>Positions at the corners, at borders, and inside; strides 2 to 8, windows of other parts of the image each.</summary>
    [Theory]
    [InlineData("faces", "conv2d")]
    [InlineData("faces", "re_lu_3")]
    [InlineData("faces", "re_lu_9")]
    [InlineData("imageNet", "block1.1")]
    [InlineData("imageNet", "block2.1")]
    [InlineData("imageNet", "block3.1")]
    public void In_a_window_alone_the_gradient_is_what_it_is_on_the_whole_image(string name, string layerName)
    {
        var network = name == "faces" ? faces : imageNet;
        var layer = network.Find(layerName);
        var picture = Picture.ReadFitted(DemoNetwork.Faces.Images[3].Path, network.Preprocessing.Height, network.Preprocessing.Width).ToColor();
        Assert.NotNull(GradientWindow.Of(network, layer));
        using var windowed = new UnitGradient(network, layer);
        using var whole = new UnitGradient(network, layer, window: null);

        foreach (var (y, x) in new[] { (0, 0), (layer.Height - 1, 0), (layer.Height / 2, layer.Width / 2), (layer.Height / 2, (layer.Width / 2) + 1), (1, layer.Width - 1), (layer.Height - 1, layer.Width - 1), (layer.Height / 3, 2) })
        {
            var (expected, found) = (whole.Of(picture, 1, y, x), windowed.Of(picture, 1, y, x));
            var most = expected.Energy.Max();
            Assert.All(expected.Energy.Zip(found.Energy), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * Math.Max(most, 1e-20f)));
        }
    }

    [Fact]
    public void One_forward_pass_does_for_all_units_of_a_picture_and_another_picture_has_its_own()
    {
        var layer = imageNet.Layers[^2];
        Picture[] pictures = [.. DemoNetwork.Faces.Images.Take(2).Select(file => Picture.ReadFitted(file.Path, 224, 224).ToColor())];
        using var shared = new UnitGradient(imageNet, layer);

        foreach (var (picture, unit) in new[] { (0, 3), (0, 5), (1, 5), (0, 3) })
        {
            using var fresh = new UnitGradient(imageNet, layer);
            var (y, x) = (layer.Height / 2, layer.Width / 2);
            Assert.Equal(fresh.Of(pictures[picture], unit, y, x).Energy, shared.Of(pictures[picture], unit, y, x).Energy);
        }
    }
}
