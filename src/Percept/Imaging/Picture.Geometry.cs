namespace Percept.Imaging;

public sealed partial class Picture
{
    /// <summary>The part of the picture within a box; what of the box lies outside the picture is cut off.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No pixel of the box lies within the picture.</exception>
    public Picture Crop(Box box)
    {
        var clipped = box.ClippedTo(Height, Width);
        if (clipped.IsEmpty)
            throw new ArgumentOutOfRangeException(nameof(box), $"No pixel of {box} lies within a picture of {Height} x {Width}.");
        var result = new byte[clipped.Height * clipped.Width * Channels];
        var row = clipped.Width * Channels;
        for (var y = 0; y < clipped.Height; y++)
            pixels.AsSpan(((clipped.Top + y) * Width + clipped.Left) * Channels, row).CopyTo(result.AsSpan(y * row));
        return Adopt(result, clipped.Height, clipped.Width, Channels);
    }

    /// <summary>The picture at another size; proportions follow the size.</summary>
    public Picture Resize(int height, int width, Sampling sampling = Sampling.Lanczos)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if ((height, width) == (Height, Width))
            return this;
        return sampling == Sampling.Nearest ? Nearest(height, width) : Lanczos(height, width);
    }

    /// <summary>The largest size of this picture's proportions within another size; never below one pixel.</summary>
    public (int Height, int Width) SizeWithin(int height, int width)
    {
        var scale = Math.Min((double)height / Height, (double)width / Width);
        return (Math.Max(1, (int)Math.Round(Height * scale)), Math.Max(1, (int)Math.Round(Width * scale)));
    }

    Picture Lanczos(int height, int width)
    {
        using var image = Vips.ToImage(this);
        using var resized = image.ThumbnailImage(width, height: height, size: NetVips.Enums.Size.Force);
        return Vips.ToPicture(resized);
    }

    Picture Nearest(int height, int width)
    {
        var result = new byte[height * width * Channels];
        for (var (y, to) = (0, 0); y < height; y++)
        {
            var row = (int)((long)y * Height / height) * Width;
            for (var x = 0; x < width; x++, to += Channels)
                pixels.AsSpan((row + (int)((long)x * Width / width)) * Channels, Channels).CopyTo(result.AsSpan(to));
        }
        return Adopt(result, height, width, Channels);
    }
}
