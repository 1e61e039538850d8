using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>Transformers in other habits than torchvision's.</summary>
static class Tokens
{
    /// <summary>Batch and sizes are computed from Shape, Gather and Concat, as Hugging Face's models are exported.</summary>
    public static Net HuggingFace()
    {
        const int width = 24, tokens = 64;
        var net = new Net(14);
        var x = net.Conv(net.Input("pixel_values", ElementType.Float32, "batch_size", "num_channels", "height", "width"), width, 8, 8, pad: 0);
        var batch = net.Unsqueeze(net.Op("Gather", [net.Op("Shape", x), net.Weight(Tensor.Of(Shape.Scalar, 0L))], new() { ["axis"] = 0 }), 0);
        x = net.Transpose(net.Op("Reshape", [x, net.Op("Concat", [batch, net.Ints(width), net.Ints(-1)], new() { ["axis"] = 0 })]), 0, 2, 1);
        var token = net.Op("Expand", [net.Normal(0.5, 1, 1, width), net.Op("Concat", [batch, net.Ints(1), net.Ints(width)], new() { ["axis"] = 0 })], channels: width);
        x = net.Add(net.Op("Concat", [token, x], new() { ["axis"] = 1 }), net.Normal(0.2, 1, 1 + tokens, width));
        for (var i = 0; i < 2; i++) x = net.Transformer(x, 3, 1 + tokens);
        x = net.LayerNorm(x);
        var first = net.Op("Gather", [x, net.Weight(Tensor.Of(Shape.Scalar, 0L))], new() { ["axis"] = 1 });
        return net.Output(net.Op("Tanh", net.Gemm(first, width)), "pooler_output").Output(x, "last_hidden_state");
    }

    /// <summary>The standard's own Attention, of opset 23, and RMSNormalization.</summary>
    public static Net Standard()
    {
        const int width = 24, tokens = 64;
        var net = new Net(23);
        var x = net.Transpose(net.Reshape(net.Conv(net.Input(1, 3, 64, 64), width, 8, 8, pad: 0), 1, width, tokens), 0, 2, 1);
        for (var i = 0; i < 2; i++)
        {
            var normal = net.Op("RMSNormalization", [x, net.Weight(net.Drawn(1, 0.1, width))], new() { ["axis"] = -1 });
            var attended = net.Op("Attention", [net.Linear(normal, width), net.Linear(normal, width), net.Linear(normal, width)], new() { ["q_num_heads"] = 3, ["kv_num_heads"] = 3 });
            x = net.Add(x, net.Linear(attended, width));
            x = net.Add(x, net.Linear(net.Op("Gelu", net.Linear(net.LayerNorm(x), 2 * width)), width));
        }
        return net.Output(net.Gemm(net.Mean(x, false, 1), 6), "scores");
    }

    /// <summary>A mixer: no attention, linear layers along the tokens.</summary>
    public static Net Mixer()
    {
        const int width = 24, tokens = 64;
        var net = new Net(13);
        var x = net.Transpose(net.Reshape(net.Conv(net.Input("batch", 3, 64, 64), width, 8, 8, pad: 0), -1, width, tokens), 0, 2, 1);
        for (var i = 0; i < 2; i++)
        {
            var along = net.Op("Identity", [net.Transpose(net.LayerNorm(x), 0, 2, 1)], channels: tokens);
            var mixed = net.Transpose(net.Linear(net.Gelu(net.Linear(along, 32)), tokens), 0, 2, 1);
            x = net.Add(x, mixed);
            x = net.Add(x, net.Linear(net.Gelu(net.Linear(net.LayerNorm(x), 48)), width));
        }
        return net.Output(net.Gemm(net.Mean(net.LayerNorm(x), false, 1), 6), "scores");
    }
}
