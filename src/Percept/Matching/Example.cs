namespace Percept.Matching;

/// <summary>An image of the dataset that drives a unit high, and where in the layer it does so.</summary>
/// <param name="Image">The image's place in the dataset.</param>
/// <param name="Activation">The unit's highest activation in the image.</param>
/// <param name="Y">The row in the layer where that is; the first of equals.</param>
/// <param name="X">The column in the layer where that is.</param>
public readonly record struct Example(int Image, float Activation, int Y, int X)
{
    /// <summary>The highest activation first; among equals, the earlier image.</summary>
    public static IComparer<Example> HighestFirst { get; } = Comparer<Example>.Create((a, b) =>
        b.Activation.CompareTo(a.Activation) is var order and not 0 ? order : a.Image.CompareTo(b.Image));
}
