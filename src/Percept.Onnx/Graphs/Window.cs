using Percept.Onnx.Operators;

namespace Percept.Onnx.Graphs;

/// <summary>How a convolution or a pool slides over the spatial axes, with <c>auto_pad</c> and defaults resolved.</summary>
/// <param name="Kernel">The window's size along each axis.</param>
/// <param name="Strides">The steps it moves by.</param>
/// <param name="Dilations">The distance between its taps.</param>
/// <param name="Before">Padding before the first element.</param>
/// <param name="After">Padding after the last element.</param>
/// <param name="Group">How many independent groups the channels form.</param>
sealed record Window(int[] Kernel, int[] Strides, int[] Dilations, int[] Before, int[] After, int Group = 1)
{
    /// <summary>A window that is larger, or moves by more, is no window over an image.</summary>
    const int MostPixels = 1 << 16;

    /// <summary>Whether a last window that only partly covers the input counts.</summary>
    public bool Ceil { get; init; }

    /// <summary>What a transposed convolution adds at the end of each axis.</summary>
    public int[] OutputPadding { get; init; } = new int[Kernel.Length];

    /// <summary>How many spatial axes there are.</summary>
    public int Rank => Kernel.Length;

    /// <summary>From the first tap to the last along an axis.</summary>
    public int Extent(int axis) => ((Kernel[axis] - 1) * Dilations[axis]) + 1;

    /// <summary>Whether the windows lie side by side and cover an image exactly.</summary>
    /// <param name="x">The shape of what they slide over.</param>
    /// <param name="y">The shape of what they give.</param>
    public bool Tiles(Shape x, Shape y) => x.Rank == 4 && Enumerable.Range(0, Rank).All(axis =>
        Kernel[axis] == Strides[axis] && Dilations[axis] == 1 && Before[axis] == 0 && y[axis + 2] * Kernel[axis] == x[axis + 2]);

    /// <summary>How many places the window takes along each spatial axis of an input.</summary>
    public int[] OutputSizes(Shape input) => [.. Enumerable.Range(0, Rank).Select(axis =>
    {
        var size = input[axis + 2];
        var room = size + Before[axis] + After[axis] - Extent(axis);
        if (room < 0) throw new GraphException($"a window of {Extent(axis)} does not fit into {size} pixels padded by {Before[axis]} and {After[axis]}.");
        var places = (Ceil ? (room + Strides[axis] - 1) / Strides[axis] : room / Strides[axis]) + 1;
        return Ceil && (places - 1) * Strides[axis] >= size + Before[axis] ? places - 1 : places;
    })];

    /// <summary>Every tap, as an index along each axis, the last axis fastest.</summary>
    public IEnumerable<int[]> Taps() => Shape.Indices(Kernel);

    internal Window Checked()
    {
        if (new[] { Strides, Dilations, Before, After, OutputPadding }.Any(list => list.Length != Rank)) throw new GraphException($"an attribute has not the length {Rank}, the number of spatial axes.");
        if (Kernel.Concat(Strides).Concat(Dilations).Any(size => size is <= 0 or > MostPixels)) throw new GraphException($"its kernel, strides and dilations must be positive and at most {MostPixels:N0}.");
        return this;
    }
}

/// <summary>Reads a node's window.</summary>
static class NodeWindows
{
    /// <summary>The window of a convolution or pool.</summary>
    /// <exception cref="GraphException">The attributes contradict each other.</exception>
    public static Window Window(this Node node)
    {
        var window = Declared(node);
        var sizes = node.X.Shape.Skip(2).ToArray();
        return Padded(node, window, axis =>
        {
            var places = (sizes[axis] + window.Strides[axis] - 1) / window.Strides[axis];
            return Math.Max(((places - 1) * window.Strides[axis]) + window.Extent(axis) - sizes[axis], 0);
        });
    }

    /// <summary>The window of a transposed convolution, as the convolution it is the adjoint of would slide.</summary>
    /// <exception cref="GraphException">The attributes contradict each other.</exception>
    public static Window TransposedWindow(this Node node)
    {
        var window = Declared(node);
        if (node.Attributes.Ints("output_padding") is { } added) window = (window with { OutputPadding = added }).Checked();
        var sizes = node.X.Shape.Skip(2).ToArray();
        var wanted = node.Attributes.Ints("output_shape");
        if (wanted is null && node.Text("auto_pad", or: "NOTSET") is "NOTSET" or "VALID") return Padded(node, window, _ => 0);

        if (wanted is not null && wanted.Length < window.Rank) throw new GraphException($"its output_shape has {wanted.Length} sizes, where {window.Rank} belong.");
        var full = Enumerable.Range(0, window.Rank).Select(axis => (window.Strides[axis] * (sizes[axis] - 1)) + window.OutputPadding[axis] + window.Extent(axis)).ToArray();
        var total = full.Select((size, axis) => size - (wanted is null ? sizes[axis] * window.Strides[axis] : wanted[^(window.Rank - axis)])).ToArray();
        // Where more is wanted than the taps reach, the rest is padding of the output.
        if (wanted is not null) window = window with { OutputPadding = [.. window.OutputPadding.Select((extra, axis) => extra + Math.Max(-total[axis], 0))] };
        var upper = node.Text("auto_pad") == "SAME_UPPER";
        return window with
        {
            Before = [.. total.Select(pads => Math.Max(pads, 0)).Select(pads => upper ? pads / 2 : pads - (pads / 2))],
            After = [.. total.Select(pads => Math.Max(pads, 0)).Select(pads => upper ? pads - (pads / 2) : pads / 2)],
        };
    }

    static Window Declared(Node node)
    {
        var rank = node.X.Shape.Rank - 2;
        if (rank < 1) throw new GraphException($"it needs spatial axes, which a tensor of shape {node.X.Shape} lacks.");
        int[] ones = [.. Enumerable.Repeat(1, rank)];
        var kernel = Catalogue.Is(node.Operator, Traits.Weighted) ? [.. node[1].Shape.Skip(2)]
            : node.Attributes.Ints("kernel_shape") ?? throw new GraphException("it has no kernel_shape.");
        if (kernel.Length != rank) throw new GraphException($"a window of {kernel.Length} axes does not slide over {rank}.");
        if (node.Attributes.Ints("kernel_shape") is { } stated && !stated.SequenceEqual(kernel))
            throw new GraphException($"its kernel_shape {string.Join('x', stated)} is not that of its weights, {string.Join('x', kernel)}.");
        if (node.Text("auto_pad", or: "NOTSET") is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER") and var padding) throw new GraphException($"its auto_pad is '{padding}', which does not exist.");
        var pads = node.Attributes.Ints("pads") ?? new int[2 * rank];
        if (pads.Length != 2 * rank) throw new GraphException($"its pads are {pads.Length}, but {rank} axes have {2 * rank}.");
        return new Window(kernel, node.Attributes.Ints("strides") ?? ones, node.Attributes.Ints("dilations") ?? ones, pads[..rank], pads[rank..], node.Int("group", or: 1))
        {
            Ceil = node.Flag("ceil_mode"),
        }.Checked();
    }

    static Window Padded(Node node, Window window, Func<int, int> total)
    {
        var zeros = new int[window.Rank];
        var axes = Enumerable.Range(0, window.Rank);
        return node.Text("auto_pad", or: "NOTSET") switch
        {
            "VALID" => window with { Before = zeros, After = zeros },
            "SAME_UPPER" => window with { Before = [.. axes.Select(axis => total(axis) / 2)], After = [.. axes.Select(axis => total(axis) - (total(axis) / 2))], Ceil = false },
            "SAME_LOWER" => window with { Before = [.. axes.Select(axis => total(axis) - (total(axis) / 2))], After = [.. axes.Select(axis => total(axis) / 2)], Ceil = false },
            _ => window,
        };
    }
}
