using FsCheck.Xunit;
using NetVips;
using Percept.Imaging;
using Percept.Tests.Imaging;
using Percept.Training.Data;

namespace Percept.Tests.Training.Data;

public sealed class BatchesTests : IDisposable
{
    const int Side = 16;
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Property(MaxTest = 15)]
    public void A_batch_follows_from_seed_epoch_and_step_alone(byte seed, byte epoch, byte step)
    {
        var images = Images(9, 3);
        var (one, other) = (Load(images, Augmentation.Standard, seed), Load(images, Augmentation.Standard, seed));
        _ = Fill(other, 3, 0, 4);

        var (first, again) = (Fill(one, epoch, step % 3, 4), Fill(other, epoch, step % 3, 4));

        Assert.Equal(first.Images, again.Images);
        Assert.Equal(first.Classes, again.Classes);
        Assert.NotEqual(first.Images, Fill(one, epoch + 1, step % 3, 4).Images);
        Assert.NotEqual(first.Images, Fill(Load(images, Augmentation.Standard, seed + 1), epoch, step % 3, 4).Images);
    }

    [Fact]
    public void Several_threads_may_ask_at_once()
    {
        var batches = Load(Images(9, 3), Augmentation.Standard, 1);
        var expected = Enumerable.Range(0, 3).Select(step => Fill(batches, 0, step, 4).Images).ToArray();

        Parallel.For(0, 60, i => Assert.Equal(expected[i % 3], Fill(batches, 0, i % 3, 4).Images));
    }

    [Property(MaxTest = 10)]
    public void Values_are_from_0_to_1(byte seed)
    {
        var strong = new Augmentation { Shift = 2, Scale = 3, Rotation = 180, Color = 2 };

        Assert.All(Fill(Load(Images(4, 4), strong, seed), 0, 0, 8).Images, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Grain_is_all_that_changes_of_a_view()
    {
        var images = Images(4, 4);
        var (plain, grained) = (Fill(Load(images, Augmentation.Standard, 1), 0, 0, 8).Images, Fill(Load(images, Augmentation.Standard with { Grain = 0.3 }, 1), 0, 0, 8).Images);

        var differences = plain.Zip(grained, (before, after) => Math.Abs(after - before)).ToArray();

        Assert.InRange(differences.Average(), 0.005, 0.075);
        Assert.InRange(differences.Max(), 0.05, 0.1501);
    }

    [Fact]
    public void Every_image_is_drawn_once_before_any_comes_again()
    {
        var batches = Load(Images(5, 3), Augmentation.Standard, 2);

        var drawn = Enumerable.Range(0, 3).SelectMany(epoch => Enumerable.Range(0, 2).SelectMany(step => Fill(batches, epoch, step, 4).Classes));

        Assert.Equal(15, drawn.Count(label => label == 0));
    }

    [Fact]
    public void Balanced_batches_hold_every_class_equally_often()
    {
        var batches = Load(Images(10, 2), Augmentation.Standard, 0, balanced: true);

        Assert.Equal(3, batches.StepsPerEpoch(4));
        for (var step = 0; step < 3; step++) Assert.Equal(2, Fill(batches, 5, step, 4).Classes.Count(label => label == 1));
    }

    [Fact]
    public void Without_augmentation_images_come_in_order_once_and_as_the_reader_gives_them()
    {
        var images = Images(3, 2);
        var batches = Load(images, null, 0);

        var (last, classes) = Fill(batches, 0, 1, 4, expected: 1);

        Assert.Equal(2, batches.StepsPerEpoch(4));
        Assert.Equal(1, classes[0]);
        Assert.Equal(Picture.ReadFitted(images[4].File.Path, Side, Side).ToColor().ToPlanes(), last[..(3 * Side * Side)]);
    }

    [Fact]
    public void A_transparent_picture_is_judged_on_a_background_of_its_own_that_stays()
    {
        LabelledImage disc = new(new("disc.svg", folder.Write("disc.svg", ClassFolders.Disc())), 0);
        var batches = Load([disc, disc], null, 0);

        var (images, _) = Fill(batches, 0, 0, 2);
        var (one, other) = (images[..(3 * Side * Side)], images[(3 * Side * Side)..]);

        Assert.Equal(images, Fill(batches, 7, 0, 2).Images);
        Assert.NotEqual(one[0], other[0]);
        Assert.Equal((1f, 0f), (one[Side * Side / 2 + Side / 2], one[Side * Side * 3 / 2 + Side / 2]));
    }

    [Fact]
    public void Backgrounds_of_learning_differ_each_time_and_show_every_colour()
    {
        LabelledImage disc = new(new("disc.svg", folder.Write("disc.svg", ClassFolders.Disc())), 0);
        var batches = Load([disc], Augmentation.Standard with { Shift = 0, Scale = 0 }, 0);

        var corners = Enumerable.Range(0, 200).Select(epoch => Fill(batches, epoch, 0, 1).Images).Select(image => (Red: image[0], Blue: image[2 * Side * Side])).ToArray();

        Assert.InRange(corners.Average(corner => corner.Red), 0.4, 0.6);
        Assert.InRange(corners.Average(corner => corner.Blue), 0.4, 0.6);
        Assert.True(corners.Distinct().Count() > 190);
    }

    [Fact]
    public void An_image_is_mirrored_every_other_time()
    {
        LabelledImage halves = new(new("halves.png", folder.Write("halves.png", Imaging.Files.Halves(".png", 32, 32))), 0);
        var batches = Load([halves], new() { Shift = 0, Scale = 0, Stretch = 0, Rotation = 0, Color = 0 }, 0);

        var reds = Enumerable.Range(0, 6).Select(epoch => Math.Round(Fill(batches, epoch, 0, 1).Images[0])).ToArray();

        Assert.Equal(reds.Select((_, epoch) => epoch % 2 == 0 ? reds[0] : 1 - reds[0]), reds);
    }

    [Theory]
    [InlineData("grey")]
    [InlineData("grey with opacity")]
    [InlineData("16 bit")]
    [InlineData("palette")]
    [InlineData("wide")]
    public void Images_of_every_mode_and_size_are_taken(string mode)
    {
        using var color = Imaging.Files.Photograph(20, mode == "wide" ? 90 : 20);
        using var grey = color.Colourspace(Enums.Interpretation.Bw);
        var bytes = mode switch
        {
            "grey" => grey.PngsaveBuffer(),
            "grey with opacity" => grey.Bandjoin(200).PngsaveBuffer(),
            "16 bit" => color.Colourspace(Enums.Interpretation.Rgb16).PngsaveBuffer(bitdepth: 16),
            "palette" => color.PngsaveBuffer(palette: true),
            _ => color.PngsaveBuffer(),
        };
        LabelledImage image = new(new("image.png", folder.Write($"{mode}.png", bytes)), 0);

        var values = Fill(Load([image], null, 0), 0, 0, 1).Images;

        Assert.InRange(values.Average(), 0.2, 0.8);
        Assert.True(values.Distinct().Count() > 30);
    }

    [Fact]
    public async Task What_exceeds_the_memory_is_decoded_each_time_and_the_same()
    {
        var images = Images(4, 4);
        var scarce = await Batches.LoadAsync(images, Side, Augmentation.Standard, 0, null, TestContext.Current.CancellationToken, mostBytes: 3000);

        Assert.Equal(Fill(Load(images, Augmentation.Standard, 0), 0, 0, 8).Images, Fill(scarce, 0, 0, 8).Images);
    }

    LabelledImage[] Images(params int[] counts) => [.. counts.SelectMany((count, label) => Enumerable.Range(0, count).Select(i =>
        new LabelledImage(new($"{label}-{i}", folder.Write($"{label}-{i}.png", ClassFolders.Speckled(label * 100 + i))), label)))];

    static Batches Load(IReadOnlyList<LabelledImage> images, Augmentation? augmentation, int seed, bool balanced = false) =>
        Batches.LoadAsync(images, Side, augmentation, seed, null, TestContext.Current.CancellationToken, balanced).GetAwaiter().GetResult();

    static (float[] Images, int[] Classes) Fill(Batches batches, int epoch, int step, int batch, int? expected = null)
    {
        var (images, classes) = (new float[batch * 3 * Side * Side], new int[batch]);
        Assert.Equal(expected ?? batch, batches.Fill(epoch, step, images, classes));
        return (images, classes);
    }
}
