using Percept.Optimization;

namespace Percept.Grouping;

/// <summary>Where in which image what a layer's units answered was read.</summary>
/// <param name="Image">The image's place among those that could be read.</param>
/// <param name="Y">The row in the layer.</param>
/// <param name="X">The column in the layer.</param>
public readonly record struct PositionSource(int Image, int Y, int X);

/// <summary>Picks positions of a layer's activations at random: each image its own, so that what is picked does not depend on the other images.</summary>
static class Positions
{
    /// <summary>All positions where there are no more than are wanted, else that many without any twice, in their order.</summary>
    internal static int[] Pick(int area, int wanted, int seed, string image)
    {
        int[] all = [.. Enumerable.Range(0, area)];
        if (area <= wanted) return all;
        new Random(Seeds.Of(seed, $"positions {image}")).Shuffle(all);
        Array.Sort(all, 0, wanted);
        return all[..wanted];
    }

    /// <summary>What all units answer at a position.</summary>
    internal static float[] At(float[] activation, int units, int position)
    {
        var (area, vector) = (activation.Length / units, new float[units]);
        for (var unit = 0; unit < units; unit++) vector[unit] = activation[(unit * area) + position];
        return vector;
    }
}
