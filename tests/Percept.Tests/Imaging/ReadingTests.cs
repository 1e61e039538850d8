using NetVips;
using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class ReadingTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Files.Formats), MemberType = typeof(Files))]
    public void Every_format_is_read(string extension)
    {
        var picture = Picture.Read(folder.Write("halves" + extension, Files.Halves(extension)));

        Assert.Equal((48, 64, 3), (picture.Height, picture.Width, picture.Channels));
        Files.Near([255, 0, 0], picture[24, 10], 4);
        Files.Near([0, 0, 255], picture[24, 54], 4);
    }

    [Theory, MemberData(nameof(Files.Formats), MemberType = typeof(Files))]
    public void Every_format_is_read_to_a_size(string extension)
    {
        var path = folder.Write("halves" + extension, Files.Halves(extension));

        foreach (var fit in Enum.GetValues<Fit>())
        {
            var picture = Picture.ReadFitted(path, 32, 32, fit);
            Assert.Equal((32, 32, 3), (picture.Height, picture.Width, picture.Channels));
            Files.Near([255, 0, 0], picture[16, 6], 6);
            Files.Near([0, 0, 255], picture[16, 25], 6);
            Files.Near(fit == Fit.Contain ? [192, 192, 192] : [255, 0, 0], picture[0, 6], 6);
        }
    }

    [Theory]
    [InlineData(".gif")]
    [InlineData(".webp")]
    [InlineData(".tif")]
    public void Of_several_frames_the_first_is_read(string extension)
    {
        using var frames = Image.Arrayjoin([Files.Solid(255, 0, 0), Files.Solid(0, 255, 0), Files.Solid(0, 0, 255)], across: 1)
            .Mutate(image => image.Set(GValue.GIntType, "page-height", 20));
        var path = folder.Write("frames" + extension, frames.WriteToBuffer(extension));

        var picture = Picture.Read(path);

        Assert.Equal((20, 30), (picture.Height, picture.Width));
        Files.Near([255, 0, 0], picture[10, 10], 4);
        var error = Assert.Throws<PictureException>(() => Picture.Read(path, new ReadOptions { MaximumFrames = 2 }));
        Assert.Equal($"'{path}' declares 3 frames; the limit is 2.", error.Message);
    }

    // Where the stored top left (red) and top right (green) corners are shown, by the EXIF standard.
    [Theory]
    [InlineData(1, "TL", "TR")]
    [InlineData(2, "TR", "TL")]
    [InlineData(3, "BR", "BL")]
    [InlineData(4, "BL", "BR")]
    [InlineData(5, "TL", "BL")]
    [InlineData(6, "TR", "BR")]
    [InlineData(7, "BR", "TR")]
    [InlineData(8, "BL", "TL")]
    public void The_orientation_is_applied(int orientation, string red, string green)
    {
        using var stored = Image.Arrayjoin([Files.Solid(255, 0, 0), Files.Solid(0, 255, 0), Files.Solid(0, 0, 255), Files.Solid(255, 255, 255)], across: 2)
            .Mutate(image => image.Set(GValue.GIntType, "orientation", orientation));
        var path = folder.Write("turned.jpg", stored.JpegsaveBuffer(q: 100));
        var (height, width) = orientation < 5 ? (40, 60) : (60, 40);

        foreach (var picture in new[] { Picture.Read(path), Picture.ReadFitted(path, height, width, Fit.Stretch) })
        {
            Assert.Equal((height, width), (picture.Height, picture.Width));
            Files.Near([255, 0, 0], Corner(picture, red), 12);
            Files.Near([0, 255, 0], Corner(picture, green), 12);
        }
    }

    static ReadOnlySpan<byte> Corner(Picture picture, string corner) =>
        picture[corner[0] == 'T' ? 3 : picture.Height - 4, corner[1] == 'L' ? 3 : picture.Width - 4];

    // Display P3 to sRGB by the definitions of both: the same transfer curve, another matrix.
    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg")]
    [InlineData(".tif")]
    [InlineData(".webp")]
    public void The_colour_profile_is_applied(string extension)
    {
        using var image = Files.Solid(180, 100, 100).IccTransform("srgb", inputProfile: "srgb");
        var profile = Image.ProfileLoad("p3");
        using var tagged = image.Mutate(changed => changed.Set(GValue.BlobType, "icc-profile-data", profile));
        var path = folder.Write("wide" + extension, tagged.WriteToBuffer(extension));

        Files.Near([193, 95, 98], Picture.Read(path)[5, 5], 3);
        Files.Near([193, 95, 98], Picture.ReadFitted(path, 8, 8)[4, 4], 3);
    }

    [Fact]
    public void The_profile_of_inks_is_applied()
    {
        using var inks = Files.Solid(180, 100, 100).IccTransform("cmyk", inputProfile: "srgb");
        var path = folder.Write("inks.jpg", inks.JpegsaveBuffer(q: 100));

        Files.Near([180, 100, 100], Picture.Read(path)[5, 5], 8);
        Files.Near([180, 100, 100], Picture.ReadFitted(path, 8, 8)[4, 4], 8);
    }

    [Fact]
    public void A_damaged_colour_profile_is_left_aside()
    {
        using var tagged = Files.Solid(180, 100, 100).Mutate(changed => changed.Set(GValue.BlobType, "icc-profile-data", new byte[500]));
        var path = folder.Write("odd.tif", tagged.TiffsaveBuffer());

        Files.Near([180, 100, 100], Picture.Read(path)[5, 5], 1);
        Files.Near([180, 100, 100], Picture.ReadFitted(path, 8, 8)[4, 4], 1);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".tif")]
    [InlineData(".avif")]
    public void Transparency_shows_the_background(string extension)
    {
        using var half = Files.Solid(255, 0, 0).Bandjoin(128);
        var path = folder.Write("half" + extension, half.Cast(Enums.BandFormat.Uchar).WriteToBuffer(extension));

        Files.Near([224, 96, 96], Picture.Read(path)[5, 5], 4);
        Files.Near([224, 96, 96], Picture.ReadFitted(path, 8, 8)[4, 4], 4);
        Files.Near([128, 0, 127], Picture.Read(path, new ReadOptions { Background = new(0, 0, 255) })[5, 5], 4);
    }

    [Fact]
    public void Every_kind_of_pixel_becomes_sRGB()
    {
        var kinds = new (string Name, Image Image, VOption Options, byte[] Expected)[]
        {
            ("grey.png", Files.Solid(100, 100, 100)[0].Copy(interpretation: Enums.Interpretation.Bw), [], [100, 100, 100]),
            ("grey.jpg", Files.Solid(100, 100, 100)[0].Copy(interpretation: Enums.Interpretation.Bw), [], [100, 100, 100]),
            ("grey and alpha.png", Files.Solid(100, 100, 100)[0].Bandjoin(0).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw), [], [192, 192, 192]),
            ("grey 16 bit.png", (Files.Solid(100, 100, 100)[0] * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Grey16), [], [100, 100, 100]),
            ("colour 16 bit.png", (Files.Solid(200, 100, 50) * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16), [], [200, 100, 50]),
            ("colour 16 bit.tif", (Files.Solid(200, 100, 50) * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16), [], [200, 100, 50]),
            ("half transparent 16 bit.png", (Files.Solid(255, 0, 0).Bandjoin(128) * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16), [], [224, 96, 96]),
            ("palette.png", Files.Solid(200, 100, 50), new() { { "palette", true } }, [200, 100, 50]),
            ("one bit.png", Files.Solid(255, 255, 255)[0].Copy(interpretation: Enums.Interpretation.Bw), new() { { "bitdepth", 1 } }, [255, 255, 255]),
            ("no ink.tif", Image.Black(30, 20, bands: 4).Copy(interpretation: Enums.Interpretation.Cmyk), [], [255, 255, 255]),
            ("no ink.jpg", Image.Black(30, 20, bands: 4).Copy(interpretation: Enums.Interpretation.Cmyk), [], [255, 255, 255]),
            ("yellow ink.jpg", Image.Black(30, 20).NewFromImage(0, 0, 255, 0).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Cmyk), [], [255, 242, 0]),
        };
        foreach (var (name, image, options, expected) in kinds)
        {
            var path = folder.Write(name, image.WriteToBuffer(Path.GetExtension(name), options));
            var picture = Picture.Read(path);
            Assert.Equal((20, 30, 3), (picture.Height, picture.Width, picture.Channels));
            Files.Near(expected, picture[10, 10], 6);
            Files.Near(expected, Picture.ReadFitted(path, 8, 8)[4, 4], 6);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(5000, 1)]
    [InlineData(3, 2)]
    public void Odd_sizes_are_read(int height, int width)
    {
        var path = folder.Write("odd.png", Files.Solid(10, 200, 30, height, width).PngsaveBuffer());

        Assert.Equal((height, width), (Picture.Read(path).Height, Picture.Read(path).Width));
        foreach (var fit in Enum.GetValues<Fit>())
            Files.Near([10, 200, 30], Picture.ReadFitted(path, 225, 225, fit)[112, 112], 3);
    }

    [Theory]
    [InlineData("a <b> & c.png")]
    [InlineData("time 12:30:00.png")]
    [InlineData("ページ 日本 é ü 🐱.png")]
    [InlineData("x.png[shrink=2,page=7]")]
    [InlineData("[1].png")]
    [InlineData("'quoted' \"twice\" %20 $HOME.png")]
    [InlineData("-n.png")]
    public void Any_file_name_will_do(string name)
    {
        var path = folder.Write(name, Files.Halves(".png"));

        Assert.Equal((48, 64), (Picture.Read(path).Height, Picture.Read(path).Width));
        Assert.Equal(16, Picture.ReadFitted(path, 16, 16).Height);
    }

    [Fact]
    public void A_large_JPEG_read_to_a_size_is_the_picture_resized()
    {
        var path = folder.Write("large.jpg", Files.Photograph(1200, 1600).JpegsaveBuffer(q: 95));

        var fitted = Picture.ReadFitted(path, 150, 200);

        Assert.InRange(Files.MeanDifference(Picture.Read(path).Resize(150, 200), fitted), 0, 2);
    }

    [Fact]
    public void A_drawing_is_drawn_at_the_size_asked_for()
    {
        var path = folder.Write("tiny.svg", Files.Halves(".svg", height: 2, width: 2));

        var picture = Picture.ReadFitted(path, 100, 100);

        Files.Near([255, 0, 0], picture[50, 48], 2);
        Files.Near([0, 0, 255], picture[50, 51], 2);
    }

    [Fact]
    public void Several_threads_read_the_same()
    {
        var paths = Files.Formats.Select(format => folder.Write("halves" + format.Data, Files.Halves(format.Data))).ToArray();
        var expected = paths.Select(path => Picture.ReadFitted(path, 20, 20)).ToArray();

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            Assert.Equal(expected[i % paths.Length], Picture.ReadFitted(paths[i % paths.Length], 20, 20)));

        Assert.Equal((0, 1), (Cache.Max, NetVips.NetVips.Concurrency));
    }

    [Theory]
    [InlineData(375, 500)]
    [InlineData(500, 375)]
    [InlineData(300, 300)]
    [InlineData(225, 440)]
    public void A_jpeg_that_shrinks_little_is_what_the_library_makes_of_it(int height, int width)
    {
        var bytes = Files.Photograph(height, width).WriteToBuffer(".jpg");
        using var expected = Image.ThumbnailBuffer(bytes, 224, height: 224, crop: Enums.Interesting.Centre);

        var found = Picture.DecodeFitted(bytes, "photograph", 224, 224).Pixels.ToArray();

        Assert.Equal(expected.WriteToMemory<byte>(), found);
    }

    [Fact]
    public void Neither_a_pipe_nor_a_file_beyond_the_limit_is_read_directly_or_through_a_link()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are made with Linux' own tool.");
        System.Diagnostics.Process.Start("mkfifo", [folder["pipe.png"]]).WaitForExit();
        folder.Write("large.png", new byte[2000]);
        foreach (var name in new[] { "pipe.png", "large.png" }) File.CreateSymbolicLink(folder["link to " + name], folder[name]);
        var limits = new ReadOptions { MaximumBytes = 1000 };

        foreach (var prefix in new[] { "", "link to " })
        {
            Assert.Empty(new ImageFile("pipe.png", folder[prefix + "pipe.png"]).Read(limits));
            Assert.Contains("has 2,000 bytes; the limit is 1,000", Assert.Throws<PictureException>(() => new ImageFile("large.png", folder[prefix + "large.png"]).Read(limits)).Message, StringComparison.Ordinal);
        }
    }
}
