using System.Text.Json;
using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Tests.Cli;

/// <summary>The verbs that make and read atlases.</summary>
public sealed class AtlasVerbTests : IDisposable
{
    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_atlas_is_built_shown_drawn_and_exported()
    {
        string[] command = ["atlas", TinyNetwork.Write(folder), "--images", TinyNetwork.Images(folder), "--size=32", "--units", "5", "--steps", "12", "-o", folder["a.percept"], "--json"];

        var json = (await PerceptCommand.RunAsync(command)).Assert(0).Json;

        Assert.Equal((3, 19, 12), (json.GetProperty("layers").GetInt32(), json.GetProperty("units").GetInt32(), json.GetProperty("images").GetInt32()));
        Assert.Equal("[]", JsonSerializer.Serialize(json.GetProperty("skipped")));
        Assert.True(json.GetProperty("optimized").GetInt32() > 0);
        using (var atlas = Atlas.OpenRead(folder["a.percept"])) Assert.StartsWith("percept atlas ", atlas.Identity.Command);

        (await PerceptCommand.RunAsync(command)).Assert(0);
        (await PerceptCommand.RunAsync("figure", folder["a.percept"], "-o", folder["figures/f.png"])).Assert(0);
        Assert.True(Picture.Read(folder["figures/f.png"]).Width > 100);
        foreach (var style in new[] { "textbook", "detailed" })
            foreach (var (extension, begin) in new[] { (".png", "\u0089PNG"), (".svg", "<svg"), (".pdf", "%PDF") })
            {
                (await PerceptCommand.RunAsync("figure", folder["a.percept"], "--style", style, "-o", folder[style + extension])).Assert(0);
                Assert.StartsWith(begin, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder[style + extension])), StringComparison.Ordinal);
            }
        (await PerceptCommand.RunAsync("export", folder["a.percept"], "-o", folder["site"])).Assert(0);
        Assert.True(File.Exists(folder["site/index.html"]));
    }

    [Fact]
    public async Task An_atlas_that_is_not_finished_has_no_figure()
    {
        (await PerceptCommand.RunAsync("match", TinyNetwork.Write(folder), "--images", TinyNetwork.Images(folder), "--size=32", "-o", folder["a.percept"])).Assert(0);

        Assert.Contains("has no figure yet", (await PerceptCommand.RunAsync("figure", folder["a.percept"], "-o", folder["f.png"])).Refused());
    }

    [Fact]
    public async Task Images_that_cannot_be_read_are_listed_and_the_exit_code_says_so()
    {
        var images = TinyNetwork.Images(folder);
        folder.Write("images/broken.png", [1, 2, 3]);

        var ran = (await PerceptCommand.RunAsync("match", TinyNetwork.Write(folder), "--images", images, "--size=32", "-o", folder["a.percept"], "--json")).Assert(1);

        Assert.Equal("broken.png", ran.Json.GetProperty("skipped")[0].GetProperty("file").GetString());
        Assert.Contains("Skipped 'broken.png': ", ran.Messages);
        Assert.Contains("1 image(s) could not be read; the other 12 were used.", ran.Messages);
    }

    [Fact]
    public async Task Show_tells_statistics_examples_and_optimised_images()
    {
        var atlas = Atlases.SampleAtlas.Build(folder["sample.percept"]);

        var json = (await PerceptCommand.RunAsync("show", atlas, "mixed2:4", "--json", "-o", folder["unit"])).Assert(0).Json;

        Assert.Equal(24, json.GetProperty("statistics").GetProperty("images").GetInt32());
        Assert.Equal(9, json.GetProperty("examples").GetArrayLength());
        var example = json.GetProperty("examples")[0];
        Assert.StartsWith("scenes/scene", example.GetProperty("image").GetString());
        Assert.True(example.GetProperty("activation").GetDouble() > 0);
        Assert.Equal((23, 31), (example.GetProperty("crop").GetProperty("height").GetInt32(), example.GetProperty("crop").GetProperty("width").GetInt32()));
        Assert.Equal(JsonValueKind.Number, example.GetProperty("crop").GetProperty("top").ValueKind);
        Assert.Equal(JsonValueKind.Number, example.GetProperty("crop").GetProperty("left").ValueKind);
        Assert.Equal((JsonValueKind.Number, JsonValueKind.Number), (example.GetProperty("y").ValueKind, example.GetProperty("x").ValueKind));
        Assert.True(Picture.Read(example.GetProperty("file").GetString()!).Height <= 23);
        var optimized = json.GetProperty("optimized")[0];
        Assert.Equal((25.5, 7, 256, 128), (optimized.GetProperty("activation").GetDouble(), optimized.GetProperty("seed").GetInt32(), optimized.GetProperty("steps").GetInt32(), optimized.GetProperty("size").GetInt32()));
        Assert.Contains("percept optimize", optimized.GetProperty("command").GetString());
        Assert.Equal(128, Picture.Read(optimized.GetProperty("file").GetString()!).Height);
    }

    [Fact]
    public async Task Show_takes_units_whose_layers_have_odd_names()
    {
        var atlas = Atlases.SampleAtlas.Build(folder["sample.percept"]);

        var ran = (await PerceptCommand.RunAsync("show", atlas, $"{Atlases.SampleAtlas.HostileLayer}:2", "-o", folder["unit"])).Assert(0);

        Assert.Contains(Atlases.SampleAtlas.HostileLayer, ran.Data);
        Assert.All(Directory.GetFiles(folder["unit"], "*", SearchOption.AllDirectories), file => Assert.Matches("^[A-Za-z0-9._-]+$", Path.GetRelativePath(folder["unit"], file)));
    }

    [Fact]
    public async Task Serve_prints_its_address_and_ends_well()
    {
        using var serving = PerceptCommand.Start("serve", Atlases.SampleAtlas.Build(folder["sample.percept"]));
        var address = await serving.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        Assert.Contains("mixed2", await client.GetStringAsync(new Uri(address!), TestContext.Current.CancellationToken));

        await PerceptCommand.SignalAsync(serving, "TERM");
        (await PerceptCommand.EndAsync(serving)).Assert(0);
    }
}
