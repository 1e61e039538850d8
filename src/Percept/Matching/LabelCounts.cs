using System.Runtime.CompilerServices;

namespace Percept.Matching;

/// <summary>What is known of a unit's highest activations in the images of one label.</summary>
/// <param name="coarseness">How many times twice as wide as the unit's cells the cells are that its images are counted in.</param>
sealed class LabelCounts(int coarseness)
{
    int[] counts = new int[Distribution.Ring >> coarseness];

    /// <summary>How many images.</summary>
    internal int Images { get; private set; }

    /// <summary>The sum of the activations, exact, in the units of <see cref="Moments"/>.</summary>
    internal Int128 Sum { get; private set; }

    internal double Mean => (double)Sum / (1L << 48) / Images;

    /// <summary>The images in one of the cells that are so much wider.</summary>
    internal int this[int wide] => counts[wide & (counts.Length - 1)];

    internal int Coarseness => coarseness;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(int cell, float activation)
    {
        (Images, Sum) = (Images + 1, Sum + Moments.Fixed(activation));
        counts[(cell >> coarseness) & (counts.Length - 1)]++;
    }

    /// <param name="other">What is known of other images of the label.</param>
    /// <param name="scale">The other's cells.</param>
    /// <param name="times">How many times twice as wide these cells are.</param>
    internal void Merge(LabelCounts other, Scale scale, int times)
    {
        (Images, Sum) = (Images + other.Images, Sum + other.Sum);
        Take(other.counts, scale, times);
    }

    internal void Widen(Scale scale, int times)
    {
        var old = counts;
        counts = new int[old.Length];
        Take(old, scale, times);
    }

    void Take(int[] others, Scale scale, int times)
    {
        for (var wide = scale.First >> coarseness; wide <= scale.Last >> coarseness; wide++)
            counts[Scale.Wider(wide, times) & (counts.Length - 1)] += others[wide & (others.Length - 1)];
    }

    internal void Write(BinaryWriter writer, Scale scale)
    {
        writer.Write7BitEncodedInt(coarseness);
        writer.Write7BitEncodedInt(Images);
        Moments.WriteWide(writer, Sum);
        for (var wide = scale.First >> coarseness; wide <= scale.Last >> coarseness; wide++) writer.Write7BitEncodedInt(this[wide]);
    }

    internal static LabelCounts Read(BinaryReader reader, Scale scale)
    {
        var read = new LabelCounts(reader.Read7BitEncodedInt()) { Images = reader.Read7BitEncodedInt(), Sum = Moments.ReadWide(reader) };
        for (var wide = scale.First >> read.Coarseness; wide <= scale.Last >> read.Coarseness; wide++) read.counts[wide & (read.counts.Length - 1)] = reader.Read7BitEncodedInt();
        return read;
    }
}
