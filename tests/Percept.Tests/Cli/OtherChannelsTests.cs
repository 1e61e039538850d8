using Percept.Numerics;
using Percept.Imaging;
using Percept.Tests.Imaging;

namespace Percept.Tests.Cli;

/// <summary>Networks of other channels than pictures have.</summary>
public sealed class OtherChannelsTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(2), InlineData(4), InlineData(5), InlineData(6), InlineData(12)]
    public async Task A_network_of_any_number_of_channels_is_looked_into(int channels)
    {
        var model = TinyNetwork.Write(folder, model: TinyNetwork.Model(channels: channels));

        var known = (await PerceptCommand.RunAsync("inspect", model, "--json", "--size=24", "--channels=planes")).Assert(0).Json.GetProperty("preprocessing");
        var json = (await PerceptCommand.RunAsync("optimize", model, "--size=24", "--channels=planes", "--steps", "16", "-o", folder["out"], "--json", "--objective", "conv2:1", $"--mean={string.Join(',', Enumerable.Repeat("0.5", channels))}", "--std=0.25")).Assert(0).Json;
        (await PerceptCommand.RunAsync("filters", model, "-o", folder["f.png"])).Assert(0);
        (await PerceptCommand.RunAsync("measure", model, "--size=24", "--runs", "1")).Assert(0);
        NpyFile.Write(folder["x.npy"], new([1, channels, 8, 8], new float[channels * 64]));
        (await PerceptCommand.RunAsync("gradient", model, "--of", "output:1", "--input", folder["x.npy"], "-o", folder["dx.npy"])).Assert(0);

        Assert.Equal("planes", known.GetProperty("channels").GetString());
        var (file, columns) = (json.GetProperty("results")[0].GetProperty("file").GetString()!, (int)Math.Ceiling(Math.Sqrt(channels)));
        var image = NpyFile.Read(Path.ChangeExtension(file, ".npy"));
        var shown = Picture.Read(file);
        Assert.Equal([1, channels, 24, 24], image.Shape);
        Assert.Equal((26 * columns) - 2, shown.Width);
        for (var channel = 0; channel < channels; channel++)
            Assert.Equal(image.Values[(channel * 24 * 24) + 25], shown[(channel / columns * 26) + 1, (channel % columns * 26) + 1][0] / 255f, 1e-6f);
    }

    [Theory]
    [InlineData("match", "--images", "IMAGES", "-o", "a.percept")]
    [InlineData("atlas", "--images", "IMAGES", "-o", "a.percept")]
    [InlineData("watch", "PICTURE")]
    [InlineData("explain", "PICTURE", "--objective", "output:1", "-o", "out.png")]
    [InlineData("invert", "PICTURE", "-o", "out.png")]
    [InlineData("levels", "--images", "IMAGES")]
    [InlineData("eigenimages", "--images", "IMAGES", "-o", "out.png")]
    [InlineData("groups", "--images", "IMAGES", "--layer", "conv2", "-o", "out.png")]
    [InlineData("activation-atlas", "--images", "IMAGES", "--layer", "conv2", "-o", "out.png")]
    [InlineData("optimize", "--objective", "near(PICTURE)", "-o", "out")]
    [InlineData("optimize", "--objective", "conv1:1", "--start", "PICTURE", "-o", "out")]
    [InlineData("optimize", "--objective", "conv1:1", "--transparent", "-o", "out")]
    public async Task Pictures_for_a_network_of_other_channels_are_refused_with_a_sentence(string verb, params string[] words)
    {
        var (model, images) = (TinyNetwork.Write(folder, model: TinyNetwork.Model(channels: 6)), TinyNetwork.Images(folder, 2));
        string[] args = [.. words.Select(word => word.Replace("IMAGES", images, StringComparison.Ordinal).Replace("PICTURE", Directory.GetFiles(images)[0], StringComparison.Ordinal)).Select(word => word is "a.percept" or "out" or "out.png" ? folder[word] : word)];

        var said = (await PerceptCommand.RunAsync([verb, model, "--size=24", .. args])).Refused(code: 3);

        Assert.Contains("6 channels", said, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["a.percept"]));
    }
}
