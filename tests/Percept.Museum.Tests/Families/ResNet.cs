using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>ResNet of basic blocks (18, 34), and of bottlenecks (50, wide, ResNeXt with groups).</summary>
static class ResNet
{
    public static Net Write(Net net, string x, bool bottleneck = false, int inner = 8, int group = 1)
    {
        x = net.MaxPool(net.ConvRelu(x, 16, kernel: 7, stride: 2), kernel: 3, pad: 1);
        foreach (var (units, stride) in ((int, int)[])[(16, 1), (24, 2), (32, 2)])
            x = bottleneck ? net.Bottleneck(net.Bottleneck(x, inner, 2 * units, stride, group), inner, 2 * units, 1, group) : Basic(net, Basic(net, x, units, stride), units, 1);
        return net.Output(net.Gemm(net.Pooled(x), 10), "output");
    }

    static string Basic(Net net, string x, int units, int stride)
    {
        var deep = net.BatchNorm(net.Conv(net.ConvRelu(x, units, 3, stride), units, bias: false));
        return net.Relu(net.Add(deep, stride == 1 && net.Channels(x) == units ? x : net.BatchNorm(net.Conv(x, units, 1, stride, bias: false))));
    }
}
