using System.Numerics.Tensors;
using Percept.Imaging;
using static System.FormattableString;

namespace Percept.Answers.Eigenimages;

/// <summary>Eigenimages beside a network's filters, as a picture.</summary>
static class EigenSheet
{
    const int Side = 96, Columns = 10;

    /// <summary>Draws the comparison.</summary>
    public static Picture Draw(EigenComparison comparison)
    {
        var (eigen, explained) = (comparison.Eigenimages, comparison.Eigenimages.Explained);
        var bands = new List<MontageBand>
        {
            new(Rows([
                    new(Enlarged(Picture.FromPlanes(eigen.Mean, comparison.Channels, comparison.Side, comparison.Side)), "mean"),
                    .. eigen.Components.Take((2 * Columns) - 1).Select((component, i) => new MontageCell(Signed(component, comparison.Channels, comparison.Side, comparison.Side), Invariant($"{explained[i]:0.0%}")))]),
                Invariant($"Eigenimages of {comparison.Images} images"), "Directions of pixels in which whole images differ most: grey is zero. Below each, the share of all variance along it."),
        };
        if (comparison.Patches is { } patches)
        {
            var (height, width) = (comparison.Filters[0].Height, comparison.Filters[0].Width);
            bands.Add(new(Rows(patches.Components.Take(Columns).Select(component => new MontageCell(Signed(component, comparison.Channels, height, width)))),
                Invariant($"Principal components of patches of {height} x {width}"), "The same of small patches: waves over the whole patch."));
            bands.Add(new(Rows(comparison.Independent.Take(Columns).Select(component => new MontageCell(Signed(component, comparison.Channels, height, width)))),
                "Independent components of the same patches", "What patches are mixed from, as far from a bell curve as can be: local edges and spots."));
            bands.Add(new(Rows(comparison.Filters.Take(2 * Columns).Select(filter => new MontageCell(Enlarged(filter.ToPicture()), Invariant($"{filter.Index}")))), "The network's first filters",
                Invariant($"Their span lies {comparison.Angles.Average():0}° from that of as many principal components on average; chance gives {comparison.AngleByChance:0}°.")));
        }

        if (comparison.Kept.Count > 0)
            bands.Add(new(Rows(comparison.Kept.Select(kept => new MontageCell(kept.Picture.ToColor(), Invariant($"{kept.By} {kept.Pixels:0.00}")))),
                "What is kept of one image", "Reconstructions from eigenimages keep pixels; inversions of layers keep what the layer represents. The number is the correlation of pixels with the image."));
        return new Montage(bands) { CellHeight = Side, CellWidth = Side, Title = "Are they like eigenfaces?", Text = comparison.Verdict }.Draw();
    }

    /// <summary>A direction of pixels as a picture: grey is zero, the strongest at full contrast.</summary>
    public static Picture Signed(float[] direction, int channels, int height, int width)
    {
        var strongest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(direction));
        return Enlarged(Picture.FromPlanes([.. direction.Select(value => 0.5f + (strongest == 0 ? 0 : value / strongest / 2))], channels, height, width));
    }

    static IReadOnlyList<MontageRow> Rows(IEnumerable<MontageCell> cells) => [.. cells.Chunk(Columns).Select(row => new MontageRow(row))];

    static Picture Enlarged(Picture picture)
    {
        var scale = Math.Max(1, Side / Math.Max(picture.Height, picture.Width));
        return picture.Resize(picture.Height * scale, picture.Width * scale, picture.Height <= 32 ? Sampling.Nearest : Sampling.Lanczos).ToColor();
    }
}
