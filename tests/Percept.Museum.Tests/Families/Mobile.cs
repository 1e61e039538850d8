using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>MobileNetV2 (ReLU6), MobileNetV3 (hard-swish, squeeze-excite), MNASNet (ReLU) and EfficientNet (SiLU, squeeze-excite): inverted residuals.</summary>
static class Mobile
{
    public static Net MobileNetV2(Net net, string x) => Write(net, x, net.Relu6, gate: null, kernel: 3);

    public static Net MnasNet(Net net, string x) => Write(net, x, net.Relu, gate: null, kernel: 5);

    public static Net MobileNetV3(Net net, string x) => Write(net, x, net.HardSwish, wide => net.SqueezeExcite(wide, 8, net.Relu, net.HardSigmoid), kernel: 5);

    public static Net EfficientNet(Net net, string x) => Write(net, x, net.Silu, wide => net.SqueezeExcite(wide, 4, net.Silu, gate => net.Op("Sigmoid", gate)), kernel: 3);

    static Net Write(Net net, string x, Func<string, string> activation, Func<string, string>? gate, int kernel)
    {
        x = activation(net.BatchNorm(net.Conv(x, 8, stride: 2, bias: false)));
        x = net.Inverted(x, 8, 8, 3, 2, activation, gate);
        x = net.Inverted(x, 24, 12, kernel, 2, activation, gate);
        x = net.Inverted(x, 36, 12, kernel, 1, activation, gate);
        x = activation(net.BatchNorm(net.Conv(x, 32, 1, bias: false)));
        return net.Output(net.Gemm(net.Pooled(x), 10), "output");
    }
}
