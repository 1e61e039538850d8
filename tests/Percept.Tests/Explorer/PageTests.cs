using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Percept.Atlases;
using Percept.Explorer;
using Percept.Tests.Atlases;

namespace Percept.Tests.Explorer;

public sealed class PageTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly Atlas atlas;
    readonly Site site;

    public PageTests()
    {
        atlas = Atlas.OpenRead(SampleAtlas.Build(folder["sample.percept"]));
        site = new(atlas);
    }

    public void Dispose()
    {
        atlas.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_link_and_picture_of_every_page_is_a_page_or_file_of_the_site()
    {
        var known = site.Pages().Select(page => page.Path).Concat(site.Files().Select(file => file.Path)).ToHashSet();
        foreach (var page in site.Pages())
        {
            var document = await DrawAsync(page);
            foreach (var attribute in document.All.SelectMany(element => element.Attributes).Where(attribute => attribute.Name is "href" or "src" && attribute.Value[0] != '#'))
            {
                Assert.False(Uri.IsWellFormedUriString(attribute.Value, UriKind.Absolute), attribute.Value);
                Assert.Contains(new Uri(new Uri("http://x/" + page.Path), attribute.Value).AbsolutePath[1..], known);
            }
        }
    }

    [Fact]
    public async Task No_page_has_anything_that_the_security_policy_refuses_or_a_name_that_became_markup()
    {
        foreach (var page in site.Pages())
        {
            var document = await DrawAsync(page);
            Assert.Empty(document.QuerySelectorAll("style, [style], script:not([src]), iframe, object, base, form[action]"));
            Assert.DoesNotContain(document.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
            Assert.All(document.Images, image => Assert.True(image.HasAttribute("alt") && (image.HasAttribute("width") || image.GetAttribute("src") == Paths.Figure), image.OuterHtml));
        }
    }

    [Fact]
    public void Paths_are_plain_unique_and_stable()
    {
        var paths = site.Pages().Select(page => page.Path).Concat(site.Files().Select(file => file.Path)).ToArray();

        Assert.Equal(paths.Length, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(paths, path => Assert.Matches("^[a-z0-9-]+(/[a-z0-9-]+)*\\.[a-z]+$", path));
        Assert.Contains("units/02-img-src-x-onerror-alert-1-sp-te-nits/11.html", paths);
        var nameless = SampleAtlas.Layers[0] with { Name = "猫" };
        Assert.Equal("layers/00.html", Paths.Of(nameless));
    }

    [Fact]
    public async Task A_unit_s_page_says_what_is_known()
    {
        var document = await DrawAsync("units/01-mixed2/4.html");

        Assert.Equal("mixed2:4", document.QuerySelector("h1")!.TextContent);
        Assert.Equal(9, document.QuerySelectorAll(".crops li").Length);
        Assert.Equal("../../images/9.png", document.QuerySelector(".crops image")!.GetAttribute("href"));
        var example = atlas.Examples(1, 4)[0];
        Assert.Equal($"{example.Crop.Left} {example.Crop.Top} 31 23", document.QuerySelector(".crops .crop svg")!.GetAttribute("viewBox"));
        Assert.Contains("scenes/scene 09.png", document.QuerySelector(".crops figcaption")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, document.QuerySelectorAll(".made img").Length);
        Assert.Contains("It fires in 75 % of 24 images.", Text(document), StringComparison.Ordinal);
        Assert.Contains("percept show sample.percept mixed2:4", Text(document), StringComparison.Ordinal);
        Assert.Contains("percept optimize 'sample net.onnx' --objective 'mixed2:4' --seed 7 -o out", Text(document), StringComparison.Ordinal);
        Assert.Equal(["3.html", "5.html"], document.QuerySelectorAll("[rel]:not(link)").Select(link => link.GetAttribute("href")!.Split('/')[^1]));
    }

    [Fact]
    public async Task An_image_s_page_links_every_unit_that_has_it_among_its_examples_and_they_link_back()
    {
        var expected = SampleAtlas.Layers.SelectMany(layer => atlas.Examples(layer.Index)).Where(example => example.Image == 9).ToArray();
        var document = await DrawAsync("images/9.html");

        Assert.Equal("scenes/scene 09.png", document.QuerySelector("h1")!.TextContent);
        Assert.Contains($"{expected.Length} units count it among the images that excite them most, in 4 layers of 4.", Text(document), StringComparison.Ordinal);
        Assert.Equal(
            expected.Select(example => $"{SampleAtlas.Layers[example.Layer].Name}:{example.Unit}").Order(),
            document.QuerySelectorAll(".firing a").Select(link => link.GetAttribute("aria-label")!).Order());
        Assert.Equal(["8.html", "10.html"], document.QuerySelectorAll("[rel]:not(link)").Select(link => link.GetAttribute("href")!.Split('/')[^1]));
        Assert.Contains("../../images/9.html", (await DrawAsync("units/01-mixed2/4.html")).QuerySelectorAll(".crops figcaption a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_command_quotes_names_that_a_shell_would_read()
    {
        var document = await DrawAsync("units/02-img-src-x-onerror-alert-1-sp-te-nits/0.html");

        Assert.Contains($"percept show sample.percept '{SampleAtlas.HostileLayer}:0'", Text(document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_shows_levels_warnings_and_the_model_card()
    {
        var document = await DrawAsync("index.html");

        Assert.Equal(["Low level", "Mid level", "High level"], document.QuerySelectorAll(".level h2").Select(heading => heading.TextContent));
        Assert.Equal(8, document.QuerySelectorAll(".row")[1].QuerySelectorAll("li").Length);
        Assert.Contains("66 units in 4 layers", Text(document), StringComparison.Ordinal);
        Assert.Contains("2 units of 66 (3 %) have the same activation on every image", Text(document), StringComparison.Ordinal);
        Assert.Contains("2 files were skipped.", Text(document), StringComparison.Ordinal);
        Assert.Contains("Late layers answer to <faces>.", Text(document), StringComparison.Ordinal);
        Assert.Contains(new string('a', 64), Text(document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_unit_is_called_dead()
    {
        Assert.Contains("it is dead on these pictures", Text(await DrawAsync("units/01-mixed2/5.html")), StringComparison.Ordinal);
        Assert.Equal(2, (await DrawAsync("layers/01-mixed2.html")).QuerySelectorAll("li[data-dead]").Length);
    }

    [Fact]
    public async Task An_atlas_that_has_only_begun_has_pages()
    {
        using var begun = Atlas.OpenWrite(folder["begun.percept"], SampleAtlas.Identity);
        begun.Write(new("layers"), t => t.PutLayers(SampleAtlas.Layers));

        foreach (var page in new Site(begun).Pages()) Assert.NotEmpty((await DrawAsync(page)).QuerySelector("h1")!.TextContent);
    }

    Task<IDocument> DrawAsync(string path) => DrawAsync(site.Pages().Single(page => page.Path == path));

    static async Task<IDocument> DrawAsync(Page page) => new HtmlParser().ParseDocument(await PageRenderer.RenderAsync(page));

    static string Text(IDocument document) => string.Join(' ', document.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
