using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Lets a session tell what each unit does, in place of its activations.</summary>
static class Summaries
{
    /// <summary>Each unit's <see cref="UnitSummary"/> as numbers: batch x 6 x units. Only a <see cref="Session"/> runs it.</summary>
    /// <param name="activations">A layer's tensor as the network makes it, of any form that has units.</param>
    /// <exception cref="GraphException">It has no units, or more positions than a place can name.</exception>
    public static Value Summary(this Value activations)
    {
        var (channels, height, width) = activations.UnitSizes();
        return activations.Summary(channels, height * width, isPlanes: activations.Shape.Rank == 4 && !activations.IsChannelsLast());
    }

    /// <inheritdoc cref="Summary(Value)"/>
    /// <param name="activations">The activations, the batch first.</param>
    /// <param name="channels">How many units there are.</param>
    /// <param name="positions">At how many positions each.</param>
    /// <param name="isPlanes">Whether a unit's positions are neighbours; otherwise a position's units are.</param>
    internal static Value Summary(this Value activations, int channels, int positions, bool isPlanes)
    {
        if (positions > UnitSummary.MostPositions) throw new GraphException($"'{activations.Name}' ({activations.Shape}) has more than {UnitSummary.MostPositions:N0} positions, which matching cannot tell apart. Use smaller images.");
        return activations.Graph.Emit(OwnOperators.Name(Kernels.Summary.Definition.Name), [activations.Cast(ElementType.Float32)], new()
        {
            [OwnOperators.Shape] = (int[])[activations.Shape[0], UnitSummary.Numbers, channels],
            ["positions"] = (int[])[positions],
            ["group"] = (int[])[isPlanes ? 1 : channels],
            ["groups"] = (int[])[isPlanes ? channels : 1],
        });
    }

    /// <summary>The summaries of one image that a session's output holds.</summary>
    public static UnitSummary[] Read(ReadOnlySpan<float> numbers)
    {
        var summaries = new UnitSummary[numbers.Length / UnitSummary.Numbers];
        for (var unit = 0; unit < summaries.Length; unit++) summaries[unit] = UnitSummary.Read(numbers, unit);
        return summaries;
    }
}
