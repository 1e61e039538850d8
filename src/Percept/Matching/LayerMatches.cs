using System.Runtime.CompilerServices;
using Percept.Networks;

namespace Percept.Matching;

/// <summary>What is known of a layer's units over the images seen so far. Two that saw different images merge into what one would know that saw both.</summary>
public sealed class LayerMatches
{
    readonly int width, positions;
    readonly Shortlist[] highest, lowest;
    readonly Moments[] moments;
    Distribution[] distributions;

    /// <summary>Nothing seen yet.</summary>
    /// <param name="units">How many units the layer has.</param>
    /// <param name="height">Its rows of positions.</param>
    /// <param name="width">Its columns of positions.</param>
    /// <param name="kept">How many images are kept that drive a unit highest.</param>
    /// <param name="lowest">How many are kept that drive it lowest.</param>
    public LayerMatches(int units, int height, int width, int kept, int lowest)
    {
        (this.width, positions, moments) = (width, height * width, new Moments[units]);
        (highest, this.lowest) = ([.. Lists(kept, Example.HighestFirst)], [.. Lists(lowest, Example.LowestFirst)]);
        distributions = [.. Enumerable.Range(0, units).Select(_ => new Distribution())];

        IEnumerable<Shortlist> Lists(int capacity, IComparer<Example> order) => Enumerable.Range(0, units).Select(_ => new Shortlist(capacity, order));
    }

    /// <summary>How many units there are.</summary>
    public int Units => moments.Length;

    /// <summary>The images that drive a unit highest, the highest first.</summary>
    public IReadOnlyList<Example> Highest(int unit) => [.. highest[unit].Kept];

    /// <summary>The images that drive a unit lowest, the lowest first; only those that drive it below zero.</summary>
    public IReadOnlyList<Example> Lowest(int unit) => [.. lowest[unit].Kept];

    /// <summary>What a unit's highest activation in an image is like over all images.</summary>
    public Moments Moments(int unit) => moments[unit];

    /// <summary>How a unit's highest activations in images are spread.</summary>
    public Distribution Distribution(int unit) => distributions[unit];

    /// <summary>Takes note of what a unit does in one image.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="image">The image's place in the dataset.</param>
    /// <param name="seen">What the unit does in it.</param>
    /// <param name="label">The image's label, or −1.</param>
    /// <param name="coarseness">How many times twice as wide cells are for labels.</param>
    public void Add(int unit, int image, UnitSummary seen, int label = -1, int coarseness = 0) => Add(unit, [new(image, Example.Hash(image), label, seen)], coarseness);

    /// <summary>Takes note of what a unit does in several images, at most <see cref="Candidate.Most"/>: what is known of it is then fetched from memory once for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(int unit, ReadOnlySpan<Candidate> seen, int coarseness)
    {
        Matching.Moments.Add(ref moments[unit], seen, positions);
        distributions[unit].Add(seen, width, coarseness);
        var (high, low) = (highest[unit], lowest[unit]);
        foreach (ref readonly var each in seen)
        {
            if (!each.Unit.IsSeen) continue;
            if (!high.IsFull || each.Unit.Max >= high.Last) high.Add(Example.At(each.Image, each.Unit.Max, each.Unit.ArgMax, width));
            if (each.Unit.Min < 0 && (!low.IsFull || each.Unit.Min <= low.Last)) low.Add(Example.At(each.Image, each.Unit.Min, each.Unit.ArgMin, width));
        }
    }

    /// <summary>Takes note of what another saw in images that this one did not see.</summary>
    public void Merge(LayerMatches other)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            moments[unit] = moments[unit].And(other.moments[unit]);
            highest[unit].Merge(other.highest[unit]);
            lowest[unit].Merge(other.lowest[unit]);
            distributions[unit].Merge(other.distributions[unit]);
        }
    }

    /// <summary>The images that anything kept refers to.</summary>
    internal void AddImagesTo(HashSet<int> images)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            foreach (var example in highest[unit].Kept) images.Add(example.Image);
            foreach (var example in lowest[unit].Kept) images.Add(example.Image);
            if (distributions[unit].IsEmpty) continue;
            var scale = distributions[unit].Scale;
            for (var slot = scale.First >> 1; slot <= scale.Last >> 1; slot++)
                foreach (var example in distributions[unit].Kept(slot)) images.Add(example.Image);
        }
    }

    internal void Write(BinaryWriter writer)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            moments[unit].Write(writer);
            highest[unit].Write(writer);
            lowest[unit].Write(writer);
            distributions[unit].Write(writer);
        }
    }

    internal void Read(BinaryReader reader)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            moments[unit] = Matching.Moments.Read(reader);
            highest[unit].Read(reader);
            lowest[unit].Read(reader);
            distributions[unit] = Matching.Distribution.Read(reader);
        }
    }
}
