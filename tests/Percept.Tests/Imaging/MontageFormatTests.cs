using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class MontageFormatTests
{
    const string Words = "Words that are long enough to need a second line, <and> what a mark-up would take for its own & 猫.";

    static readonly Montage montage = new(
    [
        new([new([new(Picture.Filled(8, 8, Rgb.Hex(0xff0000)), "eight"), new(Picture.Filled(64, 64, Rgb.Hex(0x00ff00)), "sixty-four")], "row")], "Band", Words),
    ])
    { Title = "Title", CellHeight = 64, CellWidth = 64 };

    [Fact]
    public void An_svg_is_as_large_as_the_picture_with_words_as_words_within_it()
    {
        var (svg, picture) = (XDocument.Parse(montage.ToSvg()).Root!, montage.Draw());

        Assert.Equal(($"{picture.Width}", $"{picture.Height}"), (svg.Attribute("width")!.Value, svg.Attribute("height")!.Value));
        var lines = svg.Elements().Where(element => element.Name.LocalName == "text").ToArray();
        Assert.Contains("Title", lines.Select(line => line.Value));
        Assert.Contains(Words, string.Join(' ', lines.Select(line => line.Value)), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange((int)line.Attribute("x")! + (int)line.Attribute("textLength")!, 0, picture.Width));
        var pictures = svg.Elements().Where(element => element.Name.LocalName == "image").ToArray();
        Assert.Equal([8, 64], pictures.Select(image => Picture.Decode(Convert.FromBase64String(image.Attribute("href")!.Value.Split(',')[1]), "image").Height));
        Assert.Equal("pixelated", pictures[0].Attribute("image-rendering")?.Value);
    }

    [Fact]
    public void A_pdf_has_one_page_and_every_picture()
    {
        var pdf = Encoding.Latin1.GetString(montage.ToPdf());

        Assert.StartsWith("%PDF-", pdf, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(pdf, @"/Type\s*/Page\b"));
        Assert.Equal(2, Regex.Count(pdf, @"/Subtype\s*/Image"));
        Assert.EndsWith("%%EOF\n", pdf, StringComparison.Ordinal);
        // Every object begins where the table says.
        var starts = Regex.Matches(pdf, @"(\d{10}) 00000 n").Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.All(starts.Select((start, i) => (start, i)), entry => Assert.StartsWith($"{entry.i + 1} 0 obj", pdf[entry.start..], StringComparison.Ordinal));
        Assert.Equal(pdf, Encoding.Latin1.GetString(montage.ToPdf()));
    }
}
