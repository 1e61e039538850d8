using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Which axis of a layer's tensor holds the batch, which the units and which the positions.</summary>
/// <remarks>
/// Maps have two axes of positions, rows and columns. Tokens have one: all rows of the image's patches one after the other, and before or
/// behind these <see cref="Others"/> that lie nowhere in the image, such as a class token or registers. A vector has none.
/// </remarks>
/// <param name="Batch">The axis of the batch.</param>
/// <param name="Units">The axis of the units.</param>
/// <param name="Rows">The axis of rows, or of all positions where there is one such axis; −1 for none.</param>
/// <param name="Columns">The axis of columns; −1 for none.</param>
/// <param name="IsFlat">Whether tokens and batch share one axis, the tokens outermost, as PyTorch's attention makes them; then the axes are those of tokens x batch x units.</param>
public sealed record LayerForm(int Batch, int Units, int Rows, int Columns, bool IsFlat = false)
{
    const int RowBit = 1, ColumnBit = 2;

    /// <summary>How many tokens come before the first that lies in the image.</summary>
    public int Skip { get; init; }

    /// <summary>How many tokens lie nowhere in the image.</summary>
    public int Others { get; init; }

    /// <summary>Whether it is these that are looked at, as positions without a place in the image, and not the patches.</summary>
    public bool IsOfOthers { get; init; }

    /// <summary>Whether its positions lie in the image, as those of a decoder's queries do not.</summary>
    public bool HasPlaces { get; init; } = true;

    /// <summary>Whether its one axis of positions runs along columns, as where rows were pooled.</summary>
    public bool IsRow { get; init; }

    /// <summary>The form of a tensor; null where it has no units with positions, as the scores of an attention, its heads apart, and its windows.</summary>
    /// <param name="value">The tensor.</param>
    /// <param name="axes">For each axis, over which axes of the image it runs.</param>
    /// <param name="batch">How many images the graph takes.</param>
    internal static LayerForm? Of(Value value, IReadOnlyList<int> axes, int batch)
    {
        if (!value.HasUnits()) return null;
        var shape = value.Shape;
        int[] positions = [.. Enumerable.Range(0, shape.Rank).Where(axis => axes[axis] != 0)];
        if (positions is [0] && shape.Rank == 2 && shape[0] % batch == 0) return new(1, 2, 0, -1, IsFlat: true);
        var first = Enumerable.Range(0, shape.Rank).FirstOrDefault(axis => axes[axis] == 0 && shape[axis] == batch, -1);
        if (first < 0) return null;
        int[] left = [.. Enumerable.Range(0, shape.Rank).Where(axis => axes[axis] == 0 && axis != first)];
        if (left.Length == 0) return null;
        // Where nothing is known of axes, as behind an operator that is not, they are what they usually are.
        if (positions.Length == 0 && left.Count(axis => shape[axis] > 1) > 1) return first > 0 ? null : Usual(value);
        if (left.Count(axis => shape[axis] > 1) > 1) return null;
        var units = left.FirstOrDefault(axis => shape[axis] > 1, value.IsChannelsLast() ? left[^1] : left[0]);
        return positions switch
        {
            [] => shape.Rank == 2 ? new(first, units, -1, -1) : shape.Rank == 3 ? new(first, units, left.Single(axis => axis != units), -1) { HasPlaces = false } : Maps(left.Where(axis => axis != units)),
            [var all] when shape.Rank == 4 && axes[all] == ColumnBit => Maps([.. left.Where(axis => axis != units), all]),
            [var all] when shape.Rank == 4 && axes[all] == RowBit => Maps([all, .. left.Where(axis => axis != units)]),
            [var all] when shape.Rank < 4 => new(first, units, all, -1) { IsRow = axes[all] == ColumnBit },
            [var rows, var columns] when axes[rows] == RowBit && axes[columns] == ColumnBit => new(first, units, rows, columns),
            [var columns, var rows] when axes[rows] == RowBit && axes[columns] == ColumnBit => new(first, units, rows, columns),
            _ => null,
        };

        LayerForm? Maps(IEnumerable<int> two) => two.ToArray() is [var rows, var columns] ? new(first, units, rows, columns) : null;
    }

    static LayerForm Usual(Value value) => value.Shape.Rank == 3 ? new(0, 2, 1, -1) { HasPlaces = false } : value.IsChannelsLast() ? new(0, 3, 1, 2) : new(0, 1, 2, 3);

    /// <summary>How many positions along an axis; 1 for none.</summary>
    int Along(Shape shape, int axis, int batch) => axis < 0 ? 1 : IsFlat ? shape[0] / batch : shape[axis];

    /// <summary>How many units, rows and columns; tokens are all rows, but for those that lie nowhere.</summary>
    internal (int Units, int Rows, int Columns) Sizes(Shape shape, int batch) => (shape[IsFlat ? 1 : Units], IsOfOthers ? Others : Along(shape, Rows, batch) - Others, Along(shape, Columns, batch));

    /// <summary>The index of a position on each axis of the tensor, null elsewhere.</summary>
    internal int?[] At(Shape shape, int batch, int row, int column)
    {
        var at = new int?[shape.Rank];
        var token = !IsOfOthers ? row + Skip : row < Skip ? row : Along(shape, Rows, batch) - Others + row;
        if (IsFlat) at[0] = token * batch;
        else if (Rows >= 0) at[Rows] = token;
        if (Columns >= 0) at[Columns] = column;
        return at;
    }

    /// <summary>A tensor, or what goes with it element by element, with the batch first and without tokens that lie nowhere; units are the second axis or the last.</summary>
    internal Value Plain(Value value, int batch)
    {
        if (IsFlat) value = value.Reshape([value.Shape[0] / batch, batch, value.Shape[1]]);
        if (Others > 0) value = Picked(value, value.Shape[Rows] - Others);
        return IsOrdered ? value : value.Transpose([Batch, Units, .. new[] { Rows, Columns }.Where(axis => axis >= 0)]);
    }

    Value Picked(Value value, int patches)
    {
        if (!IsOfOthers) return value.Slice(Rows, Skip, Skip + patches);
        var before = value.Slice(Rows, 0, Skip);
        return Skip == Others ? before : value.Graph.Emit("Concat", [.. Skip > 0 ? [before] : Array.Empty<Value>(), value.Slice(Rows, Skip + patches, Others + patches)], new() { ["axis"] = Rows });
    }

    /// <summary>Whether <see cref="Plain"/> has the units last.</summary>
    internal bool IsUnitsLast => IsOrdered && Rows >= 0 && Units > 1;

    bool IsOrdered => Batch == 0 && !IsFlat && (Columns < 0 || Rows < Columns) && (Units == 1 || Units > Math.Max(Rows, Columns));

    /// <summary>A tensor, or what goes with it element by element, as batch x units x height x width.</summary>
    /// <param name="value">The tensor.</param>
    /// <param name="batch">How many images the graph takes.</param>
    /// <param name="height">Rows of the layer's positions.</param>
    /// <param name="width">Columns of the layer's positions.</param>
    internal Value AsUnits(Value value, int batch, int height, int width)
    {
        var plain = Plain(value, batch);
        if (IsUnitsLast) plain = Columns >= 0 ? plain.Transpose(0, 3, 1, 2) : plain.Transpose(0, 2, 1);
        return plain.Reshape([batch, value.Shape[IsFlat ? 1 : Units], height, width]);
    }
}
