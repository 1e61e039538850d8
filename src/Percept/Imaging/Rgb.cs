namespace Percept.Imaging;

/// <summary>A colour in sRGB, 0 to 255 each.</summary>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>White.</summary>
    public static Rgb White => Grey(255);

    /// <summary>The grey of this level.</summary>
    public static Rgb Grey(byte level) => new(level, level, level);

    /// <summary>The colour of a hexadecimal number, such as 0x21918c.</summary>
    public static Rgb Hex(int number) => new((byte)(number >> 16), (byte)(number >> 8), (byte)number);

    /// <summary>The colour at <paramref name="share"/> of the way (0 to 1) to <paramref name="other"/>.</summary>
    public Rgb Towards(Rgb other, float share) => new(Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    static byte Mix(byte from, byte to, float share) => (byte)(from + (to - from) * share + 0.5f);
}
