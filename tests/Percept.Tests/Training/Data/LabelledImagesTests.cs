using FsCheck.Xunit;
using Percept.Imaging;
using Percept.Tests.Imaging;
using Percept.Training;
using Percept.Training.Data;

namespace Percept.Tests.Training.Data;

public sealed class LabelledImagesTests
{
    [Property(MaxTest = 6)]
    public void A_split_is_stratified_disjoint_complete_and_the_same_again(byte first, byte second, byte seed)
    {
        using var folder = new TemporaryFolder();
        int[] counts = [2 + first % 14, 2 + second % 14];
        ClassFolders.Fill(folder, "a", counts[0]);
        ClassFolders.Fill(folder, "b", counts[1]);

        var images = LabelledImages.Open(folder.Path, 0.25, seed);
        var again = LabelledImages.Open(folder.Path, 0.25, seed);

        Assert.Equal(["a", "b"], images.Classes);
        Assert.Equal(images.Train, again.Train);
        Assert.Equal(images.HeldOut, again.HeldOut);
        Assert.Empty(images.Train.Intersect(images.HeldOut));
        Assert.Equal(counts.Sum(), images.Train.Count + images.HeldOut.Count);
        for (var index = 0; index < 2; index++)
            Assert.Equal(Math.Clamp((int)Math.Round(counts[index] * 0.25), 1, counts[index] - 1), images.HeldOut.Count(image => image.Class == index));
    }

    [Fact]
    public void What_is_held_out_does_not_hang_on_names_and_hardly_on_other_images()
    {
        using var folder = new TemporaryFolder();
        ClassFolders.Fill(folder, "a", 20);
        ClassFolders.Fill(folder, "b", 20);
        var before = Contents(LabelledImages.Open(folder.Path).HeldOut);

        foreach (var file in Directory.GetFiles(folder["a"])) File.Move(file, Path.Combine(folder["a"], Path.GetFileName(file).Replace("0", "z", StringComparison.Ordinal)));
        Assert.Equal(before, Contents(LabelledImages.Open(folder.Path).HeldOut));

        ClassFolders.Fill(folder, "a", 1, from: 500);
        Assert.True(before.Intersect(Contents(LabelledImages.Open(folder.Path).HeldOut)).Count() >= before.Count - 1);
        Assert.NotEqual(before, Contents(LabelledImages.Open(folder.Path, seed: 1).HeldOut));
    }

    [Fact]
    public void Train_and_val_are_taken_as_they_are_but_for_copies_which_are_told_of()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a", "b" })
        {
            ClassFolders.Fill(folder, $"train/{name}", 4);
            ClassFolders.Fill(folder, $"val/{name}", 3, from: 50);
        }
        File.Copy(folder["train/a/000.png"], folder["val/a/copy.png"]);

        var images = LabelledImages.Open(folder.Path);

        Assert.Equal((8, 6), (images.Train.Count, images.HeldOut.Count));
        Assert.All(images.HeldOut, image => Assert.StartsWith("val/", image.File.Name, StringComparison.Ordinal));
        Assert.Contains(images.Findings, finding => finding.Contains("val/a/copy.png", StringComparison.Ordinal) && finding.Contains("train/a/000.png", StringComparison.Ordinal));
    }

    [Fact]
    public void Copies_stay_together_and_similar_images_across_the_split_are_told_of()
    {
        using var folder = new TemporaryFolder();
        ClassFolders.Fill(folder, "train/a", 3);
        ClassFolders.Fill(folder, "train/b", 3);
        ClassFolders.Fill(folder, "val/a", 2, from: 60);
        ClassFolders.Fill(folder, "val/b", 2, from: 60);
        using (var photograph = Imaging.Files.Photograph(90, 120))
        {
            folder.Write("train/a/photo.png", photograph.WriteToBuffer(".png"));
            folder.Write("val/a/smaller.jpg", photograph.Resize(0.7).JpegsaveBuffer(q: 70));
        }

        var finding = Assert.Single(LabelledImages.Open(folder.Path).Findings);

        Assert.Equal("'val/a/smaller.jpg', which is held out, looks the same as 'train/a/photo.png', which is learned from.", finding);
    }

    [Fact]
    public void Copies_within_a_class_are_on_one_side()
    {
        using var folder = new TemporaryFolder();
        ClassFolders.Fill(folder, "a", 6);
        ClassFolders.Fill(folder, "b", 6);
        for (var i = 0; i < 6; i++) File.Copy(folder[$"a/{i:000}.png"], folder[$"a/copy{i}.png"]);

        var images = LabelledImages.Open(folder.Path, 0.5);

        Assert.Empty(Contents(images.Train).Intersect(Contents(images.HeldOut)));
        Assert.Equal(6, images.HeldOut.Count(image => image.Class == 0));
    }

    [Fact]
    public void Files_that_cannot_be_read_and_files_beside_the_classes_are_left_out_and_told_of()
    {
        using var folder = new TemporaryFolder();
        ClassFolders.Fill(folder, "a", 3);
        ClassFolders.Fill(folder, "b", 3);
        folder.Write("b/broken.png", [1, 2, 3]);
        folder.Write("beside.png", ClassFolders.Speckled(1));

        var images = LabelledImages.Open(folder.Path);

        Assert.Equal(6, images.Train.Count + images.HeldOut.Count);
        Assert.Equal(2, images.Findings.Count);
        Assert.Contains("'b/broken.png'", images.Findings[0], StringComparison.Ordinal);
        Assert.StartsWith("1 image(s) of ", images.Findings[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("holds no folders")]
    [InlineData("holds one class, 'a'", "a/1", "a/2")]
    [InlineData("The class 'b' has no image that can be read", "a/1", "a/2", "b/")]
    [InlineData("The class 'b' has one image, 'b/1.png'", "a/1", "a/2", "b/1")]
    [InlineData("The class 'b' has images to learn from but none that is held out", "train/a/1", "train/b/2", "train/b/3", "val/a/4")]
    [InlineData("The class 'b' has images that are held out but none to learn from", "train/a/1", "val/a/2", "val/b/3", "val/b/4")]
    [InlineData("not valid text", "a/1", "a/2", "b\u0007/3", "b\u0007/4")]
    public void A_folder_that_nothing_can_be_learned_from_is_refused_in_a_sentence(string words, params string[] places)
    {
        using var folder = new TemporaryFolder();
        folder.Write("x.png", ClassFolders.Speckled(99));
        for (var i = 0; i < places.Length; i++)
            if (places[i].EndsWith('/')) Directory.CreateDirectory(folder[places[i] + "x"][..^1]);
            else folder.Write(places[i] + ".png", ClassFolders.Speckled(i));

        var message = Assert.Throws<TrainingException>(() => LabelledImages.Open(folder.Path)).Message;

        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.Throws<PictureException>(() => LabelledImages.Open(Path.Combine(Path.GetTempPath(), "no such folder")));

    static SortedSet<string> Contents(IEnumerable<LabelledImage> images) => [.. images.Select(image => Convert.ToHexString(File.ReadAllBytes(image.File.Path)))];
}
