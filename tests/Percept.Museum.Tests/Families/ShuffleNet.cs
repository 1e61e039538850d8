using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>ShuffleNetV2: half of the channels pass by, and the channels are shuffled by reshapes with constant sizes.</summary>
static class ShuffleNet
{
    public static Net Write(Net net, string x, int side)
    {
        x = net.MaxPool(net.ConvRelu(x, 16, stride: 2), kernel: 3, pad: 1);
        for (var i = 0; i < 3; i++)
        {
            var halves = net.Split(x, 1, 8, 8);
            x = Shuffle(net, net.Concat(1, halves[0], Branch(net, halves[1])), side / 4);
        }
        return net.Output(net.Gemm(net.Mean(net.ConvRelu(x, 32, 1), false, 2, 3), 10), "output");
    }

    static string Branch(Net net, string x) => net.ConvRelu(net.BatchNorm(net.Conv(net.ConvRelu(x, 8, 1), 8, group: 8, bias: false)), 8, 1);

    static string Shuffle(Net net, string x, int side) =>
        net.Reshape(net.Transpose(net.Reshape(x, 1, 2, 8, side, side), 0, 2, 1, 3, 4), 1, 16, side, side);
}
