using System.Buffers.Binary;
using System.IO.Compression;

namespace Percept.Tests.Atlases;

/// <summary>Small pictures for test atlases, drawn by a formula and written as PNG.</summary>
static class Drawing
{
    public static byte[] Scene(int seed, int size) => Png(size, (y, x) =>
    {
        var (cy, cx, r) = (0.35 + 0.3 * Noise(seed, 1), 0.35 + 0.3 * Noise(seed, 2), 0.18 + 0.2 * Noise(seed, 3));
        var inside = Math.Sqrt((y - cy) * (y - cy) + (x - cx) * (x - cx)) < r;
        var eyes = inside && Math.Abs(y - cy + r * 0.3) < r * 0.16 && Math.Abs(Math.Abs(x - cx) - r * 0.4) < r * 0.16;
        var hue = Noise(seed, 4);
        return eyes ? (0.12, 0.1, 0.1) : inside ? Colour(hue, 0.95) : Colour(hue + 0.45, 0.55 + 0.3 * y);
    });

    public static byte[] Pattern(int seed, int size) => Png(size, (y, x) =>
    {
        var (angle, frequency, hue) = (Math.PI * Noise(seed, 1), 10 + 40 * Noise(seed, 2), Noise(seed, 3));
        var (u, v) = (x * Math.Cos(angle) + y * Math.Sin(angle), y * Math.Cos(angle) - x * Math.Sin(angle));
        var wave = 0.5 + 0.5 * Math.Sin(frequency * u + 2 * Math.Sin(frequency * 0.4 * v));
        var (a, b) = (Colour(hue, 0.9), Colour(hue + 0.35, 0.35));
        return (a.R * wave + b.R * (1 - wave), a.G * wave + b.G * (1 - wave), a.B * wave + b.B * (1 - wave));
    });

    static double Noise(int seed, int which) => (uint)HashCode(seed * 31 + which) / (double)uint.MaxValue;

    static int HashCode(int value)
    {
        value = (value ^ (value >>> 16)) * 0x45d9f3b;
        value = (value ^ (value >>> 16)) * 0x45d9f3b;
        return value ^ (value >>> 16);
    }

    static (double R, double G, double B) Colour(double hue, double bright) =>
        (bright * Wave(hue), bright * Wave(hue + 1 / 3.0), bright * Wave(hue + 2 / 3.0));

    static double Wave(double at) => 0.6 + 0.4 * Math.Cos(2 * Math.PI * at);

    static byte[] Png(int size, Func<double, double, (double R, double G, double B)> colour)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < size; y++)
            {
                zlib.WriteByte(0);
                for (var x = 0; x < size; x++)
                {
                    var (r, g, b) = colour((y + 0.5) / size, (x + 0.5) / size);
                    zlib.Write([(byte)(255 * r), (byte)(255 * g), (byte)(255 * b)]);
                }
            }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, pixels.ToArray()), .. Chunk("IEND"u8, [])];
    }

    static byte[] Chunk(ReadOnlySpan<byte> name, byte[] data)
    {
        byte[] named = [.. name, .. data];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    public static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
