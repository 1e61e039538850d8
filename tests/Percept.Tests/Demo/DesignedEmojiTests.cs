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
        Assert.All(images.HeldOut, image => Assert.Equal("fluent", DesignedEmoji.Designer(image.File)));
        Assert.Equal(32, images.HeldOut.Where(image => image.Class == 0).Distinct().Count());
        Assert.Equal(
            ["emojione", "emojione-v1", "fxemoji", "noto", "noto-v1", "openmoji", "streamline-emojis", "twemoji"],
            images.Train.Where(image => image.Class == 0).Select(image => DesignedEmoji.Designer(image.File)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Icon_sets_give_cats_and_people_in_one_skin_tone_beside_yellow()
    {
        var drawn = DesignedEmoji.Images(DesignedEmoji.HumanOrCat).Select(file => file.Name).ToHashSet();

        Assert.Contains("cat/fxemoji/tigerside.svg", drawn);
        Assert.Contains("cat/noto-v1/weary_cat.svg", drawn);
        Assert.Contains("human/streamline-emojis/man_cook_2.svg", drawn);
        Assert.DoesNotContain(drawn, name => name.Contains("multiplication", StringComparison.Ordinal) || name.Contains("family", StringComparison.Ordinal));
        Assert.Equal(2, drawn.Count(name => name.StartsWith("human/noto-v1/man_cook", StringComparison.Ordinal)));
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
            Assert.False(TransparentPicture.ReadFitted(file.Path, 32, 32).IsOpaque);
        }
    }

    [Fact]
    public void An_unknown_designer_is_refused_with_those_there_are() =>
        Assert.Contains("twemoji, fluent, openmoji", Assert.Throws<ArgumentException>(() => DesignedEmoji.HoldOut(DesignedEmoji.HumanOrCat, "noto")).Message, StringComparison.Ordinal);
}
