namespace Percept.Imaging;

/// <summary>Pictures in a grid of equal cells, with captions, headings and bands: a contact sheet, or a figure.</summary>
/// <remarks>Every size in pixels. Room is measured from the words, which are wrapped, so nothing overlaps; a caption longer than
/// three lines loses its middle. A picture is fitted into its cell; one of at most 32 pixels a side is enlarged as squares.</remarks>
sealed record Montage(IReadOnlyList<MontageBand> Bands)
{
    /// <summary>Words above all bands.</summary>
    public string Title { get; init; } = "";

    /// <summary>Words under the title.</summary>
    public string Text { get; init; } = "";

    /// <summary>The height of every cell, without its caption.</summary>
    public int CellHeight { get; init; } = 128;

    /// <summary>The width of every cell.</summary>
    public int CellWidth { get; init; } = 128;

    /// <summary>Between cells.</summary>
    public int Gutter { get; init; } = 8;

    /// <summary>Around everything and around what is within a band.</summary>
    public int Margin { get; init; } = 20;

    /// <summary>The size of captions and headings; titles are larger.</summary>
    public int TextSize { get; init; } = 13;

    /// <summary>Behind the bands.</summary>
    public Rgb Background { get; init; } = Rgb.Hex(0xeceef1);

    /// <summary>Behind the cells.</summary>
    public Rgb Panel { get; init; } = Rgb.White;

    /// <summary>The colour of titles; other words are halfway to grey.</summary>
    public Rgb Ink { get; init; } = Rgb.Hex(0x1c2128);

    /// <summary>Cells in reading order, without words around.</summary>
    public static Montage Grid(IEnumerable<MontageCell> cells, int columns) =>
        new([new MontageBand([.. cells.Chunk(columns).Select(row => new MontageRow(row))])]);

    /// <summary>Draws it.</summary>
    /// <exception cref="ArgumentException">There is no cell.</exception>
    public Picture Draw() => new MontageLayout(this).DrawOn((height, width) => new Canvas(height, width, Background)).ToPicture();

    /// <summary>The same as an SVG document: words as words, pictures as PNG within it.</summary>
    /// <exception cref="ArgumentException">There is no cell.</exception>
    public string ToSvg() => new MontageLayout(this).DrawOn((height, width) => new SvgDrawing(height, width, Background)).ToString();

    /// <summary>The same as a PDF file of one page: words as words, in Helvetica; 96 pixels are an inch.</summary>
    /// <exception cref="ArgumentException">There is no cell.</exception>
    public byte[] ToPdf() => new MontageLayout(this).DrawOn((height, width) => new PdfDrawing(height, width, Background)).ToBytes();
}
