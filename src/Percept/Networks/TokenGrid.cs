using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Networks;

/// <summary>Finds which tokens are patches of the image, and how these lie in it: row by row, as the receptive fields without global gates tell.</summary>
static class TokenGrid
{
    /// <summary>More tokens than these at one end that lie nowhere are not looked for.</summary>
    const int MostOthers = 64;

    /// <summary>A layer's form with its tokens that lie nowhere, and its rows and columns of positions.</summary>
    internal static (LayerForm Form, int Height, int Width) Of(Value value, LayerForm form, ReceptiveFieldMap local, Shape image)
    {
        var (_, tokens, width) = form.Sizes(value.Shape, image[0]);
        if (form.Columns >= 0 || tokens == 1 || !form.HasPlaces) return (form, tokens, width);
        var first = Enumerable.Range(0, Math.Min(tokens, MostOthers)).FirstOrDefault(token => !At(token).IsEmpty, -1);
        if (first < 0) return (form with { HasPlaces = false }, tokens, 1);
        var behind = Enumerable.Range(0, Math.Min(tokens, MostOthers)).First(back => back == MostOthers - 1 || !At(tokens - 1 - back).IsEmpty);
        var count = tokens - first - behind;
        var columns = form.IsRow ? count : Columns(count);
        return (form with { Skip = first, Others = first + behind }, count / columns, columns);

        int Columns(int count)
        {
            var (corner, ideal) = (At(first), Math.Sqrt((double)count * image[3] / image[2]));
            var divisors = Enumerable.Range(1, count).Where(columns => count % columns == 0).OrderBy(columns => Math.Abs(Math.Log(columns / ideal))).ToArray();
            // Where every token may depend on all of the image, as behind a deep stem, they are what the image's sides say.
            if (At(first + count - 1) is var last && last[2].Equals(corner[2]) && last[3].Equals(corner[3])) return Math.Abs(divisors[0] - ideal) < 1e-6 ? divisors[0] : 1;
            var found = divisors.FirstOrDefault(columns => At(first + columns - 1)[2].Equals(corner[2]) && At(first + count - columns)[3].Equals(corner[3]) && (columns == count || (At(first + columns) is var below && below[3].Equals(corner[3]) && !below[2].Equals(corner[2]))));
            return Math.Max(found, 1);
        }

        ReceptiveField At(int token) => local.Of(value, form.At(value.Shape, image[0], token, 0));
    }

    /// <summary>Rows and columns of a layer's tokens on images of another size, of which patches are square.</summary>
    internal static (int Rows, int Columns) Sides(int tokens, Layer layer, Shape image)
    {
        if (tokens == layer.Height * layer.Width) return (layer.Height, layer.Width);
        if (layer.Width == 1) return (tokens, 1);
        if (layer.Height == 1) return (1, tokens);
        var ideal = Math.Sqrt((double)tokens * image[3] / image[2]);
        var columns = Enumerable.Range(1, tokens).Where(columns => tokens % columns == 0).MinBy(columns => Math.Abs(Math.Log(columns / ideal)));
        return (tokens / columns, columns);
    }
}
