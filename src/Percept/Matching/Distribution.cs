using System.Runtime.CompilerServices;

namespace Percept.Matching;

/// <summary>How a unit's highest activations in images are spread: how many images, of each label too, and a few examples for each cell of a scale.</summary>
/// <remarks>Two that saw different images merge into what one would know that saw both, to the last bit.</remarks>
public sealed class Distribution
{
    /// <summary>How many examples are kept for every two cells.</summary>
    public const int Samples = 5;

    /// <summary>More than the cells in use, which therefore do not meet when counted round.</summary>
    internal const int Ring = 64;

    const int Slots = Ring / 2;

    LabelCounts?[] labels = [];
    int[] counts = [];
    Example[] samples = [];
    byte[] kept = [];

    /// <summary>The hash of the last kept of two cells, if there is no room for one more.</summary>
    ulong[] limits = [];

    Scale scale;
    double factor;

    /// <summary>The cells; those of one image where no image was seen.</summary>
    public Scale Scale => scale;

    /// <summary>Whether anything was seen.</summary>
    public bool IsEmpty => counts.Length == 0;

    /// <summary>What is known of the images of each label, by its number; null where none was seen.</summary>
    internal IReadOnlyList<LabelCounts?> Labels => labels;

    /// <summary>How many images lie in a cell.</summary>
    public int this[int cell] => counts[cell & (Ring - 1)];

    /// <summary>The examples kept of a cell and its twin, by hash.</summary>
    internal ReadOnlySpan<Example> Kept(int slot) => samples.AsSpan((slot & (Slots - 1)) * Samples, kept[slot & (Slots - 1)]);

    /// <summary>Takes note of images.</summary>
    /// <param name="seen">What the unit does in them.</param>
    /// <param name="width">The layer's columns.</param>
    /// <param name="coarseness">How many times twice as wide cells are for labels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(ReadOnlySpan<Candidate> seen, int width, int coarseness)
    {
        foreach (ref readonly var each in seen)
        {
            if (!each.Unit.IsSeen) continue;
            var highest = each.Unit.Max;
            var at = Math.Floor(highest * factor);
            if (!(at >= scale.First && at <= scale.Last) || IsEmpty)
            {
                Widen(IsEmpty ? Scale.Of(highest) : scale.And(Scale.Of(highest)));
                at = scale.Cell(highest);
            }

            var cell = (int)at;
            counts[cell & (Ring - 1)]++;
            if (each.Hash < limits[(cell >> 1) & (Slots - 1)]) Keep(Example.At(each.Image, highest, each.Unit.ArgMax, width), cell >> 1);
            if (each.Label >= 0) Label(each.Label, coarseness).Add(cell, highest);
        }
    }

    /// <summary>Takes note of what another saw in other images.</summary>
    internal void Merge(Distribution other)
    {
        if (other.IsEmpty) return;
        Widen(IsEmpty ? other.scale : scale.And(other.scale));
        var times = scale.Exponent - other.scale.Exponent;
        for (var cell = other.scale.First; cell <= other.scale.Last; cell++) counts[Scale.Wider(cell, times) & (Ring - 1)] += other[cell];
        for (var slot = other.scale.First >> 1; slot <= other.scale.Last >> 1; slot++)
            foreach (var example in other.Kept(slot)) Keep(example, Scale.Wider(slot, times));
        for (var label = 0; label < other.labels.Length; label++)
            if (other.labels[label] is { } seen) Label(label, seen.Coarseness).Merge(seen, other.scale, times);
    }

    LabelCounts Label(int label, int coarseness)
    {
        if (label >= labels.Length) Array.Resize(ref labels, label + 1);
        return labels[label] ??= new(coarseness);
    }

    void Widen(Scale wider)
    {
        if (IsEmpty)
        {
            (counts, samples, kept, limits) = (new int[Ring], new Example[Slots * Samples], new byte[Slots], new ulong[Slots]);
            Array.Fill(limits, ulong.MaxValue);
        }
        else if (wider.Exponent != scale.Exponent) Move(wider.Exponent - scale.Exponent);
        (scale, factor) = (wider, Math.ScaleB(1, -wider.Exponent));
    }

    /// <summary>Brings what is kept to cells so many times twice as wide.</summary>
    void Move(int times)
    {
        Span<int> old = stackalloc int[Ring];
        Span<byte> numbers = stackalloc byte[Slots];
        Span<Example> drawn = stackalloc Example[Slots * Samples];
        counts.CopyTo(old);
        kept.CopyTo(numbers);
        for (var slot = scale.First >> 1; slot <= scale.Last >> 1; slot++) Kept(slot).CopyTo(drawn[((slot & (Slots - 1)) * Samples)..]);
        Array.Clear(counts);
        Array.Clear(kept);
        Array.Fill(limits, ulong.MaxValue);
        for (var cell = scale.First; cell <= scale.Last; cell++) counts[Scale.Wider(cell, times) & (Ring - 1)] += old[cell & (Ring - 1)];
        for (var slot = scale.First >> 1; slot <= scale.Last >> 1; slot++)
            foreach (var example in drawn.Slice((slot & (Slots - 1)) * Samples, numbers[slot & (Slots - 1)])) Keep(example, Scale.Wider(slot, times));
        foreach (var label in labels) label?.Widen(scale, times);
    }

    /// <summary>Keeps an example of two cells if its hash is one of the smallest there.</summary>
    void Keep(Example example, int slot)
    {
        var hash = Example.Hash(example.Image);
        if (hash >= limits[slot & (Slots - 1)]) return;
        ref var count = ref kept[slot & (Slots - 1)];
        var mine = samples.AsSpan((slot & (Slots - 1)) * Samples, Samples);
        if (count < Samples) count++;
        var place = count - 1;
        for (; place > 0 && hash < Example.Hash(mine[place - 1].Image); place--) mine[place] = mine[place - 1];
        mine[place] = example;
        if (count == Samples) limits[slot & (Slots - 1)] = Example.Hash(mine[^1].Image);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(!IsEmpty);
        if (IsEmpty) return;
        writer.Write((short)scale.Exponent);
        writer.Write(scale.First);
        writer.Write7BitEncodedInt(scale.Count);
        for (var cell = scale.First; cell <= scale.Last; cell++) writer.Write7BitEncodedInt(this[cell]);
        for (var slot = scale.First >> 1; slot <= scale.Last >> 1; slot++)
        {
            writer.Write7BitEncodedInt(Kept(slot).Length);
            foreach (var example in Kept(slot)) example.Write(writer);
        }

        writer.Write7BitEncodedInt(labels.Count(label => label is not null));
        for (var label = 0; label < labels.Length; label++)
        {
            if (labels[label] is not { } seen) continue;
            writer.Write7BitEncodedInt(label);
            seen.Write(writer, scale);
        }
    }

    internal static Distribution Read(BinaryReader reader)
    {
        var read = new Distribution();
        if (!reader.ReadBoolean()) return read;
        var (exponent, first, count) = (reader.ReadInt16(), reader.ReadInt32(), reader.Read7BitEncodedInt());
        read.Widen(new(exponent, first, first + count - 1));
        for (var cell = first; cell < first + count; cell++) read.counts[cell & (Ring - 1)] = reader.Read7BitEncodedInt();
        for (var slot = first >> 1; slot <= read.scale.Last >> 1; slot++)
            for (var n = reader.Read7BitEncodedInt(); n > 0; n--) read.Keep(Example.Read(reader), slot);

        for (var n = reader.Read7BitEncodedInt(); n > 0; n--)
        {
            var label = reader.Read7BitEncodedInt();
            if (label >= read.labels.Length) Array.Resize(ref read.labels, label + 1);
            read.labels[label] = LabelCounts.Read(reader, read.scale);
        }

        return read;
    }
}
