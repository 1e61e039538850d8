using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>ConvNeXt: patches, channel-wise 7 x 7 convolutions, layer normalisation and GELU with channels last, and layer scale.</summary>
static class ConvNext
{
    public static Net Write(Net net, string x)
    {
        x = Normalised(net, net.Conv(x, 16, kernel: 4, stride: 4, pad: 0));
        x = Block(net, Block(net, x));
        x = net.Conv(Normalised(net, x), 32, kernel: 2, stride: 2, pad: 0);
        x = Block(net, Block(net, x));
        x = net.Op("Flatten", Normalised(net, net.Op("GlobalAveragePool", x)));
        return net.Output(net.Gemm(x, 10), "output");
    }

    static string Normalised(Net net, string x) => net.Transpose(net.LayerNorm(net.Transpose(x, 0, 2, 3, 1)), 0, 3, 1, 2);

    static string Block(Net net, string x)
    {
        var units = net.Channels(x);
        var last = net.LayerNorm(net.Transpose(net.Conv(x, units, kernel: 7, group: units), 0, 2, 3, 1));
        var mixed = net.Transpose(net.Linear(net.Gelu(net.Linear(last, 4 * units)), units), 0, 3, 1, 2);
        return net.Add(x, net.Mul(net.Normal(0.5, units, 1, 1), mixed));
    }
}
