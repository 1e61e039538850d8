namespace Percept.Matching;

/// <summary>What is known of a layer's units over the images seen so far. Two that saw different images merge into what one would know that saw both.</summary>
public sealed class LayerMatches
{
    readonly Example[][] highest;
    readonly Moments[] moments;

    /// <summary>Nothing seen yet.</summary>
    /// <param name="units">How many units the layer has.</param>
    /// <param name="top">How many examples are kept for each.</param>
    public LayerMatches(int units, int top)
    {
        Top = top;
        highest = [.. Enumerable.Repeat<Example[]>([], units)];
        moments = new Moments[units];
    }

    /// <summary>How many examples are kept for each unit.</summary>
    public int Top { get; }

    /// <summary>How many units there are.</summary>
    public int Units => moments.Length;

    /// <summary>A unit's examples, the highest first, one an image.</summary>
    public IReadOnlyList<Example> Highest(int unit) => highest[unit];

    /// <summary>What a unit's highest activation in an image is like over all images.</summary>
    public Moments Moments(int unit) => moments[unit];

    /// <summary>Takes note of what a unit does in one image.</summary>
    /// <remarks>NaN and infinities are counted and otherwise left out.</remarks>
    public void Add(int unit, Example example)
    {
        moments[unit] = moments[unit].With(example.Activation);
        if (!float.IsFinite(example.Activation)) return;
        var kept = highest[unit];
        if (kept.Length == Top && Example.HighestFirst.Compare(example, kept[^1]) >= 0) return;
        var place = Array.BinarySearch(kept, example, Example.HighestFirst);
        if (place >= 0) return;
        List<Example> longer = [.. kept];
        longer.Insert(~place, example);
        highest[unit] = [.. longer.Take(Top)];
    }

    /// <summary>Takes note of what another saw in images that this one did not see.</summary>
    public void Merge(LayerMatches other)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            highest[unit] = [.. highest[unit].Concat(other.highest[unit]).Order(Example.HighestFirst).Take(Top)];
            moments[unit] = moments[unit].And(other.moments[unit]);
        }
    }

    internal void Write(BinaryWriter writer)
    {
        foreach (var (examples, moment) in highest.Zip(moments))
        {
            moment.Write(writer);
            writer.Write7BitEncodedInt(examples.Length);
            foreach (var example in examples)
            {
                writer.Write7BitEncodedInt(example.Image);
                writer.Write(example.Activation);
                writer.Write7BitEncodedInt(example.Y);
                writer.Write7BitEncodedInt(example.X);
            }
        }
    }

    internal void Read(BinaryReader reader)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            moments[unit] = Matching.Moments.Read(reader);
            highest[unit] = [.. Enumerable.Range(0, reader.Read7BitEncodedInt())
                .Select(_ => new Example(reader.Read7BitEncodedInt(), reader.ReadSingle(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()))];
        }
    }
}
