using FsCheck.Xunit;
using Percept.Atlases;
using Percept.Matching;
using Percept.Networks;
using Percept.Watching;

namespace Percept.Tests.Watching;

public sealed class ActivationReferenceTests
{
    [Property]
    public void A_percentile_from_the_atlas_is_a_count_where_the_histogram_says_it_and_never_further_off_than_a_bar(int seed)
    {
        var random = new Random(seed);
        var (spread, offset) = (Math.ScaleB(1, random.Next(-6, 6)), random.Next(3) - 1);
        var activations = Enumerable.Range(0, 200).Select(_ => random.Next(3) == 0 ? 0f : (float)(spread * (random.NextDouble() + offset))).ToArray();
        var (statistics, profile) = Known(activations);
        var norm = ActivationReference.Of(statistics, profile)!;

        foreach (var exact in (double[])[0, .. Enumerable.Range(0, profile.Counts.Count).Select(bar => profile.From + (bar * profile.Width)), activations.Min(), activations.Max() + spread, activations.Min() - spread])
            Assert.Equal(100.0 * activations.Count(activation => activation < exact) / 200, norm.Percentile(exact), 1e-9);
        foreach (var activation in activations)
        {
            var bar = (int)Math.Floor((activation - profile.From) / profile.Width);
            Assert.InRange(norm.Percentile(activation) - (activations.Count(other => other < activation) / 2.0), -profile.Counts[bar] / 2.0, profile.Counts[bar] / 2.0);
        }

        Assert.Equal(activations.Order().Select(activation => norm.Percentile(activation)), activations.Select(activation => norm.Percentile(activation)).Order());
    }

    [Fact]
    public void Images_at_zero_are_not_spread_over_the_bar_that_begins_there()
    {
        var (statistics, profile) = Known([.. Enumerable.Repeat(0f, 90), .. Enumerable.Range(1, 10).Select(i => (float)i)]);

        var norm = ActivationReference.Of(statistics, profile)!;

        Assert.Equal(0, norm.Percentile(0));
        Assert.InRange(norm.Percentile(0.001), 90, 90.1);
        Assert.Equal(99, norm.Percentile(10));
        Assert.Equal(100, norm.Percentile(10.5));
    }

    [Fact]
    public void Without_a_histogram_only_what_lies_beyond_all_images_is_known()
    {
        var norm = ActivationReference.Of(new(0, 0, Images: 5, Mean: 2, StandardDeviation: 1, Minimum: 1, Maximum: 4, Fires: 1), null)!;

        Assert.Equal(0, norm.Percentile(0.5));
        Assert.Equal(100, norm.Percentile(4.5));
        Assert.Equal(double.NaN, norm.Percentile(2));
        Assert.Equal(3, norm.Deviations(5));
    }

    [Property]
    public void Among_each_other_an_image_is_compared_with_the_others(int seed)
    {
        var random = new Random(seed);
        var activations = Enumerable.Range(0, random.Next(2, 20)).Select(_ => (float)random.Next(6)).ToArray();

        var norm = ActivationReference.Among(activations)!;

        foreach (var activation in activations) Assert.Equal(100.0 * activations.Count(other => other < activation) / (activations.Length - 1), norm.Percentile(activation), 1e-9);
    }

    [Fact]
    public void One_image_says_nothing_of_what_is_usual() => Assert.Null(ActivationReference.Among([3]));

    static (UnitStatistics, UnitProfile) Known(float[] activations)
    {
        var spread = new Distribution();
        foreach (var (activation, image) in activations.Select((activation, image) => (activation, image))) spread.Add([new(image, Example.Hash(image), Label: -1, UnitSummary.None with { Max = activation, Min = activation })], width: 1, coarseness: 0);
        var mean = activations.Average();
        return (
            new(0, 0, activations.Length, mean, Math.Sqrt(activations.Average(x => (x - mean) * (x - mean))), activations.Min(), activations.Max(), activations.Count(x => x > 0) / (double)activations.Length),
            new() { From = spread.Scale.Start(spread.Scale.First), Width = spread.Scale.Width, Counts = [.. Enumerable.Range(spread.Scale.First, spread.Scale.Count).Select(cell => spread[cell])] });
    }
}
