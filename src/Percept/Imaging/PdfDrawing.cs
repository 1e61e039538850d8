using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Percept.Imaging;

/// <summary>A PDF file of one page while it is drawn: pictures without loss, words in the Helvetica that every viewer has.</summary>
/// <remarks>PDF 1.4 (ISO 32000); the same drawing gives the same bytes. Helvetica knows the letters of western Europe; another letter becomes a question mark.</remarks>
sealed class PdfDrawing : IDrawing
{
    /// <summary>Points a pixel, at 96 pixels an inch.</summary>
    const double Point = 0.75;

    /// <summary>Helvetica's lines are about this much as wide as those of the font by which everything is laid out.</summary>
    const double Narrower = 0.93;

    const int Catalog = 1, Pages = 2, Page = 3, Content = 4, Regular = 5, Bold = 6, FirstPicture = 7;

    /// <summary>What Windows-1252, the encoding of the words, has beyond Latin-1 and is likely in captions.</summary>
    static readonly Dictionary<char, char> beyond = new() { ['…'] = '\x85', ['‘'] = '\x91', ['’'] = '\x92', ['“'] = '\x93', ['”'] = '\x94', ['•'] = '\x95', ['–'] = '\x96', ['−'] = '\x96', ['—'] = '\x97' };

    readonly int height;
    readonly int width;
    readonly StringBuilder content = new();
    readonly List<(Picture Picture, bool IsSmooth)> pictures = [];

    public PdfDrawing(int height, int width, Rgb background)
    {
        (this.height, this.width) = (height, width);
        Fill(new(0, 0, height, width), background);
    }

    public void Fill(Box box, Rgb color) => Say($"{Ink(color)} {Length(box.Left)} {Up(box.Bottom)} {Length(box.Width)} {Length(box.Height)} re f");

    public void Paint(Picture picture, Box box, Sampling sampling)
    {
        Say($"q {Length(box.Width)} 0 0 {Length(box.Height)} {Length(box.Left)} {Up(box.Bottom)} cm /P{pictures.Count} Do Q");
        // Viewers smooth pictures as they like, so one of few pixels is enlarged as squares before.
        var scale = sampling == Sampling.Nearest ? Math.Max(1, 4 * box.Height / picture.Height) : 1;
        pictures.Add((picture.ToColor().Resize(picture.Height * scale, picture.Width * scale, Sampling.Nearest), sampling != Sampling.Nearest));
    }

    public void Write(TextBlock text, int top, int left, Rgb color)
    {
        foreach (var line in text.Lines())
        {
            var indent = text.Style.Centered ? line.Left + (line.Width * (1 - Narrower) / 2) : line.Left;
            Say($"BT {Ink(color)} /{(text.Style.Bold ? "B" : "R")} {Length(text.Style.Size)} Tf {Length(left + indent)} {Up(top + line.Baseline)} Td ({Encoded(line.Words)}) Tj ET");
        }
    }

    public byte[] ToBytes()
    {
        using var file = new MemoryStream();
        var starts = new List<long>();
        Put("%PDF-1.4\n");
        Add("<< /Type /Catalog /Pages 2 0 R >>");
        Add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        var names = string.Join(' ', pictures.Select((_, i) => $"/P{i} {FirstPicture + i} 0 R"));
        Add($"<< /Type /Page /Parent {Pages} 0 R /MediaBox [0 0 {Length(width)} {Length(height)}] /Contents {Content} 0 R /Resources << /Font << /R {Regular} 0 R /B {Bold} 0 R >> /XObject << {names} >> >> >>");
        AddStream("", Encoding.Latin1.GetBytes(content.ToString()));
        foreach (var font in new[] { "Helvetica", "Helvetica-Bold" }) Add($"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>");
        foreach (var (picture, isSmooth) in pictures)
            AddStream($"/Type /XObject /Subtype /Image /Width {picture.Width} /Height {picture.Height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Interpolate {(isSmooth ? "true" : "false")} ", picture.Pixels);

        var table = file.Position;
        Put($"xref\n0 {starts.Count + 1}\n0000000000 65535 f \n{string.Concat(starts.Select(start => string.Create(CultureInfo.InvariantCulture, $"{start:0000000000} 00000 n \n")))}");
        Put($"trailer\n<< /Size {starts.Count + 1} /Root {Catalog} 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return file.ToArray();

        void Put(string text) => file.Write(Encoding.Latin1.GetBytes(text));

        void Begin()
        {
            starts.Add(file.Position);
            Put($"{starts.Count} 0 obj\n");
        }

        void Add(string value)
        {
            Begin();
            Put($"{value}\nendobj\n");
        }

        void AddStream(string entries, ReadOnlySpan<byte> bytes)
        {
            using var packed = new MemoryStream();
            using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(bytes);
            Begin();
            Put($"<< {entries}/Filter /FlateDecode /Length {packed.Length} >>\nstream\n");
            file.Write(packed.ToArray());
            Put("\nendstream\nendobj\n");
        }
    }

    void Say(string operation) => content.Append(operation).Append('\n');

    /// <remarks>A page's rows count from its foot.</remarks>
    string Up(double row) => Length(height - row);

    static string Length(double pixels) => (pixels * Point).ToString("0.##", CultureInfo.InvariantCulture);

    static string Ink(Rgb color) => string.Create(CultureInfo.InvariantCulture, $"{color.Red / 255.0:0.###} {color.Green / 255.0:0.###} {color.Blue / 255.0:0.###} rg");

    static string Encoded(string words) => string.Concat(words.Select(letter => beyond.GetValueOrDefault(letter, letter) is var known && known is '(' or ')' or '\\' ? $"\\{known}" : known > '\xff' ? "?" : $"{known}"));
}
