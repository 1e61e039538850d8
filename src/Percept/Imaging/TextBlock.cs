using System.Collections.Concurrent;
using System.Security;
using NetVips;

namespace Percept.Imaging;

/// <summary>Words set in the font that Percept brings: how much ink each pixel gets, and the room they take.</summary>
sealed class TextBlock
{
    static readonly string fonts = Path.Combine(AppContext.BaseDirectory, "fonts");

    static readonly ConcurrentDictionary<TextStyle, int> lineHeights = [];

    /// <summary>From the top of a line to the feet of its letters, by the size of the font.</summary>
    const double Ascent = 0.96875;

    readonly byte[] ink;
    readonly int inkTop;
    readonly int inkHeight;

    TextBlock(byte[] ink, int inkTop, int inkHeight, int width, int height) =>
        (this.ink, this.inkTop, this.inkHeight, Width, Height) = (ink, inkTop, inkHeight, width, height);

    /// <summary>How it is set.</summary>
    public TextStyle Style { get; private init; }

    /// <summary>The columns of the widest line.</summary>
    public int Width { get; }

    /// <summary>The rows of all lines, each as high as its font whatever its letters are.</summary>
    public int Height { get; }

    string Words { get; init; } = "";

    int Room { get; init; }

    static TextBlock Nothing { get; } = new([], 0, 0, 0, 0);

    /// <summary>Sets words in lines of at most <paramref name="width"/> pixels; beyond <paramref name="lines"/> lines, the middle is left out.</summary>
    public static TextBlock Set(string words, TextStyle style, int width, int lines = int.MaxValue)
    {
        words = new string([.. words.Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        var whole = Lines(words, style, width);
        var limit = (long)lines * LineHeight(style);
        if (whole.Height <= limit)
            return whole;

        var (kept, shortest) = (words.Length, 0);
        var best = Nothing;
        while (kept - shortest > 1)
        {
            var middle = (kept + shortest) / 2;
            var attempt = Lines($"{words[..((middle + 1) / 2)]}…{words[^(middle / 2)..]}", style, width);
            (kept, shortest, best) = attempt.Height <= limit ? (kept, middle, attempt) : (middle, shortest, best);
        }
        return best;
    }

    /// <summary>Lays the words on a canvas, their top left corner at a place.</summary>
    public void PaintOn(Canvas canvas, int top, int left, Rgb color)
    {
        if (inkHeight > 0)
            canvas.Stain(ink, inkHeight, Width, top + inkTop, left, color);
    }

    /// <summary>The lines one by one, for drawings that keep words as words.</summary>
    public IEnumerable<(string Words, int Left, int Baseline, int Width)> Lines()
    {
        var baseline = (int)Math.Round(Style.Size * Ascent);
        foreach (var line in Broken())
        {
            var width = WidthOf(line);
            yield return (line, Style.Centered ? (Width - width) / 2 : 0, baseline, width);
            baseline += LineHeight(Style);
        }
    }

    /// <remarks>As many words a line as have room; a word that has none is broken at a letter.</remarks>
    IEnumerable<string> Broken()
    {
        if (Words.Length == 0) yield break;
        if (Height <= LineHeight(Style))
        {
            yield return Words;
            yield break;
        }

        var line = "";
        foreach (var word in Words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (WidthOf(longer) <= Room)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0) yield return line;
            for (line = word; WidthOf(line) > Room;)
            {
                var letters = Enumerable.Range(1, line.Length - 1).LastOrDefault(count => WidthOf(line[..count]) <= Room, 1);
                yield return line[..letters];
                line = line[letters..];
            }
        }

        if (line.Length > 0) yield return line;
    }

    int WidthOf(string words) => Lines(words, Style, 100_000).Width;

    static TextBlock Lines(string words, TextStyle style, int width)
    {
        if (words.Length == 0)
            return Nothing;
        using var image = Render(SecurityElement.Escape(words), style, width);
        var line = LineHeight(style);
        // Rounded up from a little above the last ink: hinting may put it a pixel into the next line.
        var count = Math.Max(1, (int)Math.Ceiling((image.Yoffset + image.Height - style.Size / 6.0) / line));
        return new(image.WriteToMemory<byte>(), image.Yoffset, image.Height, image.Width, count * line) { Words = words, Style = style, Room = width };
    }

    static int LineHeight(TextStyle style) => lineHeights.GetOrAdd(style, static style =>
    {
        using var one = Render("x", style, 1000);
        using var two = Render("x\nx", style, 1000);
        return two.Height - one.Height;
    });

    static Image Render(string markup, TextStyle style, int width)
    {
        var file = Path.Combine(fonts, style.Bold ? "Inter_600SemiBold.ttf" : "Inter_400Regular.ttf");
        return Vips.Text(markup, $"{(style.Bold ? "Inter SemiBold" : "Inter")} {style.Size}", File.Exists(file) ? file : null, Math.Max(1, width), style.Centered);
    }
}
