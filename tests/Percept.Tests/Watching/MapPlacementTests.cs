using Percept.Imaging;
using Percept.Networks;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Visualization;
using Percept.Watching;

namespace Percept.Tests.Watching;

public sealed class MapPlacementTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly Network network;

    public MapPlacementTests() => network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 48] });

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(0, 2), InlineData(1, 4)]
    public void A_position_lies_in_the_middle_of_what_it_sees(int layer, int step)
    {
        var place = MapPlacement.Of(network, network.Layers[layer]);

        // Windows are of odd size and padded evenly, so the first one is centred on the first pixel.
        Assert.Equal(new(32 / step, 48 / step, 0.5, 0.5, step, step), place);
        Assert.Equal((0.5 + (2 * step), 0.5 + (3 * step)), place.At(2, 3));
    }

    [Theory, InlineData(0), InlineData(1)]
    public void A_map_of_places_spreads_to_the_pixels_places(int layer)
    {
        var place = MapPlacement.Of(network, network.Layers[layer]);
        var map = Enumerable.Range(0, place.Rows * place.Columns).Select(i => place.At(i / place.Columns, i % place.Columns)).Select(at => (float)((100 * at.Y) + at.X)).ToArray();

        var spread = place.Spread(map, 32, 48);

        var (lastY, lastX) = place.At(place.Rows - 1, place.Columns - 1);
        for (var y = 0; y < 32; y++)
            for (var x = 0; x < 48; x++) Assert.Equal((100 * Math.Min(y + 0.5, lastY)) + Math.Min(x + 0.5, lastX), spread[(y * 48) + x], 1e-2);
    }

    [Fact]
    public void What_sees_everything_everywhere_has_the_image_itself()
    {
        var picture = Picture.Decode(Atlases.Drawing.Scene(1, 32), "scene");

        Assert.Equal(picture, MapPlacement.Of(network, network.Layers[2]).Over(picture, [1f]));
    }

    [Fact]
    public void The_brightest_of_a_map_is_yellow_on_the_image_where_it_fires()
    {
        var place = MapPlacement.Of(network, network.Layers[1]);
        var map = new float[place.Rows * place.Columns];
        map[(3 * place.Columns) + 5] = 2;

        var over = place.Over(Picture.Filled(32, 48, Rgb.Grey(0)), map);

        var (y, x) = place.At(3, 5);
        Assert.True(over[(int)y, (int)x][0] > 120 && over[(int)y, (int)x][1] > 110, "yellow where it fires");
        Assert.True(over[(int)y, (int)x + 8][1] < 20, "dark elsewhere");
    }

    [Theory, InlineData(0), InlineData(1), InlineData(5)]
    public void Tokens_lie_where_their_patches_do(int others)
    {
        var vision = Network.Load(TinyTransformer.WriteVision(folder, others));

        Assert.All(vision.Layers.SkipLast(1), layer => Assert.Equal(new(4, 6, 2, 2, 4, 4), MapPlacement.Of(vision, layer)));
    }
}
