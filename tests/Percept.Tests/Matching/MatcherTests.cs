using System.Numerics.Tensors;
using Percept.Demo;
using Percept.Imaging;
using Percept.Matching;
using Percept.Networks;
using Percept.Tests.Imaging;

namespace Percept.Tests.Matching;

public sealed class MatcherTests
{
    static readonly Network network = Network.Load(DemoData.Model, new() { Range = [-1, 1] });

    [Fact]
    public async Task What_is_matched_is_what_a_scan_of_all_activations_finds()
    {
        var images = DemoData.Images.Take(6).ToArray();
        Layer[] layers = [network.Find("conv2d"), network.Find("re_lu_29")];
        using var matcher = new Matcher(network, layers, top: 2);

        var matches = await matcher.RunAsync(images, 0, images.Length, (_, _) => { }, TestContext.Current.CancellationToken);

        var applied = network.Apply(batch: 1);
        using var session = new Session([.. layers.Select(layer => (layer.Name, applied[layer]))]);
        var found = new List<(int Layer, int Unit, Example Example)>();
        for (var image = 0; image < images.Length; image++)
        {
            Picture.ReadFitted(images[image].Path, 256, 256).CopyPlanesTo(session.Input("image"));
            session.Run();
            for (var l = 0; l < layers.Length; l++)
            {
                var area = layers[l].Height * layers[l].Width;
                for (var unit = 0; unit < layers[l].Channels; unit++)
                {
                    var map = session.Output(layers[l].Name).Slice(unit * area, area);
                    var at = TensorPrimitives.IndexOfMax(map);
                    found.Add((l, unit, new(image, map[at], at / layers[l].Width, at % layers[l].Width)));
                }
            }
        }

        foreach (var group in found.GroupBy(each => (each.Layer, each.Unit)))
        {
            var expected = group.Select(each => each.Example).Order(Example.HighestFirst).Take(2).ToArray();
            var actual = matches.Layers[group.Key.Layer].Highest(group.Key.Unit);
            for (var rank = 0; rank < 2; rank++) Assert.Equal(expected[rank].Activation, actual[rank].Activation, 1e-4);
        }
    }

    [Fact]
    public async Task Files_that_are_no_images_are_skipped_with_a_reason()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "broken <b>.png"), "not a picture");
        File.Copy(DemoData.Images[0].Path, Path.Combine(folder.Path, "good.webp"));
        using var matcher = new Matcher(network, [network.Layers[0]]);

        var matches = await matcher.RunAsync(new ImageFolder(folder.Path), 0, 2, (_, _) => { }, TestContext.Current.CancellationToken);

        Assert.Equal("good.webp", Assert.Single(matches.Images).Name);
        Assert.Equal("broken <b>.png", Assert.Single(matches.Skipped).Name);
        Assert.NotEmpty(matches.Skipped[0].Reason);
    }
}
