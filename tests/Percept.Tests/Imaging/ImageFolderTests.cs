using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class ImageFolderTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_come_in_ordinal_order_with_relative_names()
    {
        foreach (var name in new[] { "b.PNG", "a.jpg", "Z.webp", "cats/2.gif", "cats/10.tiff", "cats/deep/é <x>: y.svg", "a/z.avif", "notes.txt", ".hidden.png", ".git/x.png" })
            folder.Write(name, []);

        var files = new ImageFolder(folder.Path);

        Assert.Equal(["Z.webp", "a.jpg", "a/z.avif", "b.PNG", "cats/10.tiff", "cats/2.gif", "cats/deep/é <x>: y.svg"], files.Select(file => file.Name));
        Assert.Equal(["", "", "a", "", "cats", "cats", "cats"], files.Select(file => file.Group));
        Assert.All(files, file => Assert.True(File.Exists(file.Path)));
        Assert.Equal(7, files.Count);
    }

    [Fact]
    public void Links_do_not_loop()
    {
        folder.Write("in/a.png", []);
        Directory.CreateSymbolicLink(folder["in/loop"], folder["in"]);
        Directory.CreateSymbolicLink(folder["in/up"], "/");
        File.CreateSymbolicLink(folder["in/b.png"], folder["in/a.png"]);
        File.CreateSymbolicLink(folder["in/broken.png"], folder["nowhere.png"]);
        File.CreateSymbolicLink(folder["in/self.png"], folder["in/self.png"]);

        Assert.Equal(["in/a.png", "in/b.png", "in/broken.png", "in/self.png"], new ImageFolder(folder.Path).Select(file => file.Name));
    }

    [Theory]
    [InlineData("nowhere.png")]
    [InlineData("link.png")]
    public void A_broken_link_is_an_image_that_cannot_be_read(string target)
    {
        File.CreateSymbolicLink(folder["link.png"], folder[target]);

        var error = Assert.Throws<PictureException>(() => Picture.Read(new ImageFolder(folder.Path)[0].Path));

        Assert.StartsWith($"The image file '{folder["link.png"]}' cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_the_folder_itself_is_followed()
    {
        folder.Write("real/a.png", []);
        Directory.CreateSymbolicLink(folder["link"], folder["real"]);

        Assert.Equal(["a.png"], new ImageFolder(folder["link"]).Select(file => file.Name));
    }

    [Fact]
    public void A_folder_without_images_is_refused()
    {
        folder.Write("notes.txt", []);

        Assert.StartsWith($"The folder '{folder.Path}' holds no image file; the extensions read are .avif, .gif,",
            Assert.Throws<PictureException>(() => new ImageFolder(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal($"The folder '{folder["x"]}' does not exist.", Assert.Throws<PictureException>(() => new ImageFolder(folder["x"])).Message);
        Assert.Equal($"'{folder["notes.txt"]}' is a file, not a folder of images.", Assert.Throws<PictureException>(() => new ImageFolder(folder["notes.txt"])).Message);
    }
}
