using Percept.Demo;
using Percept.Imaging;

namespace Percept.Tests.Demo;

public sealed class DesignedEmojiTests
{
    [Fact]
    public void One_designer_is_held_out_entirely()
    {
        var images = DesignedEmoji.HoldOut(DesignedEmoji.HumanOrCat, "fluent");

        Assert.Equal(["cat", "human"], images.Classes);
        Assert.All(images.HeldOut, image => Assert.StartsWith("fluent/", image.File.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(images.Train, image => image.File.Group == "fluent");
        Assert.Equal(32, images.HeldOut.Where(image => image.Class == 0).Distinct().Count());
        Assert.Equal(["emojione", "noto", "openmoji", "twemoji"], images.Train.Where(image => image.Class == 0).Select(image => image.File.Group).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_emoji_are_there_by_group()
    {
        var images = DesignedEmoji.HoldOut(DesignedEmoji.AllGroups, "openmoji");

        Assert.Equal(9, images.Classes.Count);
        Assert.True(images.Train.Count > 3000);
    }

    [Fact]
    public void Drawings_are_transparent_and_of_one_size()
    {
        foreach (var file in DesignedEmoji.Images(DesignedEmoji.HumanOrCat).Where((_, index) => index % 97 == 0))
        {
            var picture = Picture.Read(file.Path);
            Assert.Equal((256, 256), (picture.Height, picture.Width));
            Assert.False(Cutout.ReadFitted(file.Path, 32, 32).IsOpaque);
        }
    }

    [Fact]
    public void An_unknown_designer_is_refused_with_those_there_are() =>
        Assert.Contains("twemoji, fluent, openmoji", Assert.Throws<ArgumentException>(() => DesignedEmoji.HoldOut(DesignedEmoji.HumanOrCat, "noto")).Message, StringComparison.Ordinal);
}
