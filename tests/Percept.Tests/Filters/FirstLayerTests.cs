using Percept.Demo;
using Percept.Filters;
using Percept.Networks;

namespace Percept.Tests.Filters;

public sealed class FirstLayerTests
{
    [Fact]
    public void The_demo_network_has_24_filters_of_5_by_5_colour_pixels()
    {
        var filters = FirstLayer.Filters(DemoNetwork.Faces.Load());

        Assert.Equal(24, filters.Count);
        Assert.All(filters, filter => Assert.Equal((3, 5, 5), (filter.Channels, filter.Height, filter.Width)));
    }

    [Fact]
    public void A_range_scales_the_weights_and_bgr_turns_their_channels_round()
    {
        var plain = FirstLayer.Filters(Network.Load(DemoNetwork.Faces.Model, new() { Range = [0, 1] }))[3].Weights;
        var wide = FirstLayer.Filters(DemoNetwork.Faces.Load())[3].Weights;
        var turned = FirstLayer.Filters(Network.Load(DemoNetwork.Faces.Model, new() { Range = [0, 1], Channels = ChannelOrder.Bgr }))[3].Weights;

        Assert.Equal(plain.Select(weight => 2 * weight), wide);
        Assert.Equal([.. plain[50..], .. plain[25..50], .. plain[..25]], turned);
    }

    [Fact]
    public void Zero_weights_are_grey_and_signs_are_kept()
    {
        var picture = new Filter(0, 1, 1, 3, [-0.5f, 0, 1]).ToPicture();

        Assert.Equal([64, 128, 255], picture.Pixels.ToArray());
    }
}
