using FsCheck.Xunit;
using Percept.Matching;

namespace Percept.Tests.Matching;

public sealed class LayerMatchesTests
{
    [Property]
    public void The_highest_are_those_of_a_sorted_list(float[] activations)
    {
        var matches = Seen(activations, 0);

        var expected = activations.Select((activation, image) => new Example(image, activation, 0, 0)).Where(example => float.IsFinite(example.Activation))
            .OrderByDescending(example => example.Activation).ThenBy(example => example.Image).Take(3);
        Assert.Equal(expected, matches.Highest(0));
    }

    [Property]
    public void Merging_two_parts_is_seeing_both(float[] first, float[] second)
    {
        var (forward, backward) = (Seen(first, 0), Seen(second, first.Length));
        forward.Merge(Seen(second, first.Length));
        backward.Merge(Seen(first, 0));
        var both = Seen([.. first, .. second], 0);

        Assert.Equal(both.Highest(0), forward.Highest(0));
        Assert.Equal(both.Highest(0), backward.Highest(0));
        Assert.Equal(both.Moments(0).Count, forward.Moments(0).Count);
        Assert.Equal(both.Moments(0).NotFinite, forward.Moments(0).NotFinite);
    }

    [Fact]
    public void Moments_are_those_of_the_textbook()
    {
        float[] numbers = [1, 2, 4, 8, -3];
        var moments = Seen(numbers, 0).Moments(0);

        Assert.Equal(numbers.Average(x => (double)x), moments.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(numbers.Average(x => Math.Pow(x - numbers.Average(y => (double)y), 2))), moments.StandardDeviation, 1e-9);
        Assert.Equal((-3, 8, 0.8), (moments.Minimum, moments.Maximum, moments.Fires));
    }

    [Fact]
    public void Nan_and_infinities_are_counted_and_left_out()
    {
        var matches = Seen([float.NaN, 1, float.PositiveInfinity], 0);

        Assert.Equal(2, matches.Moments(0).NotFinite);
        Assert.Equal(1, Assert.Single(matches.Highest(0)).Activation);
    }

    [Property]
    public void Matches_survive_being_written_and_read(float[] activations)
    {
        var matches = new Matches([1, 2], top: 3);
        for (var image = 0; image < activations.Length; image++)
        {
            matches.Layers[1].Add(1, new(image, activations[image], 3, 4));
            matches.Add(new MatchedImage(image, $"image <{image}>", "hash"));
        }

        var read = new Matches([1, 2], top: 3);
        read.Read(matches.ToBytes());

        Assert.Equal(matches.Layers[1].Highest(1), read.Layers[1].Highest(1));
        Assert.Equal(matches.Layers[1].Moments(1), read.Layers[1].Moments(1));
        Assert.Equal(matches.Images, read.Images);
    }

    static LayerMatches Seen(float[] activations, int firstImage)
    {
        var matches = new LayerMatches(units: 1, top: 3);
        for (var i = 0; i < activations.Length; i++) matches.Add(0, new(firstImage + i, activations[i], 0, 0));
        return matches;
    }
}
