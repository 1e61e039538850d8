using System.Diagnostics;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Tests.Onnx.ReceptiveFields;

public sealed class ReceptiveFieldMapTests
{
    [Fact]
    public void All_units_of_150_nodes_at_256_pixels_share_their_work()
    {
        var image = Layers.Image(256, 256, channels: 3);
        var x = image.Conv(8, 3, 2).Relu();
        for (var block = 0; block < 21; block++)
        {
            var stride = block % 5 == 4 ? 2 : 1;
            var shortcut = stride == 1 ? x : x.Conv(8, 1, stride);
            x = (x.Conv(16, 1).Relu().Conv(16, 3, stride, group: 16).Relu().Conv(8, 1) + shortcut).Relu();
        }

        var map = new ReceptiveFieldMap(image);
        var (watch, questions) = (Stopwatch.StartNew(), 0);
        foreach (var layer in image.Graph.Nodes.Select(node => node.Y))
            for (var channel = 0; channel < 2; channel++)
                for (var place = 0; place < layer.Shape[2]; place++, questions++) map.Of(layer, [null, channel, place, place], 2, 3);

        // Under half a second on an idle core once compiled, and minutes if nothing were shared; the rest is for busy machines.
        Assert.True(watch.Elapsed.TotalSeconds < 10, $"{questions} questions about {image.Graph.Nodes.Count} nodes took {watch.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public void Rows_and_columns_apart_are_the_same_reach_in_a_branch_of_a_concatenation()
    {
        var image = Layers.Image(32, 32);
        var features = image.Conv(4, 3, 2).Relu();
        var both = Layers.Concat(features.Conv(3, 1), features.Conv(3, 5)).Relu();
        var map = new ReceptiveFieldMap(image);

        Assert.Equal("[0] x [0..1] x [11..13] x [15..17]", map.Of(both, [0, 2, 6, 8], 2, 3).ToString());
        Assert.Equal("[0] x [0..1] x [7..17] x [11..21]", map.Of(both, [0, 3, 6, 8], 2, 3).ToString());
        Assert.Equal("[0] x [0..1] x [7..17] x [11..21]", map.Of(both, [0, null, 6, 8], 2, 3).ToString());
    }

    [Fact]
    public void A_map_answers_for_nodes_added_after_it()
    {
        var image = Layers.Image(8, 8);
        var map = new ReceptiveFieldMap(image);
        var first = image.Conv(1, 3);
        Assert.Equal("2..4", map.Of(first, [0, 0, 3, 3])[2].ToString());

        Assert.Equal("1..5", map.Of(first.Conv(1, 3), [0, 0, 3, 3])[2].ToString());
    }

    [Fact]
    public void Several_threads_get_the_same_answers()
    {
        var image = Layers.Image(64, 64);
        var x = Enumerable.Range(0, 6).Aggregate(image, (x, _) => x.Conv(2, 3));
        var map = new ReceptiveFieldMap(image);

        var answers = Enumerable.Range(0, 640).AsParallel().AsOrdered().Select(i => map.Of(x, [0, 0, i % 64, 0], 2, 3)[2].ToString()).ToArray();

        Assert.Equal(Enumerable.Range(0, 640).Select(i => $"{Math.Max((i % 64) - 6, 0)}..{Math.Min((i % 64) + 6, 63)}"), answers);
    }

    [Fact]
    public void A_network_of_ten_thousand_layers_does_not_exhaust_the_stack()
    {
        var image = Layers.Image(4, 4);
        var x = image;
        for (var i = 0; i < 5000; i++) x = x.Conv(2, 1).Relu();

        Assert.Equal("3", new ReceptiveFieldMap(image).Of(x, [0, 0, 3, 3])[2].ToString());
    }

    [Fact]
    public void A_position_outside_the_layer_is_refused_with_what_exists()
    {
        var image = Layers.Image(8, 8);
        var layer = image.Conv(4, 3);

        Assert.Contains("There is no index 4 on axis 1", Assert.Throws<GraphException>(() => ReceptiveField.Of(layer, [0, 4, 0, 0], image)).Message);
        Assert.Contains("give one for each of its 4 axes", Assert.Throws<GraphException>(() => ReceptiveField.Of(layer, [0, 4], image)).Message);
        Assert.Contains("different graphs", Assert.Throws<GraphException>(() => ReceptiveField.Of(layer, [0, 0, 0, 0], Layers.Image(8, 8))).Message);
    }
}
