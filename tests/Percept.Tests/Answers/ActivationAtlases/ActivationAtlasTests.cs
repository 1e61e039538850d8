using Percept.Answers.ActivationAtlases;
using Percept.Answers.Groups;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;

namespace Percept.Tests.Answers.ActivationAtlases;

public sealed class ActivationAtlasTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_cell_has_as_many_positions_as_any_other()
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });

        var atlas = await ActivationAtlas.OfAsync(network, network.Find("conv1"), new ImageFolder(TinyNetwork.Images(folder)), new(Side: 3), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(9, atlas.Cells.Count);
        Assert.Equal(atlas.Positions, atlas.Cells.Sum(cell => cell.Count));
        Assert.True(atlas.Cells.Max(cell => cell.Count) - atlas.Cells.Min(cell => cell.Count) <= 1);
        Assert.All(atlas.Cells, cell => Assert.NotEmpty(cell.Objective(atlas.Layer).Terms));
    }

    [Theory, InlineData("Relu", false), InlineData("HardSwish", true)]
    public async Task Units_have_weights_below_zero_in_groups_of_a_layer_that_can_be_below_zero(string activation, bool signed)
    {
        var network = Network.Load(TinyNetwork.Write(folder, model: TinyNetwork.Model(activation: activation)), new() { Size = [32, 32] });

        var groups = await UnitGroups.OfAsync(network, network.Find("conv2"), new ImageFolder(TinyNetwork.Images(folder)), new(3), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(signed, groups.IsSigned);
        Assert.Equal(signed, groups.Groups.Any(group => group.Weights.Any(weight => weight < 0)));
        Assert.All(groups.Groups.SelectMany(group => group.Examples), example => Assert.True(example.Map.Min() >= 0));
        Assert.InRange(groups.Explained, 0.2, 1);
    }

    [Fact]
    public async Task More_groups_than_units_are_refused_in_a_sentence()
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        var images = new ImageFolder(TinyNetwork.Images(folder));

        Assert.Contains("ask for fewer", (await Assert.ThrowsAsync<GraphException>(() => UnitGroups.OfAsync(network, network.Find("conv1"), images, new(99), cancellationToken: TestContext.Current.CancellationToken))).Message);
    }
}
