using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Habits;

/// <summary>What ONNX Runtime's optimizer writes when it saves a network: operators of com.microsoft.</summary>
static class Fused
{
    /// <summary>Convolutions with their activation, and with the sum before it.</summary>
    public static Net Convolutions()
    {
        var net = new Net(13);
        var x = Convolution(net, Convolution(net, net.Input("batch", 3, 64, 64), 16, 2), 16, 1);
        x = Convolution(net, x, 16, 1, x);
        return net.Output(net.Gemm(net.Pooled(Convolution(net, x, 24, 2)), 6), "scores");
    }

    /// <summary>A transformer: Attention, SkipLayerNormalization, BiasGelu, FusedMatMul.</summary>
    public static Net Transformer()
    {
        const int width = 24, tokens = 64;
        var net = new Net(14);
        var x = net.Conv(net.Input(1, 3, 64, 64), width, 8, 8, pad: 0);
        x = net.Transpose(net.Reshape(x, 1, width, tokens), 0, 2, 1);
        for (var i = 0; i < 2; i++)
        {
            var attended = net.Op("com.microsoft::Attention", [x, net.Normal(0.2, width, 3 * width), net.Normal(0.1, 3 * width)], new() { ["num_heads"] = 3 });
            var (scale, shift) = (net.Weight(net.Drawn(1, 0.1, width)), net.Normal(0.1, width));
            x = net.Op("com.microsoft::SkipLayerNormalization", [attended, x, scale, shift], new() { ["epsilon"] = 1e-5f });
            var hidden = net.Op("com.microsoft::BiasGelu", [net.Linear(x, 2 * width, bias: false), net.Normal(0.1, 2 * width)]);
            x = net.Op("com.microsoft::SkipLayerNormalization", [net.Linear(hidden, width), x, scale, shift], new() { ["epsilon"] = 1e-5f });
        }
        var mixed = net.Op("com.microsoft::FusedMatMul", [net.Mean(x, false, 1), net.Normal(0.2, 6, width)], new() { ["transB"] = 1, ["alpha"] = 0.5f }, 6);
        return net.Output(mixed, "scores");
    }

    /// <summary>Activations of com.microsoft after plain convolutions.</summary>
    public static Net Activations()
    {
        var net = new Net(15);
        var x = net.Op("com.microsoft::Gelu", net.Conv(net.Input("batch", 3, 64, 64), 16, 5, 2));
        x = net.Op("com.microsoft::QuickGelu", net.Conv(x, 24, 3, 2), new() { ["alpha"] = 1.702f });
        return net.Output(net.Gemm(net.Pooled(x), 6), "scores");
    }

    static string Convolution(Net net, string x, int units, int stride, string? sum = null)
    {
        string[] inputs = [x, net.Normal(Math.Sqrt(2.0 / (9 * net.Channels(x))), units, net.Channels(x), 3, 3), net.Normal(0.1, units), .. sum is null ? Array.Empty<string>() : [sum]];
        return net.Op("com.microsoft::FusedConv", inputs, new() { ["activation"] = "Relu", ["kernel_shape"] = (int[])[3, 3], ["pads"] = (int[])[1, 1, 1, 1], ["strides"] = (int[])[stride, stride] }, units);
    }
}
