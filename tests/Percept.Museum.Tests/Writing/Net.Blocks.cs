namespace Percept.Museum.Tests.Writing;

/// <summary>Blocks that several families have in common.</summary>
sealed partial class Net
{
    /// <summary>Channels weighted by what the mean over all positions says of each.</summary>
    public string SqueezeExcite(string x, int units, Func<string, string> inner, Func<string, string> gate) =>
        Mul(x, gate(Conv(inner(Conv(Op("GlobalAveragePool", x), units, 1)), Channels(x), 1)));

    /// <summary>An inverted residual: wider, filtered channel by channel, narrower again.</summary>
    public string Inverted(string x, int wide, int units, int kernel, int stride, Func<string, string> activation, Func<string, string>? gate = null)
    {
        var expanded = wide == Channels(x) ? x : activation(BatchNorm(Conv(x, wide, 1, bias: false)));
        var filtered = activation(BatchNorm(Conv(expanded, wide, kernel, stride, group: wide, bias: false)));
        var narrow = BatchNorm(Conv(gate is null ? filtered : gate(filtered), units, 1, bias: false));
        return stride == 1 && Channels(x) == units ? Add(x, narrow) : narrow;
    }

    /// <summary>ResNet's bottleneck, with groups that of ResNeXt and RegNet.</summary>
    public string Bottleneck(string x, int inner, int units, int stride = 1, int group = 1)
    {
        var deep = BatchNorm(Conv(ConvRelu(ConvRelu(x, inner, 1), inner, 3, stride, group), units, 1, bias: false));
        return Relu(Add(deep, stride == 1 && Channels(x) == units ? x : BatchNorm(Conv(x, units, 1, stride, bias: false))));
    }

    /// <summary>Attention of tokens (batch x tokens x width) among each other; the sizes may not depend on the batch.</summary>
    /// <param name="x">The tokens.</param>
    /// <param name="heads">How many heads.</param>
    /// <param name="tokens">How many tokens attend to each other.</param>
    public string Attention(string x, int heads, int tokens)
    {
        var (width, head) = (Channels(x), Channels(x) / heads);
        var parts = Split(Linear(x, 3 * width), 2, width, width, width).Select(part => Transpose(Reshape(part, -1, tokens, heads, head), 0, 2, 1, 3)).ToArray();
        var scores = Softmax(Op("MatMul", [Mul(parts[0], Number(1 / MathF.Sqrt(head))), Transpose(parts[1], 0, 1, 3, 2)]), opset < 13 ? 3 : -1);
        var mixed = Op("MatMul", [scores, parts[2]], channels: width);
        return Linear(Reshape(Transpose(mixed, 0, 2, 1, 3), -1, tokens, width), width);
    }

    /// <summary>A pre-normalised transformer block.</summary>
    public string Transformer(string x, int heads, int tokens)
    {
        var attended = Add(x, Attention(LayerNorm(x), heads, tokens));
        return Add(attended, Linear(Gelu(Linear(LayerNorm(attended), 2 * Channels(x))), Channels(x)));
    }
}
