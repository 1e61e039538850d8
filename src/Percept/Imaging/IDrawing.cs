namespace Percept.Imaging;

/// <summary>What a montage is laid out on: pixels, or shapes that stay sharp at any size.</summary>
interface IDrawing
{
    /// <summary>Fills a box.</summary>
    void Fill(Box box, Rgb color);

    /// <summary>Shows a picture in a box of its proportions.</summary>
    void Paint(Picture picture, Box box, Sampling sampling);

    /// <summary>Lays words, their top left corner at a place.</summary>
    void Write(TextBlock text, int top, int left, Rgb color);
}
