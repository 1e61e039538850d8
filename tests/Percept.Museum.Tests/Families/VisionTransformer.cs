using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Families;

/// <summary>ViT: patches as tokens, a class token, learned positions, attention of all with all, the class token's linear layer.</summary>
static class VisionTransformer
{
    public static Net Write(Net net, string x, int side, int patch = 8, int width = 24, int registers = 0)
    {
        var tokens = side / patch * (side / patch);
        x = net.Transpose(net.Reshape(net.Conv(x, width, patch, patch, pad: 0), 1, width, tokens), 0, 2, 1);
        x = net.Concat(1, [net.Normal(0.5, 1, 1 + registers, width), x]);
        x = net.Add(Tokens(net, x, width), net.Normal(0.2, 1, 1 + registers + tokens, width));
        for (var i = 0; i < 3; i++) x = net.Transformer(x, heads: 3, 1 + registers + tokens);
        x = net.Op("Gather", [net.LayerNorm(x), net.Weight(Tensor.Of(Shape.Scalar, 0L))], new() { ["axis"] = 1 });
        return net.Output(net.Gemm(x, 10), "output");
    }

    // Concat adds channels up, which are not what it joins here.
    static string Tokens(Net net, string x, int width) => net.Op("Identity", [x], channels: width);
}
