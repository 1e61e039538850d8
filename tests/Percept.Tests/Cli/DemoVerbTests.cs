using System.Text.Json;
using Percept.Atlases;
using Percept.Demo;
using Percept.Imaging;

namespace Percept.Tests.Cli;

public sealed class DemoVerbTests : IDisposable
{
    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_ImageNet_network_is_looked_into_with_images_of_ones_own()
    {
        foreach (var image in DemoNetwork.ImageNet.Images.Where((_, index) => index % 130 == 0)) folder.Write($"own/{image.Name}", File.ReadAllBytes(image.Path));
        string[] command = ["demo", "--images", folder["own"], "--units", "1", "--steps", "8", "--no-serve", "-o", folder["d.percept"], "--json"];

        var json = (await PerceptCommand.RunAsync(command)).Assert(0).Json;

        Assert.Equal((19, 4928, 12), (json.GetProperty("layers").GetInt32(), json.GetProperty("units").GetInt32(), json.GetProperty("images").GetInt32()));
        Assert.Equal("[]", JsonSerializer.Serialize(json.GetProperty("skipped")));
        Assert.True(Picture.Read(json.GetProperty("figure").GetString()!).Width > 100);
        using var atlas = Atlas.OpenRead(folder["d.percept"]);
        // So few steps do not excite each unit, and one that is not excited has no picture.
        Assert.InRange(atlas.Optimized().Count, 17, 19);
        Assert.All(atlas.Optimized(), image => Assert.True(image.Size >= 128));
        Assert.Equal(DemoNetwork.ImageNet.Building.EffectiveUnits, atlas.Examples(18).Count(example => example.Effective is not null));
        Assert.Contains("--images", atlas.Identity.Command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'imagenet'", "--network", "cats")]
    [InlineData("--images does not go with --train", "--train", "--images", "photos")]
    [InlineData("--network does not go with --train", "--train", "--network", "faces")]
    public async Task What_does_not_go_together_is_refused(string sentence, params string[] options) =>
        Assert.Contains(sentence, (await PerceptCommand.RunAsync(["demo", .. options])).Assert(2).Messages, StringComparison.Ordinal);
}
