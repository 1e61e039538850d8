namespace Percept.Imaging;

public sealed partial class Picture
{
    /// <summary>This picture with another laid over it, brought to its size; <paramref name="opacity"/> is 0 to 1.</summary>
    /// <remarks>The cover is enlarged smoothly and without overshoot, so a heat map keeps its colours.</remarks>
    public Picture Blend(Picture cover, float opacity = 0.5f)
    {
        var under = ToColor();
        var over = cover.ToColor().Linear(Height, Width);
        var share = (int)Math.Round(Math.Clamp(opacity, 0, 1) * 256);
        var mixed = new byte[under.pixels.Length];
        for (var i = 0; i < mixed.Length; i++)
            mixed[i] = (byte)((under.pixels[i] * (256 - share) + over.pixels[i] * share + 128) >> 8);
        return Adopt(mixed, Height, Width, 3);
    }

    /// <summary>Between the centres of pixels by straight lines, beyond the outermost centres by their colour.</summary>
    Picture Linear(int height, int width)
    {
        if (height <= Height && width <= Width)
            return Resize(height, width);
        var (rows, columns) = (Places(height, Height), Places(width, Width));
        var result = new byte[height * width * Channels];
        var to = 0;
        foreach (var (y, down) in rows)
        {
            foreach (var (x, right) in columns)
            {
                for (var channel = 0; channel < Channels; channel++)
                {
                    var (upper, lower) = (At(y, x, right, channel), At(Math.Min(y + 1, Height - 1), x, right, channel));
                    result[to++] = (byte)(upper + (lower - upper) * down + 0.5f);
                }
            }
        }
        return Adopt(result, height, width, Channels);
    }

    float At(int y, int x, float right, int channel)
    {
        float left = pixels[(y * Width + x) * Channels + channel];
        return left + (pixels[(y * Width + Math.Min(x + 1, Width - 1)) * Channels + channel] - left) * right;
    }

    static (int Before, float Beyond)[] Places(int count, int of)
    {
        var places = new (int, float)[count];
        for (var i = 0; i < count; i++)
        {
            var place = Math.Clamp((i + 0.5f) * of / count - 0.5f, 0, of - 1);
            places[i] = ((int)place, place - (int)place);
        }
        return places;
    }
}
