using FsCheck.Xunit;
using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class ColorMapTests
{
    [Fact]
    public void Viridis_has_its_published_colours()
    {
        Assert.Equal(Rgb.Hex(0x440154), ColorMap.Viridis.At(0));
        Files.Near([33, 145, 140], Bytes(ColorMap.Viridis.At(0.5f)), 3);
        Files.Near([59, 82, 139], Bytes(ColorMap.Viridis.At(0.25f)), 3);
        Files.Near([94, 201, 98], Bytes(ColorMap.Viridis.At(0.75f)), 3);
        Assert.Equal(Rgb.Hex(0xfde725), ColorMap.Viridis.At(1));
    }

    [Fact]
    public void Signs_have_sides_and_zero_is_in_the_middle()
    {
        var picture = ColorMap.Diverging.PaintSigned([-1, 0, 2, -2, float.NaN, 0], 2, 3);

        Assert.Equal([0xf7, 0xf7, 0xf7], picture[0, 1].ToArray());
        Assert.Equal([0x67, 0x00, 0x1f], picture[0, 2].ToArray());
        Assert.Equal([0x05, 0x30, 0x61], picture[1, 0].ToArray());
        Assert.Equal([128, 128, 128], picture[1, 1].ToArray());
        Assert.Equal([0xf7, 0xf7, 0xf7], ColorMap.Diverging.PaintSigned([0], 1, 1)[0, 0].ToArray());
    }

    [Fact]
    public void A_map_runs_from_its_smallest_to_its_largest_number()
    {
        var picture = ColorMap.Viridis.Paint([3, 4, 5, float.PositiveInfinity], 1, 4);

        Assert.Equal(Bytes(ColorMap.Viridis.At(0)), picture[0, 0].ToArray());
        Assert.Equal(Bytes(ColorMap.Viridis.At(0.5f)), picture[0, 1].ToArray());
        Assert.Equal(Bytes(ColorMap.Viridis.At(1)), picture[0, 2].ToArray());
        Assert.Equal(Bytes(ColorMap.Viridis.At(1)), picture[0, 3].ToArray());
        Assert.Equal(Bytes(ColorMap.Viridis.At(0)), ColorMap.Viridis.Paint([7, 7], 1, 2)[0, 1].ToArray());
    }

    [Property]
    public bool More_is_brighter(float one, float other)
    {
        var (low, high) = (Math.Min(Math.Abs(one) % 1, Math.Abs(other) % 1), Math.Max(Math.Abs(one) % 1, Math.Abs(other) % 1));
        return float.IsNaN(low) || float.IsNaN(high) || Light(ColorMap.Viridis.At(low)) <= Light(ColorMap.Viridis.At(high)) + 1;
    }

    [Fact]
    public void A_heat_map_laid_over_a_picture_keeps_its_place_and_colours()
    {
        var under = Picture.Filled(40, 60, Rgb.White);
        var heat = ColorMap.Viridis.Paint([0, 0, 0, 1], 2, 2);

        Assert.Equal(under, under.Blend(heat, 0));
        var over = under.Blend(heat, 1);
        Assert.Equal((40, 60), (over.Height, over.Width));
        Assert.Equal([0x44, 0x01, 0x54], over[0, 0].ToArray());
        Assert.Equal([0xfd, 0xe7, 0x25], over[39, 59].ToArray());
        Files.Near([(255 + 0x44) / 2, 128, (255 + 0x54) / 2], under.Blend(heat)[0, 0], 1);
    }

    static byte[] Bytes(Rgb color) => [color.Red, color.Green, color.Blue];

    static double Light(Rgb color) => 0.2126 * color.Red + 0.7152 * color.Green + 0.0722 * color.Blue;
}
