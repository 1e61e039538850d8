using System.Globalization;
using System.Numerics.Tensors;
using Percept.Numerics;

namespace Percept.Attribution.Methods;

/// <summary>Randomised input sampling (Petsiuk et al., 2018): the mean of random soft masks, each weighted by the objective of what it leaves visible, over how visible a pixel is on average.</summary>
/// <param name="Masks">How many masks.</param>
/// <param name="Cells">How many cells a mask has on a side, before it is enlarged and shifted.</param>
/// <param name="Visible">The share of cells that are visible.</param>
public sealed record Rise(int Masks = 1000, int Cells = 8, double Visible = 0.5) : Method
{
    /// <inheritdoc/>
    public override string Name => "rise";

    /// <inheritdoc/>
    public override string Title => "RISE";

    /// <inheritdoc/>
    public override string Words => string.Create(CultureInfo.InvariantCulture, $"the objective's mean value while a pixel is visible, over {Masks} random masks");

    /// <inheritdoc/>
    public override Method With(MethodOptions options) => this with { Masks = options.Samples ?? Masks };

    internal override AttributionMap Explain(AttributionTarget subject)
    {
        var (area, sum) = (subject.Height * subject.Width, new double[subject.Height * subject.Width]);
        foreach (var (index, score) in subject.Scores(Masks, Show).Index())
        {
            var mask = Mask(index, subject);
            for (var i = 0; i < area; i++) sum[i] += score * mask[i];
        }

        return Plain(subject, [.. sum.Select(total => (float)(total / (Masks * Visible)))]);

        void Show(int index, Span<float> into)
        {
            var mask = Mask(index, subject);
            for (var channel = 0; channel < subject.Channels; channel++)
            {
                var plane = into.Slice(channel * area, area);
                var nothing = subject.Baseline.AsSpan(channel * area, area);
                TensorPrimitives.Subtract(subject.Planes.AsSpan(channel * area, area), nothing, plane);
                TensorPrimitives.Multiply(plane, mask, plane);
                TensorPrimitives.Add(plane, nothing, plane);
            }
        }
    }

    /// <summary>A grid of cells that are visible or not, enlarged by straight lines and shifted by less than a cell.</summary>
    float[] Mask(int index, AttributionTarget subject)
    {
        var random = new Random(Seeds.Of(subject.Seed, FormattableString.Invariant($"rise {index}")));
        var grid = new float[(Cells + 1) * (Cells + 1)];
        for (var i = 0; i < grid.Length; i++) grid[i] = random.NextDouble() < Visible ? 1 : 0;
        var (cellHeight, cellWidth) = ((subject.Height + Cells - 1) / Cells, (subject.Width + Cells - 1) / Cells);
        var (down, right, width) = (random.Next(cellHeight), random.Next(cellWidth), (Cells + 1) * cellWidth);
        var large = Grids.Enlarge(grid, Cells + 1, Cells + 1, (Cells + 1) * cellHeight, width);
        var mask = new float[subject.Height * subject.Width];
        for (var y = 0; y < subject.Height; y++) large.AsSpan(((y + down) * width) + right, subject.Width).CopyTo(mask.AsSpan(y * subject.Width));
        return mask;
    }
}
