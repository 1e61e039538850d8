using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class MontageTests
{
    static readonly Rgb magenta = new(255, 0, 255);
    static readonly Picture picture = Picture.Filled(64, 64, magenta);

    [Fact]
    public void A_grid_is_as_large_as_its_cells()
    {
        var montage = Montage.Grid(Enumerable.Repeat(new MontageCell(picture), 7), columns: 3) with { CellHeight = 64, CellWidth = 64, Gutter = 4, Margin = 10 };

        var sheet = montage.Draw();

        Assert.Equal((40 + 3 * 64 + 2 * 4, 40 + 3 * 64 + 2 * 4), (sheet.Height, sheet.Width));
        Assert.Equal(7 * 64 * 64, Count(sheet, magenta));
        Assert.Equal([255, 0, 255], sheet[20, 20].ToArray());
        Assert.Equal([255, 255, 255], sheet[20 + 65, 20 + 65].ToArray());
        Assert.Equal([255, 255, 255], sheet[sheet.Height - 21, sheet.Width - 21].ToArray());
    }

    [Theory]
    [InlineData("conv_3:17")]
    [InlineData("<b>&amp;</b> \"quoted\" & \u0007 odd")]
    [InlineData("anexceedinglylongcaptionwithoutanyplacetobreakwhichgoesonandonandonandonandon")]
    [InlineData("many short words that go on and on and on and on and on and on and on and on and on")]
    [InlineData("日本語 🐱 é\ud800")]
    public void Words_never_touch_pictures_or_the_margin(string words)
    {
        var figure = Figure(words, picture);
        var bare = Figure(words, picture: null);

        Assert.Equal(9 * 64 * 64, Count(figure, magenta));
        for (var i = 0; i < figure.Pixels.Length; i += 3)
        {
            var under = figure.Pixels.Slice(i, 3).SequenceEqual(picture[0, 0]) ? [255, 255, 255] : figure.Pixels.Slice(i, 3);
            Assert.True(bare.Pixels.Slice(i, 3).SequenceEqual(under));
        }
        for (var y = 0; y < figure.Height; y++)
        {
            Assert.True(figure[y, 11].SequenceEqual(figure[0, 0]));
            Assert.True(figure[y, figure.Width - 12].SequenceEqual(figure[0, 0]));
        }
    }

    static Picture Figure(string words, Picture? picture)
    {
        var row = new MontageRow([new(picture, words), new(picture, ""), new(null, words), new(picture, words)], words);
        return (new Montage([new([row, row], words, words), new([row], "", words)]) { Title = words, Text = words, CellHeight = 64, CellWidth = 64, Margin = 12 }).Draw();
    }

    [Fact]
    public void Captions_are_drawn_with_the_font_that_Percept_brings()
    {
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "fonts", "Inter_400Regular.ttf")));
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "fonts", "Inter_600SemiBold.ttf")));

        var bare = Montage.Grid([new(picture)], 1).Draw();
        var captioned = Montage.Grid([new(picture, "unit 7")], 1).Draw();

        Assert.True(captioned.Height > bare.Height + 12);
        Assert.True(Count(captioned, Rgb.White) < captioned.Height * captioned.Width - Count(captioned, magenta) - 100);
    }

    [Fact]
    public void A_long_caption_loses_its_middle_and_keeps_two_lines()
    {
        var style = new TextStyle(12);
        var one = TextBlock.Set("x", style, 100);

        var text = TextBlock.Set($"begin {new string('m', 500)} end", style, 100, lines: 2);

        Assert.Equal(2 * one.Height, text.Height);
        Assert.InRange(text.Width, 1, 104);
    }

    [Fact]
    public void Tiny_filters_are_shown_as_squares()
    {
        var filter = new Picture(2, 2, 1, [0, 255, 255, 0]);

        var sheet = Montage.Grid([new(filter)], 1).Draw().ToGrey();

        Assert.Equal(0, sheet[40 + 63, 40 + 63][0]);
        Assert.Equal(255, sheet[40 + 63, 40 + 64][0]);
    }

    [Fact]
    public void A_montage_without_cells_is_refused() => Assert.Throws<ArgumentException>(() => new Montage([]).Draw());

    static int Count(Picture picture, Rgb color)
    {
        var count = 0;
        for (var i = 0; i < picture.Pixels.Length; i += 3)
            count += picture.Pixels.Slice(i, 3) is [var red, var green, var blue] && new Rgb(red, green, blue) == color ? 1 : 0;
        return count;
    }
}
