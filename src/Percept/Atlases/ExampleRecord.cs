namespace Percept.Atlases;

/// <summary>A rectangle of the network's input, in its pixels; it may reach over the border, where the network saw padding.</summary>
public readonly record struct Crop(int Top, int Left, int Height, int Width);

/// <summary>One of the images that excite a unit most, and where in it.</summary>
/// <param name="Layer">The layer's index.</param>
/// <param name="Unit">The channel, from 0.</param>
/// <param name="Rank">1 is the highest.</param>
/// <param name="Image">The image's id.</param>
/// <param name="Activation">The unit's highest activation in the image.</param>
/// <param name="Y">The row in the layer where it is.</param>
/// <param name="X">The column in the layer where it is.</param>
/// <param name="Crop">What the unit saw there.</param>
public sealed record ExampleRecord(int Layer, int Unit, int Rank, int Image, float Activation, int Y, int X, Crop Crop);
