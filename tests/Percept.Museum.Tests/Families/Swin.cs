using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>Swin: windows of tokens, the second time shifted, by reshapes, slices and concatenations; patches are merged two by two.</summary>
static class Swin
{
    const int Window = 4;

    public static Net Write(Net net, string x, int side)
    {
        x = net.LayerNorm(net.Transpose(net.Conv(x, 16, kernel: 4, stride: 4, pad: 0), 0, 2, 3, 1));
        x = Block(net, Block(net, x, side / 4, shift: 0), side / 4, shift: 2);
        x = Merge(net, x);
        x = Block(net, Block(net, x, side / 8, shift: 0), side / 8, shift: 2);
        return net.Output(net.Gemm(net.Pooled(net.Transpose(net.LayerNorm(x), 0, 3, 1, 2)), 10), "output");
    }

    static string Block(Net net, string x, int side, int shift)
    {
        var (units, windows) = (net.Channels(x), side / Window);
        var rolled = Roll(net, net.LayerNorm(x), shift);
        var split = net.Transpose(net.Reshape(rolled, 1, windows, Window, windows, Window, units), 0, 1, 3, 2, 4, 5);
        var attended = net.Attention(net.Reshape(split, windows * windows, Window * Window, units), heads: 2, Window * Window);
        var joined = net.Reshape(net.Transpose(net.Reshape(attended, 1, windows, windows, Window, Window, units), 0, 1, 3, 2, 4, 5), 1, side, side, units);
        x = net.Add(x, Roll(net, joined, -shift));
        return net.Add(x, net.Linear(net.Gelu(net.Linear(net.LayerNorm(x), 2 * units)), units));
    }

    static string Roll(Net net, string x, int by)
    {
        var units = net.Channels(x);
        foreach (var axis in by == 0 ? (int[])[] : [1, 2])
            x = net.Op("Identity", [net.Concat(axis, net.Slice(x, axis, by, long.MaxValue), net.Slice(x, axis, 0, by))], channels: units);
        return x;
    }

    static string Merge(Net net, string x)
    {
        var parts = from column in (int[])[0, 1] from row in (int[])[0, 1] select net.Slice(net.Slice(x, 1, row, long.MaxValue, 2), 2, column, long.MaxValue, 2);
        return net.Linear(net.LayerNorm(net.Concat(-1, [.. parts])), 32, bias: false);
    }
}
