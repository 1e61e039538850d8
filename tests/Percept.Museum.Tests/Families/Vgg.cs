using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>VGG: 3 x 3 convolutions and pools, and linear layers behind a fixed number of positions.</summary>
static class Vgg
{
    public static Net Write(Net net, string x, bool normalised)
    {
        foreach (var units in (int[])[12, 16, 24, 32])
            x = net.MaxPool(net.Relu(normalised ? net.BatchNorm(net.Conv(x, units)) : net.Conv(x, units)));
        // The exporter writes AdaptiveAveragePool to the size it already has as an Identity, and Flatten as it is.
        x = net.Op("Flatten", net.Op("Identity", x), new() { ["axis"] = 1 });
        return net.Output(net.Gemm(net.Relu(net.Gemm(x, 32, inputs: 32 * 4 * 4)), 10), "output");
    }
}
