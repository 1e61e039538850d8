using System.Globalization;
using System.Xml.Linq;

namespace Percept.Imaging;

/// <summary>An SVG document while it is drawn.</summary>
sealed class SvgDrawing : IDrawing
{
    static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    readonly XElement root;

    public SvgDrawing(int height, int width, Rgb background)
    {
        root = new(svg + "svg", new XAttribute("width", width), new XAttribute("height", height), new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}")),
            new XAttribute("font-family", "Inter, Helvetica, Arial, sans-serif"));
        Fill(new(0, 0, height, width), background);
    }

    public void Fill(Box box, Rgb color) => root.Add(new XElement(svg + "rect", Place(box), new XAttribute("fill", Hex(color))));

    public void Paint(Picture picture, Box box, Sampling sampling) => root.Add(new XElement(svg + "image", Place(box),
        new XAttribute("href", "data:image/png;base64," + Convert.ToBase64String(picture.ToPng())), sampling == Sampling.Nearest ? new XAttribute("image-rendering", "pixelated") : null));

    public void Write(TextBlock text, int top, int left, Rgb color)
    {
        foreach (var line in text.Lines())
            root.Add(new XElement(svg + "text", new XAttribute("x", left + line.Left), new XAttribute("y", top + line.Baseline), new XAttribute("textLength", line.Width), new XAttribute("lengthAdjust", "spacingAndGlyphs"),
                new XAttribute("font-size", text.Style.Size), text.Style.Bold ? new XAttribute("font-weight", 600) : null, new XAttribute("fill", Hex(color)), line.Words));
    }

    public override string ToString() => new XDocument(root).ToString(SaveOptions.DisableFormatting);

    static XAttribute[] Place(Box box) => [new("x", box.Left), new("y", box.Top), new("width", box.Width), new("height", box.Height)];

    static string Hex(Rgb color) => $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}";
}
