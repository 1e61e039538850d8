using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Families;

/// <summary>GoogLeNet: inception blocks, and the input normalised anew channel by channel as torchvision writes transform_input.</summary>
static class GoogLeNet
{
    public static Net Write(Net net, string x)
    {
        var planes = Enumerable.Range(0, 3).Select(i => net.Add(net.Mul(net.Unsqueeze(net.Op("Gather", [x, net.Weight(Tensor.Of(Shape.Scalar, (long)i))], new() { ["axis"] = 1 }, 1), 1), net.Number(0.45f)), net.Number(-0.03f)));
        x = net.Concat(1, [.. planes]);
        x = net.MaxPool(net.ConvRelu(x, 16, kernel: 7, stride: 2), kernel: 3, ceil: true);
        x = net.MaxPool(Inception(net, x), kernel: 3, ceil: true);
        return net.Output(net.Gemm(net.Pooled(Inception(net, x)), 10), "output");
    }

    static string Inception(Net net, string x) => net.Concat(1,
        net.ConvRelu(x, 8, 1),
        net.ConvRelu(net.ConvRelu(x, 8, 1), 12),
        net.ConvRelu(net.ConvRelu(x, 4, 1), 6, 5),
        net.ConvRelu(net.MaxPool(x, 3, 1, 1), 6, 1));
}
