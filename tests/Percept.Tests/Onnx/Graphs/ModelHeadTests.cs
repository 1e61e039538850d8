using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>Models with a new last layer.</summary>
public class ModelHeadTests
{
    [Fact]
    public void A_feature_extractor_gets_the_mean_over_all_positions_and_a_linear_layer()
    {
        var (model, headed) = Headed(Extractor(), [2, 6, 16, 16]);

        Assert.Equal([2, 3], Output(headed, 2).Shape);
        // Weights of 1 and a bias of 0 give the sum of the means.
        var maps = Run(model, 2).Chunk(16 * 16).Select(map => map.Average()).ToArray();
        var scores = Run(headed, 2);
        for (var image = 0; image < 2; image++)
            for (var score = 0; score < 3; score++) Assert.Equal(maps[(image * 6)..((image + 1) * 6)].Sum(), scores[(image * 3) + score], 1e-3f);
    }

    [Fact]
    public void Tokens_are_averaged_too()
    {
        var tokens = Extractor();
        tokens.Proto.Graph.Output.Clear();
        tokens.Node("Reshape", ["conv1", "sizes"], ["flat"]).Weight("sizes", Tensor.Of(2L, 6, 256)).Node("Transpose", ["flat"], ["tokens"], new() { ["perm"] = new[] { 0, 2, 1 } }).Output("tokens");
        var model = Model.Parse(tokens.Bytes, "tokens");

        var headed = model.WithHead(3, (shape, _) => Tensor.Full(ElementType.Float32, shape, 1), [2, 256, 6], channels: 2);

        Assert.Equal([2, 3], Output(Model.Parse(headed.Bytes, "headed"), 2).Shape);
    }

    [Fact]
    public void In_an_old_file_the_new_weights_are_declared_as_the_format_asks()
    {
        var old = Extractor().Input("w1", 6, 3, 3, 3);
        old.Proto.IrVersion = 3;
        var headed = Headed(old, [2, 6, 16, 16]).Headed;

        // ONNX Runtime opens the file as it is.
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(headed.With(new Dictionary<string, Tensor>()));
        Assert.Contains("image", session.InputNames);
    }

    static TestModel Extractor() => new TestModel()
        .Input("image", -1, 3, 32, 32)
        .Weight("w1", Runtime.Noise(1, 6, 3, 3, 3))
        .Node("Conv", ["image", "w1"], ["c1"], new() { ["strides"] = new[] { 2, 2 }, ["pads"] = new[] { 1, 1, 1, 1 } })
        .Node("Relu", ["c1"], ["conv1"])
        .Output("conv1");

    static (Model Model, Model Headed) Headed(TestModel extractor, Shape features)
    {
        var model = Model.Parse(extractor.Bytes, "extractor");
        var headed = model.WithHead(3, (shape, _) => Tensor.Full(ElementType.Float32, shape, 1), features);
        Assert.Equal(2, headed.Weights.Count);
        return (model, Model.Parse(headed.Bytes, "headed"));
    }

    static Value Output(Model model, int batch) => model.Build(new Dictionary<string, Shape> { ["image"] = [batch, 3, 32, 32] }).Find(model.Outputs[0])!;

    static float[] Run(Model model, int batch)
    {
        using var session = new Session([("y", Output(model, batch))]);
        Runtime.Noise(7, batch, 3, 32, 32).Values<float>().CopyTo(session.Input("image"));
        session.Run();
        return session.Output("y").ToArray();
    }
}
