using Percept.Attribution.Checks;
using Percept.Imaging;
using static System.FormattableString;

namespace Percept.Attribution.Figures;

/// <summary>The sanity checks of maps, a row for each: the map, what becomes of it as the network loses what it learned, and how the objective falls and rises with the pixels.</summary>
static class CheckFigure
{
    const int Cell = 150;

    /// <summary>Draws it.</summary>
    public static Picture Draw(Explainer explainer, IReadOnlyList<AttributionCheck> checks) => new Montage([.. checks.Select(Band)])
    {
        Title = $"{explainer.Objective}: can the maps be trusted?",
        Text = ExplanationFigure.Text(explainer, []) + " Then the same maps while weights are shuffled from the top of the network down, with their rank correlation to the map; "
            + "last the objective while pixels are removed (red) or put back (blue), those that count most first.",
        CellHeight = Cell,
        CellWidth = Cell,
    }.Draw();

    static MontageBand Band(AttributionCheck check) => new(
        [new([new(check.Map.Paint(), "the network as it is"), .. check.Cascade.Select(Step), new(Curves(check), Invariant($"deletion {check.Deletion.Area:0.00}, insertion {check.Insertion.Area:0.00}"))])],
        check.Map.Method.Title, string.Join(' ', check.Sentences()));

    static MontageCell Step(CascadeStep step) => new(step.Map.Paint(), step.Map.IsEmpty ? $"from {step.From} up: empty, the objective is silent" : Invariant($"from {step.From} up: {step.RankOfMagnitudes:0.00}"));

    static Picture Curves(AttributionCheck check)
    {
        var canvas = new Canvas(Cell, Cell, Rgb.Grey(246));
        Plot(canvas, check.Deletion, Rgb.Hex(0xb2182b));
        Plot(canvas, check.Insertion, Rgb.Hex(0x2166ac));
        return canvas.ToPicture();
    }

    /// <summary>A line through the points, from 0 at the bottom to 1 near the top.</summary>
    static void Plot(Canvas canvas, RemovalCurve curve, Rgb color)
    {
        const int Thick = 2, Room = 12;
        int? before = null;
        for (var x = 0; x < Cell; x++)
        {
            var at = (double)x / (Cell - 1) * (curve.Points.Count - 1);
            var (left, share) = (Math.Min((int)at, curve.Points.Count - 2), at - Math.Min((int)at, curve.Points.Count - 2));
            var height = curve.Points[left] + ((curve.Points[left + 1] - curve.Points[left]) * share);
            if (!double.IsFinite(height)) return;
            var y = (int)Math.Round(Cell - Room - (Math.Clamp(height, -0.1, 1.1) * (Cell - (2 * Room))));
            canvas.Fill(new(Math.Min(y, before ?? y), x, Math.Abs(y - (before ?? y)) + Thick, 1), color);
            before = y;
        }
    }
}
