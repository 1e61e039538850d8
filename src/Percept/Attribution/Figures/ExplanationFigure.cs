using System.Globalization;
using Percept.Imaging;

namespace Percept.Attribution.Figures;

/// <summary>A picture beside its maps.</summary>
static class ExplanationFigure
{
    const int Columns = 4, Cell = 208;

    /// <summary>Draws it.</summary>
    /// <param name="explainer">What was explained.</param>
    /// <param name="maps">Its maps.</param>
    /// <param name="overlay">Whether maps are laid over the picture.</param>
    public static Picture Draw(Explainer explainer, IReadOnlyList<AttributionMap> maps, bool overlay = false)
    {
        MontageCell[] cells = [new(explainer.Picture, "the picture"), .. maps.Select(map => new MontageCell(overlay ? map.Over(explainer.Picture) : map.Paint(), $"{map.Method.Title}: {map.Key()}"))];
        // Rows of the same length, as far as the number allows it.
        var columns = (int)Math.Ceiling(cells.Length / Math.Ceiling(cells.Length / (double)Columns));
        return (Montage.Grid(cells, columns) with
        {
            Title = explainer.Objective.ToString(),
            Text = Text(explainer, maps),
            CellHeight = Cell,
            CellWidth = Cell,
        }).Draw();
    }

    internal static string Text(Explainer explainer, IReadOnlyList<AttributionMap> maps) => string.Create(CultureInfo.InvariantCulture,
        $"{explainer.Value:G4} at the picture, {explainer.BaselineValue:G4} at the baseline ({Name(explainer.Baseline)}).{(maps is [var one] ? $" {char.ToUpperInvariant(one.Method.Words[0])}{one.Method.Words[1..]}." : "")} Colours end at the 99th percentile.");

    static string Name(Baseline baseline) => baseline switch
    {
        Baseline.Zero => "the colour that the network's input takes as zero",
        Baseline.Blur => "the picture blurred",
        _ => baseline.ToString().ToLowerInvariant(),
    };
}
