using Percept.Demo;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Tests.Demo;

public sealed class DemoNetworkTests
{
    [Fact]
    public void The_networks_are_there()
    {
        Assert.True(new FileInfo(DemoNetwork.ImageNet.Model).Length > 60_000_000);
        Assert.True(new FileInfo(DemoNetwork.Faces.Model).Length > 400_000);
    }

    [Fact]
    public void The_file_beside_the_ImageNet_network_says_the_same_of_its_preprocessing() =>
        Assert.Equal(DemoNetwork.ImageNet.Load().Preprocessing.ToArguments(), Network.Load(DemoNetwork.ImageNet.Model).Preprocessing.ToArguments());

    [Fact]
    public void The_ImageNet_network_takes_blue_green_and_red_minus_their_means()
    {
        var applied = DemoNetwork.ImageNet.Load().Preprocessing;

        Assert.Equal([255f, 255f, 255f], applied.Scales());
        Assert.Equal([-103.0626f, -115.9029f, -123.1516f], applied.Shifts());
        Assert.Equal(ChannelOrder.Bgr, applied.Channels);
    }

    [Fact]
    public void The_images_of_every_kind_are_chosen_by_groups_in_a_fixed_order()
    {
        var images = DemoNetwork.ImageNet.Images;

        Assert.Equal(1483, images.Count);
        Assert.Equal(("activities/1st_place_medal.webp", "weather/wind_face.webp"), (images[0].Name, images[^1].Name));
        Assert.Equal(
            [("activities", 85), ("animals", 141), ("buildings", 66), ("faces", 115), ("food", 128), ("hands", 61), ("objects", 270), ("people", 294), ("plants", 28), ("symbols", 176), ("vehicles", 72), ("weather", 47)],
            images.GroupBy(image => image.Group).Select(group => (group.Key, group.Count())));
        Assert.Contains(images, image => image.Name == "vehicles/sailboat.webp");
    }

    [Fact]
    public void The_images_for_the_face_detector_are_chosen_by_groups_in_a_fixed_order()
    {
        var images = DemoNetwork.Faces.Images;

        Assert.Equal(666, images.Count);
        Assert.Equal(("animals/ant.webp", "people/zombie.webp"), (images[0].Name, images[^1].Name));
        Assert.Equal([("animals", 122), ("cats", 16), ("faces", 118), ("objects", 139), ("people", 271)],
            images.GroupBy(image => image.Group).Select(group => (group.Key, group.Count())));
        Assert.Equal("zombie", DemoData.Title(images[^1]));
        Assert.Contains(images, image => image.Name == "faces/face_with_spiral_eyes.webp");
    }

    [Fact]
    public void The_images_can_be_read()
    {
        foreach (var image in DemoNetwork.All.SelectMany(demo => demo.Images).Where((_, index) => index % 60 == 0))
            Assert.Equal((256, 256), (Picture.Read(image.Path).Height, Picture.Read(image.Path).Width));
    }
}
