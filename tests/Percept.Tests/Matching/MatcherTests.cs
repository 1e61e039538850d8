using Percept.Demo;
using Percept.Imaging;
using Percept.Matching;
using Percept.Networks;
using Percept.Tests.Imaging;

namespace Percept.Tests.Matching;

public sealed class MatcherTests
{
    static readonly Network network = DemoNetwork.Faces.Load();

    [Fact]
    public async Task What_is_matched_is_what_a_scan_of_all_activations_finds()
    {
        ImageFile[] images = [.. DemoNetwork.Faces.Images.Take(12)];
        var matches = await MatchedAsync(images, new() { Top = 2 });

        var applied = network.Apply(batch: 1);
        using var session = new Session([.. network.Layers.Select(layer => (layer.Name, applied[layer]))], threads: 1);
        var found = network.Layers.Select(layer => new List<UnitSummary>[layer.Channels]).ToArray();
        foreach (var image in images)
        {
            Picture.ReadFitted(image.Path, 256, 256).ToColor().CopyPlanesTo(session.Input("image"));
            session.Run();
            foreach (var layer in network.Layers)
            {
                var area = layer.Height * layer.Width;
                var all = session.Output(layer.Name);
                for (var unit = 0; unit < layer.Channels; unit++)
                {
                    var summary = UnitSummary.None;
                    for (var place = 0; place < area; place++) summary = summary.With(all[(unit * area) + place], place);
                    (found[layer.Index][unit] ??= []).Add(summary);
                }
            }
        }

        foreach (var layer in network.Layers)
        {
            for (var unit = 0; unit < layer.Channels; unit++)
            {
                var expected = found[layer.Index][unit].Select((seen, image) => new Example(image, seen.Max + 0f, seen.ArgMax / layer.Width, seen.ArgMax % layer.Width)).Order(Example.HighestFirst).Take(4);
                Assert.Equal(expected, matches.Layers[layer.Index].Highest(unit));
                Assert.Equal(found[layer.Index][unit].Sum(seen => (long)seen.Positive), matches.Layers[layer.Index].Moments(unit).PositivePositions);
            }
        }
    }

    [Fact]
    public async Task Neither_workers_nor_parts_nor_the_order_of_merging_change_a_byte()
    {
        ImageFile[] images = [.. DemoNetwork.Faces.Images.Where((_, i) => i % 20 == 0)];
        var alone = await MatchedAsync(images, new(), processors: 1);
        using var matcher = new Matcher(network.On(Device.Cpu.With(new(3))), network.Layers);
        var merged = matcher.Start();
        foreach (var (start, count) in new[] { (20, images.Length - 20), (0, 7), (7, 13) })
        {
            var part = matcher.Start();
            part.Read((await matcher.RunAsync(images, start, count, cancellationToken: TestContext.Current.CancellationToken)).ToBytes());
            merged.Merge(part);
        }

        Assert.Equal(alone.ToBytes(), merged.ToBytes());
    }

    [Theory]
    [InlineData("conv2d")]
    [InlineData("re_lu_6")]
    public async Task The_crop_alone_gives_the_activation_where_the_network_is_local(string name)
    {
        ImageFile[] images = [.. DemoNetwork.Faces.Images.Take(3)];
        var layer = network.Find(name);
        var found = (await MatchedAsync(images, new() { Top = 3 })).Layers[layer.Index];
        using var matcher = new Matcher(network, [layer]);
        using var session = new Session([("layer", network.Apply(1, wanted: [layer.Tensor])[layer])], threads: 1);
        for (var unit = 0; unit < Math.Min(4, layer.Channels); unit++)
        {
            foreach (var example in found.Highest(unit))
            {
                var box = network.ReceptiveField(layer, example.Y, example.X);
                var picture = Picture.ReadFitted(images[example.Image].Path, 256, 256).ToColor().ToPlanes();
                var rest = new Random(unit);
                for (var i = 0; i < picture.Length; i++)
                {
                    var (y, x) = (i % (256 * 256) / 256, i % 256);
                    if (y < box.Top || y >= box.Bottom || x < box.Left || x >= box.Right) picture[i] = rest.NextSingle();
                }

                picture.CopyTo(session.Input("image"));
                session.Run();
                Assert.Equal(example.Activation, session.Output("layer")[(((unit * layer.Height) + example.Y) * layer.Width) + example.X], 1e-4);
            }
        }
    }

    [Fact]
    public async Task Ranked_by_relevance_the_predicted_output_counts_for_itself()
    {
        ImageFile[] images = [.. DemoNetwork.Faces.Images.Take(3)];
        var matches = await MatchedAsync(images, new() { Rank = Rank.Relevance });

        Assert.Equal(3, matches.Seen);
        Assert.Contains(network.Layers, layer => Enumerable.Range(0, layer.Channels).Any(unit => matches.Layers[layer.Index].Highest(unit)[0].Activation > 0));
    }

    [Fact]
    public async Task Files_that_are_no_images_are_skipped_with_a_reason()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "broken <b>.png"), "not a picture");
        File.Copy(DemoNetwork.Faces.Images[0].Path, Path.Combine(folder.Path, "good.webp"));

        var matches = await MatchedAsync(new ImageFolder(folder.Path), new());

        Assert.Equal("good.webp", Assert.Single(matches.Images).Name);
        Assert.Equal("broken <b>.png", Assert.Single(matches.Skipped).File);
        Assert.NotEmpty(matches.Skipped.First().Reason);
    }

    [Fact]
    public async Task An_image_that_has_changed_since_it_was_matched_is_told_of()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 3; i++) File.Copy(DemoNetwork.Faces.Images[i].Path, Path.Combine(folder.Path, $"{i}.webp"));
        var images = new ImageFolder(folder.Path);
        var matches = await MatchedAsync(images, new());
        File.Delete(images[0].Path);
        File.Copy(DemoNetwork.Faces.Images[9].Path, images[2].Path, overwrite: true);

        var kept = new List<string>();
        var changed = await MatchedPictures.ReadAsync(network, images, matches.Images, new(), picture => kept.Add(picture.Image.Name), TestContext.Current.CancellationToken);

        Assert.Equal(["0.webp", "2.webp"], changed.Select(image => image.Name));
        Assert.Equal(["1.webp"], kept);
    }

    static async Task<Matches> MatchedAsync(IReadOnlyList<ImageFile> images, MatchOptions options, int processors = 2)
    {
        using var matcher = new Matcher(network.On(Device.Cpu.With(new(processors))), network.Layers, options);
        return await matcher.RunAsync(images, 0, images.Count, cancellationToken: TestContext.Current.CancellationToken);
    }
}
