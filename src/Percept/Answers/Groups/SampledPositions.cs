using Percept.Numerics;

namespace Percept.Answers.Groups;

/// <summary>Where in which image what a layer's units answered was read.</summary>
/// <param name="Image">The image's place among those that could be read.</param>
/// <param name="Y">The row in the layer.</param>
/// <param name="X">The column in the layer.</param>
readonly record struct PositionSource(int Image, int Y, int X);

/// <summary>Picks positions of a layer's activations at random: each image its own, so that what is picked does not depend on the other images.</summary>
static class SampledPositions
{
    const int BorderShare = 8;

    /// <summary>The positions away from the border, without an eighth of the rows and columns on each side: nearer to it, what lies beyond the image is answered to as well.</summary>
    internal static int[] Inner(int height, int width) => [.. Enumerable.Range(0, height * width).Where(position => IsInner(position / width, height) && IsInner(position % width, width))];

    /// <summary>All of some positions where they are no more than are wanted, else that many without any twice, in their order.</summary>
    internal static int[] Pick(IEnumerable<int> positions, int wanted, int seed, string image)
    {
        int[] all = [.. positions];
        if (all.Length <= wanted) return all;
        new Random(Seeds.Of(seed, $"positions {image}")).Shuffle(all);
        Array.Sort(all, 0, wanted);
        return all[..wanted];
    }

    static bool IsInner(int place, int size) => place >= size / BorderShare && place < size - (size / BorderShare);

    /// <summary>What all units answer at a position.</summary>
    internal static float[] At(float[] activation, int units, int position)
    {
        var (area, vector) = (activation.Length / units, new float[units]);
        for (var unit = 0; unit < units; unit++) vector[unit] = activation[(unit * area) + position];
        return vector;
    }
}
