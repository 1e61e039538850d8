namespace Percept.Imaging;

/// <summary>Where everything of a montage goes: measured from top to bottom, then drawn.</summary>
sealed class MontageLayout
{
    readonly Montage montage;
    readonly int contentWidth;
    readonly int headingWidth;
    readonly List<Action<IDrawing>> strokes = [];
    int bottom;

    public MontageLayout(Montage montage)
    {
        this.montage = montage;
        var rows = montage.Bands.SelectMany(band => band.Rows).ToArray();
        var columns = rows.Select(row => row.Cells.Count).DefaultIfEmpty().Max();
        if (columns == 0)
            throw new ArgumentException("A montage needs at least one cell.", nameof(montage));

        headingWidth = rows.Max(row => Heading(row).Width) is > 0 and var width ? width + 2 * montage.Gutter : 0;
        var grid = headingWidth + columns * (montage.CellWidth + montage.Gutter) - montage.Gutter;
        contentWidth = Math.Max(grid, montage.Bands.Any(band => band.Title.Length > 0) || montage.Title.Length > 0 ? 20 * montage.TextSize : 0);
    }

    int Left => 2 * montage.Margin;

    Rgb Muted => montage.Ink.Towards(Rgb.Grey(128), 0.5f);

    /// <summary>Draws everything on what is made for its height and width.</summary>
    public T DrawOn<T>(Func<int, int, T> make) where T : IDrawing
    {
        bottom = montage.Margin;
        var hasTitle = montage.Title.Length + montage.Text.Length > 0;
        Words(montage.Title, new(montage.TextSize * 2, Bold: true), montage.Ink, gapAfter: montage.Gutter / 2);
        Words(montage.Text, new(montage.TextSize + 1), Muted, gapAfter: 0);
        bottom += hasTitle ? montage.Margin : 0;
        foreach (var band in montage.Bands)
            Band(band);

        var drawing = make(bottom, contentWidth + 4 * montage.Margin);
        foreach (var stroke in strokes)
            stroke(drawing);
        return drawing;
    }

    void Band(MontageBand band)
    {
        var (top, first) = (bottom, strokes.Count);
        bottom += montage.Margin;
        Words(band.Title, new(montage.TextSize * 3 / 2, Bold: true), montage.Ink, gapAfter: montage.Gutter / 2);
        Words(band.Text, new(montage.TextSize), Muted, gapAfter: 0);
        bottom += band.Title.Length + band.Text.Length > 0 ? montage.Gutter * 3 / 2 : 0;
        foreach (var row in band.Rows)
            Row(row);
        bottom += montage.Margin - (band.Rows.Count > 0 ? montage.Gutter : 0);

        var panel = new Box(top, montage.Margin, bottom - top, contentWidth + 2 * montage.Margin);
        strokes.Insert(first, drawing => drawing.Fill(panel, montage.Panel));
        bottom += montage.Margin;
    }

    void Row(MontageRow row)
    {
        var top = bottom;
        var heading = Heading(row);
        Paint(heading, top + Math.Max(0, montage.CellHeight - heading.Height) / 2, Left);

        var captions = row.Cells.Select(cell => TextBlock.Set(cell.Caption, new(montage.TextSize - 1, Centered: true), montage.CellWidth, lines: 3)).ToArray();
        for (var column = 0; column < captions.Length; column++)
        {
            var left = Left + headingWidth + column * (montage.CellWidth + montage.Gutter);
            Cell(row.Cells[column].Picture, top, left);
            Paint(captions[column], top + montage.CellHeight + montage.Gutter / 2, left + (montage.CellWidth - captions[column].Width) / 2);
        }

        var captionHeight = captions.Select(caption => caption.Height).DefaultIfEmpty().Max();
        var cells = montage.CellHeight + (captionHeight > 0 ? montage.Gutter / 2 + captionHeight : 0);
        bottom = top + Math.Max(cells, heading.Height) + montage.Gutter;
    }

    void Cell(Picture? picture, int top, int left)
    {
        if (picture is null)
            return;
        var (height, width) = picture.SizeWithin(montage.CellHeight, montage.CellWidth);
        var sampling = picture.Height <= 32 && picture.Width <= 32 ? Sampling.Nearest : Sampling.Lanczos;
        var box = new Box(top + (montage.CellHeight - height) / 2, left + (montage.CellWidth - width) / 2, height, width);
        strokes.Add(drawing => drawing.Paint(picture, box, sampling));
    }

    void Words(string words, TextStyle style, Rgb color, int gapAfter)
    {
        var text = TextBlock.Set(words, style, contentWidth);
        var top = bottom;
        strokes.Add(drawing => drawing.Write(text, top, Left, color));
        bottom += text.Height > 0 ? text.Height + gapAfter : 0;
    }

    void Paint(TextBlock text, int top, int left) => strokes.Add(drawing => drawing.Write(text, top, left, Muted));

    TextBlock Heading(MontageRow row) => TextBlock.Set(row.Heading, new(montage.TextSize), montage.CellWidth * 5 / 4);
}
