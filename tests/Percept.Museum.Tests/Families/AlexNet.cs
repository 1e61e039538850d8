using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>AlexNet: large first filters, and linear layers behind a fixed number of positions.</summary>
static class AlexNet
{
    public static Net Write(Net net, string x)
    {
        x = net.MaxPool(net.Relu(net.Conv(x, 16, kernel: 11, stride: 4, pad: 2)), kernel: 3);
        x = net.MaxPool(net.Relu(net.Conv(x, 24, kernel: 5)), kernel: 3);
        x = net.MaxPool(net.Relu(net.Conv(net.Relu(net.Conv(x, 32)), 32)), kernel: 3);
        x = net.Op("Flatten", net.AveragePool(x, kernel: 1, stride: 1));
        return net.Output(net.Gemm(net.Relu(net.Gemm(x, 48, inputs: 32)), 10), "output");
    }
}
