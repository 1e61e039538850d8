using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>RegNet-X: stages of bottlenecks of one width, with groups.</summary>
static class RegNet
{
    public static Net Write(Net net, string x)
    {
        x = net.ConvRelu(x, 16, stride: 2);
        foreach (var units in (int[])[16, 32, 48])
            x = net.Bottleneck(net.Bottleneck(x, units, units, 2, units / 8), units, units, 1, units / 8);
        return net.Output(net.Gemm(net.Pooled(x), 10), "output");
    }
}
