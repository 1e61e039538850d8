namespace Percept.Imaging;

/// <summary>A rectangle of pixels: rows from <paramref name="Top"/>, columns from <paramref name="Left"/>.</summary>
public readonly record struct Box(int Top, int Left, int Height, int Width)
{
    /// <summary>The first row below the box.</summary>
    public int Bottom => Top + Height;

    /// <summary>The first column to the right of the box.</summary>
    public int Right => Left + Width;

    /// <summary>Whether the box has no pixel.</summary>
    public bool IsEmpty => Height <= 0 || Width <= 0;

    /// <summary>The part of the box that lies within a picture of this size; empty where none does.</summary>
    public Box ClippedTo(int height, int width)
    {
        var (top, left) = (Math.Clamp(Top, 0, height), Math.Clamp(Left, 0, width));
        var bottom = (int)Math.Clamp((long)Top + Height, top, height);
        var right = (int)Math.Clamp((long)Left + Width, left, width);
        return new(top, left, bottom - top, right - left);
    }
}
