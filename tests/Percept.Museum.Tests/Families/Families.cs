using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Families;

/// <summary>The families of networks that PyTorch brings: their structure at a small width and depth, as its exporter writes it, with random weights.</summary>
static class Families
{
    static readonly object[] one = [1, 3, 64, 64], many = ["batch", 3, 64, 64], free = ["batch", 3, "height", "width"];

    /// <summary>Those of which an atlas is built, and the one on which every verb is run.</summary>
    static readonly HashSet<string> built = ["resnet18", "mobilenet_v3_small", "convnext_tiny", "swin_t"], all = ["vit_b_16"];

    public static Exhibit[] All { get; } =
    [
        Family("alexnet", 11, one, AlexNet.Write),
        Family("vgg11", 12, many, (net, x) => Vgg.Write(net, x, normalised: false)),
        Family("vgg11_bn", 13, one, (net, x) => Vgg.Write(net, x, normalised: true)),
        Family("squeezenet1_1", 14, free, SqueezeNet.Write),
        Family("resnet18", 15, free, (net, x) => ResNet.Write(net, x)),
        Family("resnet50", 16, one, (net, x) => ResNet.Write(net, x, bottleneck: true)),
        Family("resnext50_32x4d", 17, many, (net, x) => ResNet.Write(net, x, bottleneck: true, inner: 16, group: 4)),
        Family("wide_resnet50_2", 11, one, (net, x) => ResNet.Write(net, x, bottleneck: true, inner: 24)),
        Family("densenet121", 12, free, DenseNet.Write),
        Family("googlenet", 13, one, GoogLeNet.Write),
        Family("mobilenet_v2", 14, free, Mobile.MobileNetV2),
        Family("mobilenet_v3_small", 11, free, Mobile.MobileNetV3),
        Family("mnasnet0_5", 16, one, Mobile.MnasNet),
        Family("shufflenet_v2_x0_5", 17, one, (net, x) => ShuffleNet.Write(net, x, side: 64)),
        Family("efficientnet_b0", 13, many, Mobile.EfficientNet),
        Family("regnet_x_400mf", 12, free, RegNet.Write),
        Family("convnext_tiny", 17, free, ConvNext.Write),
        Family("swin_t", 14, one, (net, x) => Swin.Write(net, x, side: 64)),
        Family("vit_b_16", 16, one, (net, x) => VisionTransformer.Write(net, x, side: 64)),
        Family("fcn_resnet50", 13, free, Fcn.Write),
    ];

    static Exhibit Family(string name, int opset, object[] sizes, Func<Net, string, Net> write) => Exhibit.Of(name, $"opset {opset}, {string.Join(" x ", sizes)}", _ =>
    {
        var net = new Net(opset);
        return write(net, net.Input(sizes));
    }) with
    { Verbs = all.Contains(name) ? null : built.Contains(name) ? Exhibit.Built : Exhibit.Quick };
}
