using Percept.Numerics;
using Percept.Imaging;
using Percept.Tests.Imaging;

namespace Percept.Tests.Cli;

/// <summary>The verbs that explain pictures and layers, on a tiny network.</summary>
public sealed class ExplainingTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string model, images;

    public ExplainingTests() => (model, images) = (TinyNetwork.Write(folder), TinyNetwork.Images(folder, 6));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Explain_writes_the_picture_the_maps_and_the_checks()
    {
        var ran = await PerceptCommand.RunAsync(
            "explain", model, Path.Combine(images, "scene 01.png"), "--size", "32", "--objective", "output:2", "--method", "all", "--samples", "12", "--check", "-o", folder["why.png"], "--npy", folder["map.npy"], "--json");

        Assert.True(ran.Code is 0 or 1, ran.Messages);
        Assert.True(Picture.Read(folder["why.png"]).Width > 600);
        Assert.True(Picture.Read(folder["why.check.png"]).Width > 600);
        Assert.Equal(10, ran.Json.GetProperty("maps").GetArrayLength());
        Assert.Equal([1, 32, 32], NpyFile.Read(folder["map.grad-cam.npy"]).Shape);
        Assert.Equal([3, 32, 32], NpyFile.Read(folder["map.integrated-gradients.npy"]).Shape);
        Assert.All(ran.Json.GetProperty("maps").EnumerateArray(), map => Assert.Equal(3, map.GetProperty("check").GetProperty("cascade").GetArrayLength()));
    }

    [Fact]
    public async Task Explain_refuses_an_unknown_method_in_a_sentence() => Assert.Contains(
        "or all, not 'magic'.", (await PerceptCommand.RunAsync("explain", model, Path.Combine(images, "scene 01.png"), "--objective", "output:2", "--method", "magic", "-o", folder["why.png"])).Refused(code: 2));

    [Fact]
    public async Task Invert_says_how_much_each_layer_misses()
    {
        var ran = (await PerceptCommand.RunAsync("invert", model, Path.Combine(images, "scene 01.png"), "--size", "32", "--steps", "24", "-o", folder["row.png"], "--json")).Assert(0);

        Assert.True(Picture.Read(folder["row.png"]).Width > 400);
        Assert.All(ran.Json.GetProperty("layers").EnumerateArray(), layer => Assert.InRange(layer.GetProperty("missing").GetDouble(), 0, 2));
    }

    [Theory, InlineData("images"), InlineData("images/scene 01.png")]
    public async Task Groups_takes_a_folder_or_an_image(string given)
    {
        var ran = (await PerceptCommand.RunAsync("groups", model, "--size", "32", "--images", folder[given], "--layer", "conv2", "--groups", "2", "--steps", "8", "-o", folder["groups.png"], "--json")).Assert(0);

        Assert.Equal(2, ran.Json.GetProperty("groups").GetArrayLength());
        Assert.InRange(ran.Json.GetProperty("explained").GetDouble(), 0.2, 1);
        Assert.True(Picture.Read(folder["groups.png"]).Width > 200);
    }

    [Fact]
    public async Task Activation_atlas_has_a_picture_for_each_cell()
    {
        var ran = (await PerceptCommand.RunAsync("activation-atlas", model, "--size", "32", "--images", images, "--layer", "conv2", "--side", "2", "--steps", "8", "-o", folder["map.png"], "--json")).Assert(0);

        Assert.Equal(4, ran.Json.GetProperty("cells").GetArrayLength());
        Assert.True(Picture.Read(folder["map.png"]).Height > 300);
    }

    [Fact]
    public async Task Concepts_ranks_units_by_folders_and_by_masks()
    {
        for (var i = 0; i < 4; i++)
            foreach (var label in new[] { "scene", "pattern" })
            {
                folder.Write($"labelled/{label}/{i}.png", label == "scene" ? Atlases.Drawing.Scene(i, 32) : Atlases.Drawing.Pattern(i, 32));
                folder.Write($"masks/{label}/{i}.png", Atlases.Drawing.Scene(i, 32));
            }

        var byFolder = (await PerceptCommand.RunAsync("concepts", model, "--size", "32", "--images", folder["labelled"], "--layer", "conv2", "--json")).Assert(0).Json;
        var byMask = (await PerceptCommand.RunAsync("concepts", model, "--size", "32", "--images", folder["labelled"], "--layer", "conv2", "--masks", folder["masks"], "--json")).Assert(0).Json;

        Assert.Equal("auc", byFolder.GetProperty("measure").GetString());
        Assert.Equal("iou", byMask.GetProperty("measure").GetString());
        Assert.All(new[] { byFolder, byMask }, json => Assert.Equal(8, json.GetProperty("layers")[0].GetProperty("units").GetArrayLength()));
    }
}
