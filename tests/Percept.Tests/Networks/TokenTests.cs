using Percept.Answers.Eigenimages;
using Percept.Answers.Explanations;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Filters.Links;
using Percept.Imaging;
using Percept.Networks;
using Percept.Pipeline;
using Percept.Tests.Cli;
using Percept.Tests.Visualization;

namespace Percept.Tests.Networks;

public sealed class TokenTests : IDisposable
{
    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(0), InlineData(1), InlineData(5)]
    public void Patches_are_positions_and_what_lies_nowhere_is_none(int others)
    {
        var network = Network.Load(TinyTransformer.WriteVision(folder, others));

        Assert.Equal(["patches", "heads0", "stream0", "mlp0", "before1", "heads1", "stream1", "mlp1", "before2", "logits"], network.Layers.Select(layer => layer.Name));
        Assert.All(network.Layers.Skip(1).SkipLast(1), layer => Assert.Equal((4, 6, others, 16, 24, 4, 4), (layer.Height, layer.Width, layer.Form.Others, layer.ReceptiveFieldHeight, layer.ReceptiveFieldWidth, layer.LocalHeight, layer.LocalWidth)));
        Assert.Equal((4, 6, 0, 4, 4), network.Layers[0] is var patches ? (patches.Height, patches.Width, patches.Form.Others, patches.ReceptiveFieldHeight, patches.LocalHeight) : default);
        // Without other tokens the classes are told from the first patch.
        Assert.Equal((1, 1, 0, others == 0 ? 4 : 16), network.Layers[^1] is var logits ? (logits.Height, logits.Width, logits.Form.Others, logits.LocalHeight) : default);
        Assert.Equal(["mixed0", "mixed1"], network.Gates.Select(gate => gate.Tensor));
        Assert.Equal([Level.Mid, Level.Mid, Level.High], ((string[])["patches", "stream0", "stream1"]).Select(name => LevelRule.Of(network.Find(name), network)));
    }

    [Theory, InlineData(0), InlineData(5)]
    public void Activations_are_those_of_the_patches_and_other_tokens_are_asked_for_by_name(int others)
    {
        var network = Network.Load(TinyTransformer.WriteVision(folder, others));
        var (layer, applied) = (network.Find("mlp1"), network.Apply(batch: 1));
        List<(string, Percept.Onnx.Graphs.Value)> wanted = [("raw", applied.Tensors["mlp1"]), ("units", applied[layer]), ("short", applied.Summary(layer, applied.Tensors["mlp1"]))];
        if (others > 0) wanted.Add(("others", applied[network.Find("mlp1#tokens")]));
        using var session = new Session(wanted);
        Drawn().CopyPlanesTo(session.Input("image"));

        session.Run();

        var (raw, units, brief) = (session.Output("raw").ToArray(), session.Output("units").ToArray(), Summaries.Read(session.Output("short")));
        for (var unit = 0; unit < 16; unit++)
        {
            var map = Enumerable.Range(0, 24).Select(patch => raw[((others + patch) * 16) + unit]).ToArray();
            Assert.Equal(map, units[(unit * 24)..((unit + 1) * 24)]);
            Assert.Equal((map.Max() + 0f, Array.IndexOf(map, map.Max())), (brief[unit].Max, brief[unit].ArgMax));
            for (var token = 0; token < others; token++) Assert.Equal(raw[(token * 16) + unit], session.Output("others")[(unit * others) + token]);
        }
    }

    [Fact]
    public void A_crop_is_a_window_about_the_patch_that_grows_with_depth()
    {
        var network = Network.Load(TinyTransformer.WriteVision(folder, others: 2));

        Assert.Equal(new Box(4, 12, 4, 4), network.ReceptiveField(network.Find("patches"), 1, 3));
        // Behind one of two attentions the window is half as large as the image; it stays within.
        Assert.Equal(new Box(2, 8, 8, 12), network.ReceptiveField(network.Find("stream0"), 1, 3));
        Assert.Equal(new Box(0, 12, 8, 12), network.ReceptiveField(network.Find("stream0"), 0, 5));
        Assert.Equal(new Box(0, 0, 16, 24), network.ReceptiveField(network.Find("before2"), 1, 3));
        Assert.Equal(new Box(0, 0, 16, 24), network.ReceptiveField(network.Layers[^1], 0, 0));
    }

    [Theory, InlineData(0), InlineData(3)]
    public async Task An_atlas_of_a_transformer_is_whole(int others)
    {
        var network = Network.Load(TinyTransformer.WriteVision(folder, others));

        await AtlasBuilder.BuildAsync(network, new ImageFolder(TinyNetwork.Images(folder)), folder["a.percept"], new() { UnitsPerLayer = 1, Steps = 4, SurveyImages = 12 }, cancellationToken: TestContext.Current.CancellationToken);

        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        Assert.Equal(others, atlas.Layers()[3].OtherTokens);
        Assert.All(atlas.Layers(), layer => Assert.NotEmpty(atlas.Examples(layer.Index)));
        Assert.All(atlas.Layers().SelectMany(layer => atlas.Examples(layer.Index)), example => Assert.InRange(example.Y, 0, 3));
        Assert.True(atlas.HasAnswer<LevelsAnswer>() && atlas.HasAnswer<EigenimagesAnswer>() && atlas.HasAnswer<AttributionAnswer>());
        Assert.NotNull(atlas.Answer<LinksAnswer, LinksAnswer>(3, 0));
    }

    static Picture Drawn() => Picture.FromPlanes([.. Enumerable.Range(0, 3 * 16 * 24).Select(i => (float)((Math.Sin(i / 5.0) * 0.3) + 0.5))], 3, 16, 24);
}
