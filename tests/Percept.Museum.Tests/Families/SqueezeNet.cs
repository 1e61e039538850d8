using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>SqueezeNet: fire modules, pools with ceil_mode, and a convolution as classifier.</summary>
static class SqueezeNet
{
    public static Net Write(Net net, string x)
    {
        x = net.MaxPool(net.Relu(net.Conv(x, 16, stride: 2, pad: 0)), kernel: 3, ceil: true);
        x = net.MaxPool(Fire(net, Fire(net, x, 4, 8), 4, 8), kernel: 3, ceil: true);
        x = Fire(net, Fire(net, x, 6, 12), 6, 12);
        return net.Output(net.Pooled(net.Relu(net.Conv(x, 10, 1))), "output");
    }

    static string Fire(Net net, string x, int squeezed, int expanded)
    {
        var narrow = net.Relu(net.Conv(x, squeezed, 1));
        return net.Concat(1, net.Relu(net.Conv(narrow, expanded, 1)), net.Relu(net.Conv(narrow, expanded)));
    }
}
