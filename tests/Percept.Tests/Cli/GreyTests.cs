using Percept.Atlases;
using Percept.Explorer;
using Percept.Imaging;
using Percept.Networks;
using Percept.Tests.Imaging;

namespace Percept.Tests.Cli;

/// <summary>A network of brightness alone: pictures, which are kept in colour, are shown to it in the one channel that it takes.</summary>
public sealed class GreyTests : IDisposable
{
    const string Size = "--size=32";

    readonly TemporaryFolder folder = new();
    readonly string model, images, image;

    public GreyTests()
    {
        (model, images) = (TinyNetwork.Write(folder, model: TinyNetwork.Model(channels: 1)), TinyNetwork.Images(folder, 8));
        image = Directory.GetFiles(images)[0];
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_atlas_has_effective_crops_and_heat_maps()
    {
        (await PerceptCommand.RunAsync("atlas", model, "--images", images, Size, "--units", "1", "--steps", "8", "-o", folder["a.percept"])).Assert(0);
        using (var atlas = Atlas.OpenRead(folder["a.percept"])) Assert.Contains(atlas.Examples(0), example => example.Effective is not null);

        (await PerceptCommand.RunAsync("show", folder["a.percept"], "conv1:2", "--model", model, "--map", folder["map.png"], "-o", folder["unit"])).Assert(0);
        Assert.Equal(32, Picture.Read(folder["map.png"]).Height);
        (await PerceptCommand.RunAsync("watch", model, image, "--atlas", folder["a.percept"], "-o", folder["watch.png"])).Assert(0);
        (await PerceptCommand.RunAsync("export", folder["a.percept"], "-o", folder["site/x"])).Assert(0);
    }

    [Fact]
    public async Task A_server_draws_heat_maps()
    {
        (await PerceptCommand.RunAsync("match", model, "--images", images, Size, "-o", folder["a.percept"])).Assert(0);
        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        await using var server = await SiteServer.StartAsync(folder["a.percept"], network: Network.Load(model, new() { Size = [32, 32] }), cancellationToken: TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        var map = await client.GetByteArrayAsync(new Uri(server.Address, Paths.Heat(atlas.Examples(1)[0])), TestContext.Current.CancellationToken);

        Assert.Equal(32, Picture.Decode(map, "map").Height);
    }

    [Theory]
    [InlineData("explain", "IMAGE", "--objective", "output:2", "--method", "all", "--samples", "4", "--check", "-o", "OUT.png")]
    [InlineData("invert", "IMAGE", "--steps", "4", "-o", "OUT.png")]
    [InlineData("levels", "--images", "IMAGES")]
    [InlineData("eigenimages", "--images", "IMAGES", "-o", "OUT.png")]
    [InlineData("groups", "--images", "IMAGES", "--layer", "conv2", "--groups", "2", "--steps", "4", "-o", "OUT.png")]
    [InlineData("activation-atlas", "--images", "IMAGES", "--layer", "conv2", "--side", "2", "--steps", "4", "-o", "OUT.png")]
    [InlineData("optimize", "--objective", "conv2:1", "--start", "IMAGE", "--steps", "4", "-o", "OUT")]
    public async Task A_verb_takes_it(string verb, params string[] words)
    {
        string[] args = [.. words.Select(word => word switch { "IMAGE" => image, "IMAGES" => images, _ when word.StartsWith("OUT", StringComparison.Ordinal) => folder[word], _ => word })];

        var ran = await PerceptCommand.RunAsync([verb, model, Size, .. args]);

        Assert.True(ran.Code is 0 or 1, $"{ran.Code}: {ran.Messages}");
    }
}
