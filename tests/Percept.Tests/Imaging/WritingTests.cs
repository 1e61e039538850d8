using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class WritingTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly Picture photograph = Picture.Decode(Files.Photograph(40, 60).WriteToBuffer(".png"), "photograph");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.png", 0)]
    [InlineData("a.webp", 6)]
    [InlineData("a.jpg", 6)]
    [InlineData("a <b>: [c].JPEG", 6)]
    public void What_is_written_is_read_again(string name, double tolerance)
    {
        photograph.Write(folder[name]);

        Assert.InRange(Files.MeanDifference(photograph, Picture.Read(folder[name])), 0, tolerance);
        Assert.Equal([name], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Grey_pictures_are_written_too()
    {
        var grey = photograph.ToGrey();

        foreach (var bytes in new[] { grey.ToPng(), grey.ToWebp(), grey.ToJpeg() })
            Assert.InRange(Files.MeanDifference(grey.ToColor(), Picture.Decode(bytes, "grey")), 0, 4);
    }

    [Fact]
    public void The_same_picture_gives_the_same_bytes()
    {
        var again = new Picture(photograph.Height, photograph.Width, 3, photograph.Pixels);

        Assert.Equal(photograph.ToPng(), again.ToPng());
        Assert.Equal(photograph.ToWebp(), again.ToWebp());
        Assert.Equal(photograph.ToJpeg(), again.ToJpeg());
    }

    [Fact]
    public void An_unknown_extension_is_refused_with_what_exists()
    {
        var error = Assert.Throws<ArgumentException>(() => photograph.Write(folder["a.bmp"]));

        Assert.Contains("written as .png, .webp, .jpg or .jpeg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_cannot_be_written_leaves_nothing()
    {
        Directory.CreateDirectory(folder["taken.png/inside"]);

        Assert.ThrowsAny<Exception>(() => photograph.Write(Path.Combine(folder.Path, "taken.png")));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
