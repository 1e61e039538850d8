using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>DenseNet: each layer takes all before it, normalised first.</summary>
static class DenseNet
{
    public static Net Write(Net net, string x)
    {
        x = net.MaxPool(net.ConvRelu(x, 16, kernel: 7, stride: 2), kernel: 3, pad: 1);
        foreach (var last in (bool[])[false, true])
        {
            for (var i = 0; i < 3; i++)
                x = net.Concat(1, x, net.Conv(net.ConvRelu(net.Relu(net.BatchNorm(x)), 16, 1), 8, bias: false));
            if (!last) x = net.AveragePool(net.Conv(net.Relu(net.BatchNorm(x)), net.Channels(x) / 2, 1, bias: false));
        }
        return net.Output(net.Gemm(net.Pooled(net.Relu(net.BatchNorm(x))), 10), "output");
    }
}
