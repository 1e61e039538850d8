using Percept.Imaging;
using Percept.Tests.Imaging;

namespace Percept.Tests.Cli;

public sealed class WatchVerbTests : IDisposable
{
    const string Size = "--size=32,32";

    readonly TemporaryFolder folder = new();
    readonly string model, images;

    public WatchVerbTests() => (model, images) = (TinyNetwork.Write(folder), TinyNetwork.Images(folder));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task With_an_atlas_units_come_with_percentiles_and_a_picture_is_drawn()
    {
        (await PerceptCommand.RunAsync("match", model, "--images", images, Size, "-o", folder["a.percept"])).Assert(0);

        var json = (await PerceptCommand.RunAsync("watch", model, Path.Combine(images, "scene 03.png"), "--atlas", folder["a.percept"], "--top", "2", "-o", folder["sheets/w.png"], "--json")).Assert(0).Json;

        Assert.Equal("scene 03.png", json.GetProperty("image").GetString());
        Assert.Equal("the 12 images of the atlas", json.GetProperty("among").GetString());
        Assert.Equal(["conv1", "conv2", "output"], json.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
        foreach (var units in json.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("units").EnumerateArray().ToArray()))
        {
            Assert.Equal(2, units.Length);
            Assert.All(units, unit => Assert.InRange(unit.GetProperty("percentile").GetDouble(), 0, 100));
            Assert.True(units[0].GetProperty("percentile").GetDouble() >= units[1].GetProperty("percentile").GetDouble());
        }

        Assert.True(Picture.Read(folder["sheets/w.png"]).Height > 400);
    }

    [Fact]
    public async Task A_folder_s_images_are_compared_with_each_other()
    {
        folder.Write("images/broken.png", [1, 2, 3]);

        var ran = await PerceptCommand.RunAsync("watch", model, images, Size, "--top", "6", "-o", folder["sheets"], "--json");

        var json = ran.Assert(1).Json;
        Assert.Equal("broken.png", json.GetProperty("skipped")[0].GetProperty("file").GetString());
        var seen = json.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("layers")[0].GetProperty("units").EnumerateArray()
            .ToDictionary(unit => unit.GetProperty("unit").GetInt32(), unit => (Activation: unit.GetProperty("activation").GetSingle(), Percentile: unit.GetProperty("percentile").GetDouble()))).ToArray();
        Assert.Equal(12, seen.Length);
        foreach (var image in seen)
            foreach (var (unit, (activation, percentile)) in image) Assert.Equal(100.0 * seen.Count(other => other[unit].Activation < activation) / 11, percentile, 1e-6);
        Assert.All(json.GetProperty("images").EnumerateArray(), image => Assert.True(File.Exists(image.GetProperty("picture").GetString())));
    }

    [Fact]
    public async Task An_image_alone_is_told_by_activation()
    {
        var text = (await PerceptCommand.RunAsync("watch", model, Path.Combine(images, "scene 00.png"), Size)).Assert(0).Data;
        var json = (await PerceptCommand.RunAsync("watch", model, Path.Combine(images, "scene 00.png"), Size, "--json")).Assert(0).Json;

        Assert.Contains("the units with the highest activations", text, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("layers")[0].GetProperty("units")[0].GetProperty("percentile").ValueKind);
    }

    [Fact]
    public async Task Another_network_s_atlas_a_wrong_place_for_the_picture_and_no_image_are_refused()
    {
        (await PerceptCommand.RunAsync("match", model, "--images", images, Size, "-o", folder["a.percept"])).Assert(0);
        var other = TinyNetwork.Write(folder, "other.onnx", TinyNetwork.Model(activation: "Tanh"));

        Assert.Contains("is not the network that this atlas is about, tiny.onnx", (await PerceptCommand.RunAsync("watch", other, Path.Combine(images, "scene 00.png"), "--atlas", folder["a.percept"])).Refused(), StringComparison.Ordinal);
        Assert.Contains("is a folder of images, so --output takes a folder", (await PerceptCommand.RunAsync("watch", model, images, Size, "-o", folder["w.png"])).Refused(), StringComparison.Ordinal);
        Assert.Contains("The picture of one image is a .png file", (await PerceptCommand.RunAsync("watch", model, Path.Combine(images, "scene 00.png"), Size, "-o", folder["w"])).Refused(), StringComparison.Ordinal);
        Assert.Contains("does not exist", (await PerceptCommand.RunAsync("watch", model, folder["none.png"], Size)).Refused(), StringComparison.Ordinal);
        Assert.Contains("is not the network that this atlas is about", (await PerceptCommand.RunAsync("serve", folder["a.percept"], "--model", other)).Refused(), StringComparison.Ordinal);
    }
}
