using Percept.Answers.Concepts;
using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Tests.Attribution;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Answers.Concepts;

public sealed class ConceptsTests : IDisposable
{
    const int Side = 8, Images = 6;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_area_is_the_share_of_pairs_in_order()
    {
        var random = new Random(1);
        float[] numbers = [.. Enumerable.Range(0, 40).Select(_ => (float)random.Next(8))];
        int[] labels = [.. numbers.Select(_ => random.Next(3))];

        var areas = Auc.Of(numbers, labels, 4);

        foreach (var label in Enumerable.Range(0, 3))
        {
            var (own, others) = (numbers.Where((_, i) => labels[i] == label).ToArray(), numbers.Where((_, i) => labels[i] != label).ToArray());
            Assert.Equal(own.Average(a => others.Average(b => a > b ? 1 : a == b ? 0.5 : 0)), areas[label], 1e-9);
        }

        Assert.True(double.IsNaN(areas[3]));
    }

    [Theory, InlineData("{0}/{1}"), InlineData("{1}")]
    public async Task Intersection_over_union_is_what_counting_gives(string layout)
    {
        // Two units: the image, and its negative, at the image's own size.
        var network = Load();
        var (images, masks) = (new List<byte[]>(), new List<byte[]>());
        for (var i = 0; i < Images; i++)
        {
            var (image, mask) = (MethodTests.Noise(Side, i), MethodTests.Noise(Side, 100 + i));
            mask = new(Side, Side, 1, [.. mask.Pixels.ToArray().Select(level => (byte)(level > 180 ? 255 : 0))]);
            folder.Write($"images/shape/{i}.png", image.ToPng());
            if (i > 0) folder.Write($"masks/{string.Format(null, layout, "dot", $"shape/{i}.png")}", mask.ToPng());
            images.Add(image.Pixels.ToArray());
            masks.Add(i > 0 ? mask.Pixels.ToArray() : new byte[Side * Side]);
        }

        var found = await MaskConcepts.OfAsync(network, network.Find("y"), new ImageFolder(folder["images"]), folder["masks"], new(Firing: 0.2), cancellationToken: TestContext.Current.CancellationToken);

        var threshold = images.SelectMany(image => image).Order().ElementAt((int)Math.Ceiling(0.8 * Images * Side * Side) - 1);
        var pairs = images.Zip(masks).SelectMany(pair => pair.First.Zip(pair.Second)).ToArray();
        var expected = (double)pairs.Count(pair => pair.First > threshold && pair.Second > 0) / pairs.Count(pair => pair.First > threshold || pair.Second > 0);
        Assert.Equal(expected, found.Units.Single(unit => unit.Unit == 0).Iou, 1e-9);
        Assert.Equal([layout.StartsWith("{0}", StringComparison.Ordinal) ? "dot" : "shape"], found.Concepts);
        Assert.Equal(Images, found.Images);
    }

    [Fact]
    public async Task A_unit_that_tells_labels_apart_is_found()
    {
        var network = Load();
        for (var i = 0; i < Images; i++)
        {
            folder.Write($"images/bright/{i}.png", Picture.Filled(Side, Side, Rgb.Grey((byte)(200 + i))).ToPng());
            folder.Write($"images/dark/{i}.png", Picture.Filled(Side, Side, Rgb.Grey((byte)(20 + i))).ToPng());
        }

        folder.Write("images/dark/broken.png", [1, 2, 3]);
        var found = await LabelConcepts.OfAsync(network, [network.Find("y")], new ImageFolder(folder["images"]), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["bright", "dark"], found.Labels);
        Assert.Equal([("bright", 1.0), ("dark", 1.0)], found.Layers[0].Units.OrderBy(unit => unit.Unit).Select(unit => (unit.Label, unit.Auc)));
        Assert.InRange(found.Layers[0].Chance, 0.5, 0.95);
        Assert.Equal("dark/broken.png", Assert.Single(found.Skipped).File);
    }

    [Fact]
    public async Task Masks_of_no_image_and_a_single_label_are_refused_in_a_sentence()
    {
        var network = Load();
        folder.Write("images/a/1.png", MethodTests.Noise(Side, 1).ToPng());
        folder.Write("masks/dot/other.png", MethodTests.Noise(Side, 1).ToPng());

        Assert.Contains("belongs to an image", (await Assert.ThrowsAsync<GraphException>(() => MaskConcepts.OfAsync(network, network.Find("y"), new ImageFolder(folder["images"]), folder["masks"], cancellationToken: TestContext.Current.CancellationToken))).Message);
        Assert.Contains("at least two folders", (await Assert.ThrowsAsync<GraphException>(() => LabelConcepts.OfAsync(network, [network.Find("y")], new ImageFolder(folder["images"]), cancellationToken: TestContext.Current.CancellationToken))).Message);
    }

    Network Load() => Network.Load(folder.Write("id.onnx", new TestModel().Input("image", 1, 1, Side, Side).Weight("w", Tensor.Of([2, 1, 1, 1], 1f, -1)).Weight("b", Tensor.Of([2], 0f, 1))
        .Node("Conv", ["image", "w", "b"], ["y"]).Output("y").Bytes));
}
