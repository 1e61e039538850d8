using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Families;

/// <summary>FCN: dilated convolutions instead of strides, and a class for every pixel, by Resize to the image's own size.</summary>
static class Fcn
{
    public static Net Write(Net net, string x)
    {
        var deep = net.MaxPool(net.ConvRelu(x, 16, kernel: 7, stride: 2), kernel: 3, pad: 1);
        deep = net.Bottleneck(deep, 8, 32, stride: 2);
        deep = net.Relu(net.BatchNorm(net.Conv(deep, 32, dilation: 2, bias: false)));
        var classes = net.Conv(net.ConvRelu(deep, 16), 6, 1);
        // The size is taken from the image, as F.interpolate(size=x.shape[-2:]) is exported.
        var size = net.Op("Concat", [net.Slice(net.Op("Shape", classes), 0, 0, 2), net.Slice(net.Op("Shape", x), 0, 2, 4)], new() { ["axis"] = 0 });
        var nothing = net.Weight(new(ElementType.Float32, [0], default));
        return net.Output(net.Op("Resize", [classes, nothing, nothing, size], new() { ["coordinate_transformation_mode"] = net.Opset < 11 ? "half_pixel" : "pytorch_half_pixel", ["mode"] = "linear" }), "output");
    }
}
