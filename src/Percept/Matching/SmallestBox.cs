using System.Numerics.Tensors;
using Percept.Imaging;

namespace Percept.Matching;

/// <summary>Finds the smallest box that holds a share of what is spread over an image.</summary>
/// <remarks>
/// Every pair of rows is tried, with the narrowest columns between them that hold enough. A box that is known from the
/// start bounds the area, so that most pairs are answered by one look at windows of the greatest width that is left.
/// </remarks>
sealed class SmallestBox
{
    readonly int height, width;
    readonly double needed;
    readonly double[] sums, columns, windows;

    SmallestBox(double share, ReadOnlySpan<float> energy, int height, int width)
    {
        (this.height, this.width) = (height, width);
        (sums, columns, windows) = (new double[(height + 1) * (width + 1)], new double[width + 1], new double[width + 1]);
        for (var y = 0; y < height; y++)
        {
            var above = Row(y);
            var row = sums.AsSpan((y + 1) * (width + 1), width + 1);
            for (var (x, sum) = (0, 0.0); x < width; x++) row[x + 1] = above[x + 1] + (sum += energy[(y * width) + x]);
        }

        needed = share * sums[^1];
    }

    /// <summary>The smallest box, the first of equals from the top left; null where there is nothing to hold.</summary>
    /// <param name="share">How much of the sum it must hold.</param>
    /// <param name="energy">A number not below zero for each pixel, row by row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    internal static Box? Holding(double share, ReadOnlySpan<float> energy, int height, int width)
    {
        var search = new SmallestBox(share, energy, height, width);
        return search.needed > 0 && double.IsFinite(search.needed) ? search.Find() : null;
    }

    Box Find()
    {
        var known = Known();
        var (best, area, least) = (known, (known.Height * known.Width) + 1, Narrowest(0, height, width)!.Value.Width);
        for (var top = 0; top < height && Held(top, height) >= needed; top++)
        {
            for (var bottom = top + 1; bottom <= height; bottom++)
            {
                var most = Math.Min(width, (area - 1) / (bottom - top));
                if (most < least) break;
                if (Held(top, bottom) < needed || Narrowest(top, bottom, most) is not { } box) continue;
                (best, area) = (box, box.Height * box.Width);
            }
        }

        return best;
    }

    /// <summary>A box that holds enough: the fewest rows, and of those the fewest columns.</summary>
    Box Known()
    {
        var (first, rows) = (0, height);
        for (var (top, bottom) = (0, 0); top < height; top++)
        {
            while (bottom < height && Held(top, bottom) < needed) bottom++;
            if (Held(top, bottom) < needed) break;
            if (bottom - top < rows) (first, rows) = (top, bottom - top);
        }

        return Narrowest(first, first + rows, width)!.Value;
    }

    /// <summary>The first of the narrowest boxes between two rows that hold enough; null where none is within a width.</summary>
    Box? Narrowest(int top, int bottom, int most)
    {
        TensorPrimitives.Subtract(Row(bottom), Row(top), columns);
        var places = windows.AsSpan(0, width + 1 - most);
        TensorPrimitives.Subtract(columns.AsSpan(most), columns.AsSpan(0, places.Length), places);
        if (TensorPrimitives.Max<double>(places) < needed) return null;
        var (first, narrowest) = (0, most + 1);
        for (var (left, right) = (0, 0); left < width; left++)
        {
            while (right < width && columns[right] - columns[left] < needed) right++;
            if (columns[right] - columns[left] < needed) break;
            if (right - left < narrowest) (first, narrowest) = (left, right - left);
        }

        return new(top, first, bottom - top, narrowest);
    }

    double Held(int top, int bottom) => sums[(bottom * (width + 1)) + width] - sums[(top * (width + 1)) + width];

    /// <summary>The energy above a line between pixels, and left of each of its corners.</summary>
    ReadOnlySpan<double> Row(int y) => sums.AsSpan(y * (width + 1), width + 1);
}
