namespace Percept.Imaging;

/// <summary>A picture while it is drawn; what lies outside is cut off.</summary>
sealed class Canvas : IDrawing
{
    readonly byte[] pixels;
    readonly int height;
    readonly int width;

    public Canvas(int height, int width, Rgb background)
    {
        (this.height, this.width, pixels) = (height, width, new byte[checked(height * width * 3)]);
        Fill(new(0, 0, height, width), background);
    }

    /// <summary>The picture; the canvas is not drawn on after this.</summary>
    public Picture ToPicture() => Picture.Adopt(pixels, height, width, 3);

    public void Fill(Box box, Rgb color)
    {
        var clipped = box.ClippedTo(height, width);
        for (var y = clipped.Top; y < clipped.Bottom; y++)
        {
            for (var x = clipped.Left; x < clipped.Right; x++)
                Set((y * width + x) * 3, color);
        }
    }

    public void Paint(Picture picture, int top, int left)
    {
        var color = picture.ToColor();
        var clipped = new Box(top, left, color.Height, color.Width).ClippedTo(height, width);
        for (var y = clipped.Top; y < clipped.Bottom; y++)
        {
            var from = ((y - top) * color.Width + clipped.Left - left) * 3;
            color.Pixels.Slice(from, clipped.Width * 3).CopyTo(pixels.AsSpan((y * width + clipped.Left) * 3));
        }
    }

    public void Paint(Picture picture, Box box, Sampling sampling) => Paint(picture.Resize(box.Height, box.Width, sampling), box.Top, box.Left);

    public void Write(TextBlock text, int top, int left, Rgb color) => text.PaintOn(this, top, left, color);

    /// <summary>Colours pixels by the share of ink, [height, width], 0 to 255.</summary>
    public void Stain(ReadOnlySpan<byte> ink, int inkHeight, int inkWidth, int top, int left, Rgb color)
    {
        var clipped = new Box(top, left, inkHeight, inkWidth).ClippedTo(height, width);
        for (var y = clipped.Top; y < clipped.Bottom; y++)
        {
            for (var x = clipped.Left; x < clipped.Right; x++)
            {
                var at = (y * width + x) * 3;
                var under = new Rgb(pixels[at], pixels[at + 1], pixels[at + 2]);
                Set(at, under.Towards(color, ink[(y - top) * inkWidth + x - left] / 255f));
            }
        }
    }

    void Set(int at, Rgb color) => (pixels[at], pixels[at + 1], pixels[at + 2]) = (color.Red, color.Green, color.Blue);
}
