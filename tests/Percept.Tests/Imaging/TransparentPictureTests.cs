using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class TransparentPictureTests
{
    [Theory, MemberData(nameof(Files.Formats), MemberType = typeof(Files))]
    public void What_has_no_transparency_is_opaque_and_the_picture_itself(string format)
    {
        var bytes = Files.Halves(format);

        var cutout = TransparentPicture.DecodeFitted(bytes, "halves", 24, 32);
        var picture = Picture.DecodeFitted(bytes, "halves", 24, 32);

        Assert.True(cutout.IsOpaque);
        Assert.Equal((24, 32), (cutout.Height, cutout.Width));
        for (var i = 0; i < 24 * 32; i++) Files.Near(picture.Pixels.Slice(i * 3, 3).ToArray(), cutout.Pixels.Slice(i * 4, 3), tolerance: 1);
    }

    [Fact]
    public void Transparent_parts_stay_transparent()
    {
        var svg = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="20" height="40" fill="#0f0"/></svg>"""u8.ToArray();

        var cutout = TransparentPicture.DecodeFitted(svg, "half", 10, 10);

        Assert.False(cutout.IsOpaque);
        Files.Near([0, 255, 0, 255], cutout.Pixels[..4], tolerance: 1);
        Assert.Equal(0, cutout.Pixels[9 * 4 + 3]);
    }

    [Fact]
    public void All_of_a_picture_can_be_kept_with_nothing_around_it()
    {
        var cutout = TransparentPicture.DecodeFitted(Files.Halves(".png", height: 10, width: 40), "wide", 20, 20, Fit.Contain);

        Assert.Equal((0, 255), (cutout.Pixels[3], cutout.Pixels[(10 * 20 + 10) * 4 + 3]));
    }

    [Fact]
    public void A_thin_picture_is_cut_before_it_is_enlarged()
    {
        var cutout = TransparentPicture.DecodeFitted(Files.Halves(".png", height: 1, width: 4000), "thin", 32, 32);

        Assert.True(cutout.IsOpaque);
    }
}
