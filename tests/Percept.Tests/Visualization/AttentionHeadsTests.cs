using Percept.Networks;
using Percept.Tests.Imaging;
using Percept.Visualization;

namespace Percept.Tests.Visualization;

public sealed class AttentionHeadsTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_an_attention_the_heads_are_a_layer_and_the_scores_are_none()
    {
        var network = TinyTransformer.Load(folder);
        Assert.Equal(["maps", "heads", "stream", "mlp", "logits"], network.Layers.Select(layer => layer.Name));
        Assert.Equal((2, 8, 4, 4), network.Find("heads") is var heads ? (heads.Heads, heads.Channels, heads.Height, heads.Width) : default);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Heads_that_are_rows_of_tokens_are_read_as_tokens(int batch)
    {
        var tokensFirst = TinyTransformer.LoadTokensFirst(folder, batch);
        var layer = tokensFirst.Find("heads");
        var applied = tokensFirst.Apply(batch);
        using var session = new Session([("heads", applied[layer]), ("mixed", applied.Tensors["mixed"])]);
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(session.Input("image")));
        foreach (ref var value in session.Input("image")) value = float.IsFinite(value) ? Math.Abs(value % 1) : 0;

        session.Run();

        Assert.Equal((2, 8, 4, 4), (layer.Heads, layer.Channels, layer.Height, layer.Width));
        var (heads, mixed) = (session.Output("heads").ToArray(), session.Output("mixed").ToArray());
        for (var image = 0; image < batch; image++)
            for (var unit = 0; unit < 8; unit++)
                for (var token = 0; token < 16; token++)
                    Assert.Equal(mixed[(((((image * 2) + (unit / 4)) * 16) + token) * 4) + (unit % 4)], heads[(((image * 8) + unit) * 16) + token]);
        Assert.Equal(new ScoreBuilder(tokensFirst, Objective.Head("heads", 1)).Key, new ScoreBuilder(tokensFirst, Objective.Layer("heads")).Key);
    }
}
