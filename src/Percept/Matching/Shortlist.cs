namespace Percept.Matching;

/// <summary>The first few of all examples seen, in a total order. What is kept depends on what was seen and not on the order: two lists merge into that of both.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="order">What comes first.</param>
sealed class Shortlist(int capacity, IComparer<Example> order)
{
    Example[] kept = [];

    internal int Count { get; private set; }

    internal ReadOnlySpan<Example> Kept => kept.AsSpan(0, Count);

    internal bool IsFull => Count == capacity;

    /// <summary>The activation of the last kept.</summary>
    internal float Last => kept[Count - 1].Activation;

    internal void Add(Example example)
    {
        if (IsFull && order.Compare(example, kept[Count - 1]) >= 0) return;
        var place = Array.BinarySearch(kept, 0, Count, example, order);
        if (place >= 0) return;
        if (Count == kept.Length) Array.Resize(ref kept, Math.Min(capacity, Math.Max(32, 2 * Count)));
        if (!IsFull) Count++;
        place = ~place;
        Array.Copy(kept, place, kept, place + 1, Count - 1 - place);
        kept[place] = example;
    }

    internal void Merge(Shortlist other)
    {
        foreach (var example in other.Kept) Add(example);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Count);
        foreach (var example in Kept) example.Write(writer);
    }

    internal void Read(BinaryReader reader)
    {
        Count = 0;
        for (var n = reader.Read7BitEncodedInt(); n > 0; n--) Add(Example.Read(reader));
    }
}
