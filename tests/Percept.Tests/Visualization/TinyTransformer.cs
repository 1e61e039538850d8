using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Visualization;

/// <summary>A network of random weights with all that objectives know: maps, tokens, attention heads and classes. Its images are 16 x 16 pixels.</summary>
static class TinyTransformer
{
    /// <summary>A network whose attention is PyTorch's: tokens before the batch, heads folded into it, and their outputs as rows of tokens x batch.</summary>
    internal static Network LoadTokensFirst(TemporaryFolder folder, int batch)
    {
        var model = new TestModel().Input("x", batch, 3, 16, 16)
            .Weight("filters", Runtime.Noise(1, 8, 3, 4, 4)).Weight("flat", Tensor.Of((long)batch, 8, 16)).Weight("apart", Tensor.Of(16, 2L * batch, 4)).Weight("rows", Tensor.Of(16L * batch, 8)).Weight("back", Tensor.Of(16, (long)batch, 8))
            .Node("Conv", ["x", "filters"], ["maps"], new() { ["strides"] = (int[])[4, 4] })
            .Node("Reshape", ["maps", "flat"], ["channels_first"]).Node("Transpose", ["channels_first"], ["tokens"], new() { ["perm"] = (int[])[2, 0, 1] });
        foreach (var (i, part) in ((string[])["q", "k", "v"]).Index())
        {
            model.Weight($"w{part}", Runtime.Noise(i + 2, 8, 8)).Node("MatMul", ["tokens", $"w{part}"], [part]).Node("Reshape", [part, "apart"], [$"{part}_apart"])
                .Node("Transpose", [$"{part}_apart"], [$"{part}_heads"], new() { ["perm"] = part == "k" ? [1, 2, 0] : (int[])[1, 0, 2] });
        }

        var path = folder.Write($"tokens{batch}.onnx", model.Node("MatMul", ["q_heads", "k_heads"], ["scores"]).Node("Softmax", ["scores"], ["attention"], new() { ["axis"] = -1 })
            .Node("MatMul", ["attention", "v_heads"], ["mixed"]).Node("Transpose", ["mixed"], ["mixed_back"], new() { ["perm"] = (int[])[1, 0, 2] }).Node("Reshape", ["mixed_back", "rows"], ["heads"])
            .Weight("out", Runtime.Noise(5, 8, 8)).Node("MatMul", ["heads", "out"], ["projected"]).Node("Reshape", ["projected", "back"], ["unrolled"])
            .Node("Transpose", ["unrolled"], ["stream"], new() { ["perm"] = (int[])[1, 0, 2] }).Output("stream").Output("mixed").Bytes);
        return Network.Load(path);
    }

    /// <summary>Writes a vision transformer of two blocks on images of 16 x 24 pixels, 4 x 6 patches: tokens that lie nowhere come before these, and the classes are told from the first.</summary>
    internal static string WriteVision(TemporaryFolder folder, int others)
    {
        var count = others + 24;
        var model = new TestModel().Input("x", 1, 3, 16, 24)
            .Weight("filters", Runtime.Noise(1, 8, 3, 4, 4)).Weight("flat", Tensor.Of(1, 8, 24)).Weight("apart", Tensor.Of(1, count, 2, 4)).Weight("together", Tensor.Of(1, count, 8))
            .Node("Conv", ["x", "filters"], ["patches"], new() { ["strides"] = (int[])[4, 4] })
            .Node("Reshape", ["patches", "flat"], ["channels_first"]).Node("Transpose", ["channels_first"], [others == 0 ? "before0" : "tokens"], new() { ["perm"] = (int[])[0, 2, 1] });
        if (others > 0) model.Weight("nowhere", Runtime.Noise(2, 1, others, 8)).Node("Concat", ["nowhere", "tokens"], ["before0"], new() { ["axis"] = 1 });
        for (var block = 0; block < 2; block++)
        {
            string Of(string name) => $"{name}{block}";
            foreach (var (i, part) in ((string[])["q", "k", "v"]).Index())
                model.Weight($"w{part}{block}", Runtime.Noise(10 * (block + 1) + i, 8, 8)).Node("MatMul", [Of("before"), $"w{part}{block}"], [Of(part)]).Node("Reshape", [Of(part), "apart"], [$"{part}_apart{block}"])
                    .Node("Transpose", [$"{part}_apart{block}"], [$"{part}_heads{block}"], new() { ["perm"] = part == "k" ? [0, 2, 3, 1] : (int[])[0, 2, 1, 3] });
            model.Node("MatMul", [$"q_heads{block}", $"k_heads{block}"], [Of("scores")]).Node("Softmax", [Of("scores")], [Of("attention")], new() { ["axis"] = -1 })
                .Node("MatMul", [Of("attention"), $"v_heads{block}"], [Of("mixed")]).Node("Transpose", [Of("mixed")], [Of("back")], new() { ["perm"] = (int[])[0, 2, 1, 3] }).Node("Reshape", [Of("back"), "together"], [Of("heads")])
                .Weight(Of("out"), Runtime.Noise(20 + block, 8, 8)).Node("MatMul", [Of("heads"), Of("out")], [Of("projected")]).Node("Add", [Of("projected"), Of("before")], [Of("stream")])
                .Weight(Of("in"), Runtime.Noise(30 + block, 8, 16)).Node("MatMul", [Of("stream"), Of("in")], [Of("hidden")]).Node("Relu", [Of("hidden")], [Of("mlp")])
                .Weight(Of("down"), Runtime.Noise(40 + block, 16, 8)).Node("MatMul", [Of("mlp"), Of("down")], [Of("narrow")]).Node("Add", [Of("narrow"), Of("stream")], [$"before{block + 1}"]);
        }

        return folder.Write($"vision{others}.onnx", model.Weight("first", Tensor.Of([], 0L)).Node("Gather", ["before2", "first"], ["class"], new() { ["axis"] = 1 })
            .Weight("classes", Runtime.Noise(50, 8, 3)).Node("MatMul", ["class", "classes"], ["logits"]).Output("logits").Bytes);
    }

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
