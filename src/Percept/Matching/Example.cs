namespace Percept.Matching;

/// <summary>An image of the dataset that drives a unit high or low, and where in the layer it does so.</summary>
/// <param name="Image">The image's place in the dataset.</param>
/// <param name="Activation">The unit's highest activation in the image, or its lowest.</param>
/// <param name="Y">The row in the layer where that is; the first of equals.</param>
/// <param name="X">The column in the layer where that is.</param>
public readonly record struct Example(int Image, float Activation, int Y, int X)
{
    /// <summary>The highest activation first; among equals, the earlier image.</summary>
    public static IComparer<Example> HighestFirst { get; } = Comparer<Example>.Create((a, b) =>
        b.Activation.CompareTo(a.Activation) is var order and not 0 ? order : a.Image.CompareTo(b.Image));

    /// <summary>The lowest activation first; among equals, the earlier image.</summary>
    public static IComparer<Example> LowestFirst { get; } = Comparer<Example>.Create((a, b) =>
        a.Activation.CompareTo(b.Activation) is var order and not 0 ? order : a.Image.CompareTo(b.Image));

    /// <summary>The image with the smallest hash first: a fair draw that depends on nothing but the image's place in the dataset.</summary>
    public static IComparer<Example> SmallestHashFirst { get; } = Comparer<Example>.Create((a, b) =>
        Hash(a.Image).CompareTo(Hash(b.Image)) is var order and not 0 ? order : a.Image.CompareTo(b.Image));

    /// <remarks>SplitMix64 (Steele, Lea and Flood, 2014); no two images have the same.</remarks>
    internal static ulong Hash(int image)
    {
        unchecked
        {
            var z = ((ulong)image + 1) * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <param name="image">The image.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="place">Its place in the layer, counted along the rows.</param>
    /// <param name="width">The layer's columns.</param>
    internal static Example At(int image, float activation, int place, int width) => new(image, activation, place / width, place % width);

    internal void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Image);
        writer.Write(Activation);
        writer.Write7BitEncodedInt(Y);
        writer.Write7BitEncodedInt(X);
    }

    internal static Example Read(BinaryReader reader) => new(reader.Read7BitEncodedInt(), reader.ReadSingle(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
}
