using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Optimization;

/// <summary>A network of random weights with all that objectives know: maps, tokens, attention heads and classes. Its images are 16 x 16 pixels.</summary>
static class TinyTransformer
{
    /// <summary>Writes it into a folder and reads it.</summary>
    internal static Network Load(TemporaryFolder folder)
    {
        var model = new TestModel().Input("x", 1, 3, 16, 16)
            .Weight("filters", Runtime.Noise(1, 8, 3, 4, 4)).Weight("flat", Tensor.Of(1, 8, 16)).Weight("apart", Tensor.Of(1, 16, 2, 4)).Weight("together", Tensor.Of(1, 16, 8))
            .Node("Conv", ["x", "filters"], ["conv"], new() { ["strides"] = (int[])[4, 4] }).Node("Relu", ["conv"], ["maps"])
            .Node("Reshape", ["maps", "flat"], ["channels_first"]).Node("Transpose", ["channels_first"], ["tokens"], new() { ["perm"] = (int[])[0, 2, 1] });
        foreach (var (i, part) in ((string[])["q", "k", "v"]).Index())
        {
            model.Weight($"w{part}", Runtime.Noise(i + 2, 8, 8)).Node("MatMul", ["tokens", $"w{part}"], [part]).Node("Reshape", [part, "apart"], [$"{part}_apart"])
                .Node("Transpose", [$"{part}_apart"], [$"{part}_heads"], new() { ["perm"] = part == "k" ? [0, 2, 3, 1] : (int[])[0, 2, 1, 3] });
        }

        model.Node("MatMul", ["q_heads", "k_heads"], ["scores"]).Weight("half", Tensor.Of([], 0.1f)).Node("Mul", ["scores", "half"], ["scaled"])
            .Node("Softmax", ["scaled"], ["attention"], new() { ["axis"] = -1 }).Node("MatMul", ["attention", "v_heads"], ["mixed"])
            .Node("Transpose", ["mixed"], ["mixed_back"], new() { ["perm"] = (int[])[0, 2, 1, 3] }).Node("Reshape", ["mixed_back", "together"], ["heads"])
            .Weight("out", Runtime.Noise(5, 8, 8)).Node("MatMul", ["heads", "out"], ["projected"]).Node("Add", ["projected", "tokens"], ["stream"])
            .Weight("in", Runtime.Noise(6, 8, 16)).Node("MatMul", ["stream", "in"], ["hidden"]).Node("Relu", ["hidden"], ["mlp"])
            .Weight("first", Tensor.Of([], 0L)).Node("Gather", ["mlp", "first"], ["class"], new() { ["axis"] = 1 })
            .Weight("classes", Runtime.Noise(7, 16, 3)).Node("MatMul", ["class", "classes"], ["logits"]).Output("logits");
        var path = folder.Write("tiny.onnx", model.Bytes);
        File.WriteAllText(folder["tiny.percept.json"], """{"labels":["cat","dog","tabby cat"]}""");
        return Network.Load(path);
    }
}
