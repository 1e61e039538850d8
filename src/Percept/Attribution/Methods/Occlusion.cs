using System.Globalization;

namespace Percept.Attribution.Methods;

/// <summary>How far the objective falls when a window is covered by the baseline (Zeiler and Fergus, 2014): each pixel has the mean over the windows that cover it.</summary>
/// <param name="Window">The window's side in pixels; an eighth of the image's shorter side where null.</param>
public sealed record Occlusion(int? Window = null) : Method
{
    /// <inheritdoc/>
    public override string Name => "occlusion";

    /// <inheritdoc/>
    public override string Title => "Occlusion";

    /// <inheritdoc/>
    public override string Words => string.Create(CultureInfo.InvariantCulture, $"how far the objective falls when a window{(Window is { } side ? $" of {side} pixels" : ", an eighth of the image,")} is covered; moved by half its side");

    /// <inheritdoc/>
    public override bool IsSigned => true;

    /// <inheritdoc/>
    public override Method With(MethodOptions options) => this with { Window = options.Window ?? Window };

    internal override AttributionMap Explain(AttributionTarget subject)
    {
        var side = Math.Min(Window ?? Math.Max(1, Math.Min(subject.Height, subject.Width) / 8), Math.Min(subject.Height, subject.Width));
        var (rows, columns, area) = (Starts(subject.Height, side), Starts(subject.Width, side), subject.Height * subject.Width);
        var whole = subject.Value;
        var (fall, covered, window) = (new double[area], new int[area], 0);
        foreach (var score in subject.Scores(rows.Length * columns.Length, Cover))
        {
            var (top, left) = (rows[window / columns.Length], columns[window++ % columns.Length]);
            for (var y = top; y < top + side; y++)
                for (var x = left; x < left + side; x++) (fall[(y * subject.Width) + x], covered[(y * subject.Width) + x]) = (fall[(y * subject.Width) + x] + whole - score, covered[(y * subject.Width) + x] + 1);
        }

        return (this with { Window = side }).Plain(subject, [.. fall.Zip(covered, (sum, count) => (float)(sum / count))]);

        void Cover(int window, Span<float> into)
        {
            subject.Planes.CopyTo(into);
            var (top, left) = (rows[window / columns.Length], columns[window % columns.Length]);
            for (var channel = 0; channel < subject.Channels; channel++)
                for (var y = top; y < top + side; y++)
                {
                    var row = (channel * area) + (y * subject.Width) + left;
                    subject.Baseline.AsSpan(row, side).CopyTo(into[row..]);
                }
        }
    }

    /// <summary>Where windows begin: half a side apart, the last one at the border.</summary>
    static int[] Starts(int size, int side) => [.. Enumerable.Range(0, size).Select(i => i * Math.Max(1, side / 2)).TakeWhile(start => start < size - side), size - side];
}
