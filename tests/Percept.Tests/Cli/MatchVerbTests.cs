using Percept.Atlases;
using Percept.Imaging;
using Percept.Matching;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Cli;

public sealed class MatchVerbTests : IDisposable
{
    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_images_that_look_the_same_only_the_highest_counts()
    {
        var images = TinyNetwork.Images(folder, count: 8);
        for (var i = 0; i < 4; i++) File.Copy(folder[$"images/scene {i:00}.png"], folder[$"images/twin of scene {i:00}.png"]);
        var model = TinyNetwork.Write(folder);
        (await PerceptCommand.RunAsync("match", model, "--images", images, "--size=32", "--top", "12", "-o", folder["all.percept"])).Assert(0);
        (await PerceptCommand.RunAsync("match", model, "--images", images, "--size=32", "--top", "5", "--dedupe", "-o", folder["deduped.percept"])).Assert(0);

        using var all = Atlas.OpenRead(folder["all.percept"]);
        using var deduped = Atlas.OpenRead(folder["deduped.percept"]);
        var likeness = new ImageFolder(images).Select(file => DifferenceHash.Of(Picture.ReadFitted(file.Path, 32, 32))).ToArray();
        foreach (var layer in all.Layers())
        {
            for (var unit = 0; unit < layer.Channels; unit++)
            {
                var expected = new List<int>();
                foreach (var example in all.Examples(layer.Index, unit))
                    if (expected.All(other => !DifferenceHash.IsNear(likeness[other], likeness[example.Image]))) expected.Add(example.Image);
                Assert.InRange(expected.Count, 2, 8);
                Assert.Equal(expected.Take(5), deduped.Examples(layer.Index, unit).Select(example => example.Image));
            }
        }
    }

    [Fact]
    public async Task Relevance_is_the_activation_times_the_slope_of_the_highest_output()
    {
        var images = TinyNetwork.Images(folder, count: 6);
        var model = TinyNetwork.Write(folder);
        (await PerceptCommand.RunAsync("match", model, "--images", images, "--size=32", "--rank", "relevance", "--top", "6", "-o", folder["a.percept"])).Assert(0);

        // An output is the mean over positions of the second layer times its weights, so the slope is weight / positions.
        var network = Network.Load(model, new() { Size = [32, 32] });
        var (layer, outputs, weights) = (network.Find("conv2"), network.Find("output"), Runtime.Noise(5, 8, 5).To<float>());
        var applied = network.Apply(batch: 1);
        using var session = new Session([("layer", applied[layer]), ("outputs", applied[outputs])], threads: 1);
        var (expected, positions) = (new List<(int Image, float Relevance)>[layer.Channels], layer.Height * layer.Width);
        foreach (var (file, image) in new ImageFolder(images).Select((file, image) => (file, image)))
        {
            Picture.ReadFitted(file.Path, 32, 32).CopyPlanesTo(session.Input("image"));
            session.Run();
            var scores = session.Output("outputs").ToArray();
            var predicted = Array.IndexOf(scores, scores.Max());
            for (var unit = 0; unit < layer.Channels; unit++)
                (expected[unit] ??= []).Add((image, session.Output("layer").Slice(unit * positions, positions).ToArray().Max(activation => activation * weights[(unit * 5) + predicted] / positions)));
        }

        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        for (var unit = 0; unit < layer.Channels; unit++)
        {
            var (wanted, found) = (expected[unit].OrderByDescending(each => each.Relevance).ToArray(), atlas.Examples(layer.Index, unit));
            Assert.Equal(wanted.Length, found.Count);
            foreach (var (each, example) in wanted.Zip(found)) Assert.Equal(each.Relevance, example.Activation, 1e-5);
            foreach (var example in found) Assert.Equal(expected[unit][example.Image].Relevance, example.Activation, 1e-5);
        }

        Assert.Contains(expected.SelectMany(each => each), each => each.Relevance > 0.01);
    }

    [Fact]
    public async Task Tokens_of_attention_have_examples_and_their_places()
    {
        var model = new TestModel(opset: 17).Input("image", 1, 3, 32, 32)
            .Weight("patches", Runtime.Noise(1, 8, 3, 8, 8)).Weight("rows", Tensor.Of(1, 8, 16))
            .Weight("q", Runtime.Noise(2, 8, 8)).Weight("k", Runtime.Noise(3, 8, 8)).Weight("v", Runtime.Noise(4, 8, 8)).Weight("up", Runtime.Noise(5, 8, 12)).Weight("head", Runtime.Noise(6, 12, 4))
            .Node("Conv", ["image", "patches"], ["embedded"], new() { ["strides"] = new[] { 8, 8 } })
            .Node("Reshape", ["embedded", "rows"], ["flat"]).Node("Transpose", ["flat"], ["tokens"], new() { ["perm"] = new[] { 0, 2, 1 } })
            .Node("MatMul", ["tokens", "q"], ["queries"]).Node("MatMul", ["tokens", "k"], ["keys"]).Node("MatMul", ["tokens", "v"], ["values"])
            .Node("Transpose", ["keys"], ["turned"], new() { ["perm"] = new[] { 0, 2, 1 } }).Node("MatMul", ["queries", "turned"], ["scores"])
            .Node("Softmax", ["scores"], ["attention"], new() { ["axis"] = -1 }).Node("MatMul", ["attention", "values"], ["attended"]).Node("Add", ["tokens", "attended"], ["mixed"])
            .Node("MatMul", ["mixed", "up"], ["raised"]).Node("Relu", ["raised"], ["block"])
            .Node("ReduceMean", ["block"], ["pooled"], new() { ["axes"] = new[] { 1 }, ["keepdims"] = 0 })
            .Node("MatMul", ["pooled", "head"], ["output"]).Output("output");

        await MatchesAsync(model, "block", units: 12, places: 16);
    }

    [Fact]
    public async Task A_network_of_products_alone_has_examples()
    {
        var model = new TestModel().Input("image", 1, 3, 16, 16)
            .Weight("w1", Runtime.Noise(1, 768, 10)).Weight("b1", Runtime.Noise(2, 10)).Weight("w2", Runtime.Noise(3, 10, 4)).Weight("b2", Runtime.Noise(4, 4))
            .Node("Flatten", ["image"], ["flat"]).Node("Gemm", ["flat", "w1", "b1"], ["h"]).Node("Relu", ["h"], ["hidden"]).Node("Gemm", ["hidden", "w2", "b2"], ["output"]).Output("output");

        await MatchesAsync(model, "hidden", units: 10, places: 1);
    }

    /// <summary>Matches a network, and compares what a layer's units are said to do with what a scan finds.</summary>
    async Task MatchesAsync(TestModel model, string name, int units, int places)
    {
        var (images, path) = (TinyNetwork.Images(folder, count: 6), TinyNetwork.Write(folder, model: model));
        var matched = await PerceptCommand.RunAsync("match", path, "--images", images, "-o", folder["a.percept"], "--json");
        // Without a convolution over the image there are no filters, which is a finding.
        Assert.True(matched.Code is 0 or 1, matched.Messages);
        var ran = matched.Json;
        Assert.Equal((6, true), (ran.GetProperty("images").GetInt32(), ran.GetProperty("units").GetInt32() >= units + 4));

        var network = Network.Load(path);
        var layer = network.Find(name);
        Assert.Equal((units, places), (layer.Channels, layer.Height * layer.Width));
        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        using var session = new Session([("layer", network.Apply(batch: 1)[layer])], threads: 1);
        var activations = new ImageFolder(images).Select(file =>
        {
            Picture.ReadFitted(file.Path, network.Preprocessing.Height, network.Preprocessing.Width).CopyPlanesTo(session.Input("image"));
            session.Run();
            return session.Output("layer").ToArray();
        }).ToArray();
        for (var unit = 0; unit < units; unit++)
        {
            var found = atlas.Examples(layer.Index, unit);
            Assert.Equal(6, found.Count);
            Assert.Equal(activations.Select(all => all.Skip(unit * places).Take(places).Max()).OrderDescending(), found.Select(example => example.Activation));
            foreach (var example in found) Assert.Equal(example.Activation, activations[example.Image][(unit * places) + (example.Y * layer.Width) + example.X]);
        }

        var shown = (await PerceptCommand.RunAsync("show", folder["a.percept"], $"{name}:1", "--model", path, "--map", folder["map.png"], "--json")).Assert(0);
        Assert.Contains("scene", shown.Data, StringComparison.Ordinal);
        Assert.Equal(3, Picture.Read(folder["map.png"]).Channels);
    }
}
