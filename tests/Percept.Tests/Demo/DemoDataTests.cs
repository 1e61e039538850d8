using Percept.Demo;
using Percept.Imaging;

namespace Percept.Tests.Demo;

public sealed class DemoDataTests
{
    [Fact]
    public void The_network_is_there() => Assert.True(new FileInfo(DemoData.Model).Length > 400_000);

    [Fact]
    public void The_images_are_chosen_by_groups_in_a_fixed_order()
    {
        var images = DemoData.Images;

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
        foreach (var image in DemoData.Images.Where((_, index) => index % 20 == 0))
            Assert.Equal((256, 256), (Picture.Read(image.Path).Height, Picture.Read(image.Path).Width));
    }
}
