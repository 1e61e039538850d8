using FsCheck.Xunit;
using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class PictureTests
{
    [Fact]
    public void A_picture_keeps_its_own_copy()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        var picture = new Picture(1, 2, 3, pixels);
        pixels[0] = 99;

        Assert.Equal([1, 2, 3], picture[0, 0].ToArray());
        Assert.Equal([4, 5, 6], picture[0, 1].ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => picture[0, 2].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => picture[-1, 0].Length);
    }

    [Fact]
    public void Pictures_are_equal_by_value()
    {
        Assert.Equal(new Picture(1, 2, 1, [7, 8]), new Picture(1, 2, 1, [7, 8]));
        Assert.Equal(new Picture(1, 2, 1, [7, 8]).GetHashCode(), new Picture(1, 2, 1, [7, 8]).GetHashCode());
        Assert.NotEqual(new Picture(1, 2, 1, [7, 8]), new Picture(2, 1, 1, [7, 8]));
        Assert.NotEqual(new Picture(1, 2, 1, [7, 8]), new Picture(1, 2, 1, [7, 9]));
    }

    [Fact]
    public void A_picture_of_another_shape_is_refused()
    {
        Assert.Contains("has 12 bytes, not 11", Assert.Throws<ArgumentException>(() => new Picture(2, 2, 3, new byte[11])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(2, 2, 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(0, 2, 3, []));
    }

    [Property]
    public bool Planes_and_back_are_exact(byte height, byte width, bool grey, int seed)
    {
        var picture = Random(1 + height % 20, 1 + width % 20, grey ? 1 : 3, seed);

        return picture.Equals(Picture.FromPlanes(picture.ToPlanes(), picture.Channels, picture.Height, picture.Width));
    }

    [Fact]
    public void Planes_are_one_channel_after_another()
    {
        var picture = new Picture(1, 2, 3, [0, 51, 102, 153, 204, 255]);

        Assert.Equal([0f, 0.6f, 0.2f, 0.8f, 0.4f, 1f], picture.ToPlanes());
    }

    [Fact]
    public void Numbers_become_the_nearest_level_and_are_clipped()
    {
        float[] values = [-5, 0.499f / 255, 0.501f / 255, 254.49f / 255, 254.51f / 255, 2, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

        Assert.Equal([0, 0, 1, 254, 255, 255, 0, 255, 0], Picture.FromPlanes(values, 1, 1, values.Length).Pixels.ToArray());
    }

    [Property]
    public bool A_crop_lies_within_and_shows_its_place(short top, short left, byte height, byte width, int seed)
    {
        var picture = Random(17, 23, 3, seed);
        var box = new Box(top % 20, left % 25, height % 30, width % 30);
        var clipped = box.ClippedTo(17, 23);
        if (clipped.IsEmpty)
            return Throws<ArgumentOutOfRangeException>(() => picture.Crop(box));
        var crop = picture.Crop(box);
        return clipped.Top >= 0 && clipped.Left >= 0 && clipped.Bottom <= 17 && clipped.Right <= 23
            && clipped.Top >= box.Top && clipped.Left >= box.Left && clipped.Bottom <= box.Bottom && clipped.Right <= box.Right
            && (crop.Height, crop.Width) == (clipped.Height, clipped.Width)
            && crop[0, 0].SequenceEqual(picture[clipped.Top, clipped.Left])
            && crop[crop.Height - 1, crop.Width - 1].SequenceEqual(picture[clipped.Bottom - 1, clipped.Right - 1]);
    }

    [Fact]
    public void A_box_of_any_size_is_clipped_without_overflow() =>
        Assert.Equal(new Box(5, 6, 5, 4), new Box(5, 6, int.MaxValue, int.MaxValue).ClippedTo(10, 10));

    [Property(MaxTest = 30)]
    public bool A_plain_picture_stays_plain_at_any_size(byte height, byte width, byte level)
    {
        var resized = Picture.Filled(9, 7, Rgb.Grey(level)).Resize(1 + height, 1 + width);
        return (resized.Height, resized.Width) == (1 + height, 1 + width) && resized.Pixels.IndexOfAnyExcept(level) < 0;
    }

    [Fact]
    public void Nearest_pixels_make_squares()
    {
        var picture = new Picture(2, 2, 1, [1, 2, 3, 4]).Resize(4, 6, Sampling.Nearest);

        Assert.Equal([1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4], picture.Pixels.ToArray());
    }

    [Fact]
    public void Grey_keeps_greys_and_weighs_colours()
    {
        Assert.Equal([77, 76, 29, 150], new Picture(1, 4, 3, [77, 77, 77, 255, 0, 0, 0, 0, 255, 0, 255, 0]).ToGrey().Pixels.ToArray());
        Assert.Equal([9, 9, 9], new Picture(1, 1, 1, [9]).ToColor().Pixels.ToArray());
    }

    static bool Throws<T>(Action action) where T : Exception
    {
        Assert.Throws<T>(action);
        return true;
    }

    static Picture Random(int height, int width, int channels, int seed)
    {
        var pixels = new byte[height * width * channels];
        new Random(seed).NextBytes(pixels);
        return new(height, width, channels, pixels);
    }
}
