using NetVips;
using Percept.Imaging;

namespace Percept.Tests.Imaging;

/// <summary>Image files of every kind, made with libvips itself.</summary>
static class Files
{
    public static TheoryData<string> Formats => [".jpg", ".png", ".webp", ".gif", ".tif", ".svg", ".avif"];

    /// <summary>Red on the left, blue on the right.</summary>
    public static byte[] Halves(string extension, int height = 48, int width = 64)
    {
        if (extension == ".svg")
            return System.Text.Encoding.UTF8.GetBytes($"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="{width / 2}" height="{height}" fill="#f00"/><rect x="{width / 2}" width="{width / 2}" height="{height}" fill="#00f"/></svg>""");
        using var image = Solid(255, 0, 0, height: height, width: width / 2).Join(Solid(0, 0, 255, height: height, width: width - width / 2), Enums.Direction.Horizontal);
        return image.WriteToBuffer(extension);
    }

    public static Image Solid(double red, double green, double blue, int height = 20, int width = 30) =>
        Image.Black(width, height).NewFromImage(red, green, blue).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);

    /// <summary>Smooth colours with some noise, as photographs have.</summary>
    public static Image Photograph(int height, int width)
    {
        var x = Image.Xyz(width, height);
        var colors = (x[0] * (255.0 / width)).Bandjoin(x[1] * (255.0 / height), (x[0] * 0.05).Sin() * 100 + 128);
        return (colors + Image.Gaussnoise(width, height, sigma: 6, mean: 0, seed: 1)).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    public static void Near(byte[] expected, ReadOnlySpan<byte> actual, int tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"expected ({string.Join(", ", expected)}), got ({string.Join(", ", actual.ToArray())})");
    }

    public static double MeanDifference(Picture one, Picture other)
    {
        Assert.Equal((one.Height, one.Width, one.Channels), (other.Height, other.Width, other.Channels));
        double sum = 0;
        for (var i = 0; i < one.Pixels.Length; i++)
            sum += Math.Abs(one.Pixels[i] - other.Pixels[i]);
        return sum / one.Pixels.Length;
    }
}
