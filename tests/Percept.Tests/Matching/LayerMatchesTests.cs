using FsCheck.Xunit;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Tests.Matching;

public sealed class LayerMatchesTests
{
    [Property]
    public void The_highest_and_the_lowest_are_those_of_a_sorted_list(float[] activations)
    {
        var seen = Seen(activations, 0).Layers[0];

        var finite = activations.Select((activation, image) => new Example(image, activation + 0f, 0, 0)).Where(example => float.IsFinite(example.Activation)).ToArray();
        Assert.Equal(finite.OrderByDescending(example => example.Activation).ThenBy(example => example.Image).Take(3), seen.Highest(0));
        Assert.Equal(finite.Where(example => example.Activation < 0).OrderBy(example => example.Activation).ThenBy(example => example.Image).Take(2), seen.Lowest(0));
    }

    [Property]
    public void However_images_are_shared_out_and_merged_the_bytes_are_the_same(float[] activations, int seed)
    {
        var random = new Random(seed);
        var parts = activations.Select((activation, image) => (activation, image)).GroupBy(_ => random.Next(4)).Select(group => Seen(random, [.. group])).ToArray();
        random.Shuffle(parts);
        var merged = Nothing();
        foreach (var part in parts)
        {
            var copy = Nothing();
            copy.Read(part.ToBytes());
            merged.Merge(copy);
        }

        Assert.Equal(Seen(activations, 0).ToBytes(), merged.ToBytes());
    }

    [Fact]
    public void Numbers_of_every_size_merge_to_the_same_bytes()
    {
        float[] numbers = [0, -0f, 1e-30f, -1e-30f, 1, 1.0000001f, -3e7f, 3e30f, float.MaxValue, float.Epsilon, 5, 5, 5];
        foreach (var split in Enumerable.Range(0, numbers.Length + 1))
        {
            var (first, second) = (Seen(numbers[..split], 0), Seen(numbers[split..], split));
            second.Merge(first);

            Assert.Equal(Seen(numbers, 0).ToBytes(), second.ToBytes());
        }
    }

    [Property]
    public void Every_image_lies_in_one_interval_and_the_examples_of_each_are_those_with_the_smallest_hashes(float[] activations)
    {
        var finite = activations.Select((activation, image) => new Example(image, activation, 0, 0)).Where(example => float.IsFinite(example.Activation)).ToArray();
        var intervals = Interval.Of(Seen(activations, 0).Layers[0].Distribution(0));

        Assert.Equal(finite.Length, intervals.Sum(interval => interval.Images));
        foreach (var interval in intervals)
        {
            var within = finite.Where(example => example.Activation >= interval.From && example.Activation < interval.To).ToArray();
            Assert.Equal(within.Length, interval.Images);
            Assert.Equal(within.Order(Example.SmallestHashFirst).Take(5).Select(example => example.Image), interval.Examples.Select(example => example.Image));
        }
    }

    [Fact]
    public void Evenly_spread_numbers_have_ten_intervals()
    {
        var intervals = Interval.Of(Seen([.. Enumerable.Range(0, 1000).Select(i => i / 100f)], 0).Layers[0].Distribution(0));

        Assert.Equal(10, intervals.Count);
        Assert.All(intervals, interval => Assert.Equal(5, interval.Examples.Count));
        Assert.All(intervals, interval => Assert.InRange(interval.Images, 40, 160));
    }

    [Fact]
    public void Moments_are_those_of_the_textbook()
    {
        float[] numbers = [1, 2, 4, 8, -3];
        var moments = Seen(numbers, 0).Layers[0].Moments(0);

        Assert.Equal(numbers.Average(x => (double)x), moments.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(numbers.Average(x => Math.Pow(x - numbers.Average(y => (double)y), 2))), moments.StandardDeviation, 1e-9);
        Assert.Equal((-3, 8, 0.8, 0.8), (moments.Minimum, moments.Maximum, moments.Fires, moments.FiresAt));
    }

    [Fact]
    public void Nan_and_infinities_are_counted_and_left_out()
    {
        var matches = Seen([float.NaN, 1, float.PositiveInfinity], 0).Layers[0];

        Assert.Equal(2, matches.Moments(0).NotFinite);
        Assert.Equal(1, Assert.Single(matches.Highest(0)).Activation);
    }

    [Fact]
    public void A_label_that_is_always_higher_has_an_auc_of_one_and_a_mixed_one_of_a_half()
    {
        var layer = Nothing().Layers[0];
        for (var image = 0; image < 60; image++) layer.Add(0, image, One(image % 3 == 0 ? 100 + image : image % 20), label: image % 3);
        var labels = LabelProfile.Of(layer.Distribution(0));

        Assert.Equal((0, 20, 1), (labels[0].Label, labels[0].Images, labels[0].Auc));
        Assert.InRange(labels[1].Auc, 0.2, 0.3);
        Assert.Equal(Enumerable.Range(0, 60).Where(image => image % 3 == 0).Average(image => 100.0 + image), labels[0].Mean, 1e-9);
    }

    static Matches Seen(float[] activations, int firstImage) => Seen(null, [.. activations.Select((activation, i) => (activation, firstImage + i))]);

    static Matches Seen(Random? random, (float Activation, int Image)[] images)
    {
        var matches = Nothing();
        random?.Shuffle(images);
        foreach (var (activation, image) in images)
        {
            matches.Add(new MatchedImage(image, $"image <{image}>", "hash"));
            matches.Layers[0].Add(0, image, One(activation), label: image % 3, coarseness: 1);
        }

        return matches;
    }

    static UnitSummary One(float activation) => UnitSummary.None.With(activation, 0);

    static Matches Nothing() => new([new(units: 1, height: 1, width: 1, kept: 3, lowest: 2)]);
}
