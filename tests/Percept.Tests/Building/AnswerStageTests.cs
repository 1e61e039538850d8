using AngleSharp.Html.Parser;
using Percept.Answers.Eigenimages;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Building;
using Percept.Explorer;
using Percept.Filters.Links;
using Percept.Imaging;
using Percept.Networks;
using Percept.Pipeline;
using Percept.Tests.Cli;
using Percept.Visualization;

namespace Percept.Tests.Building;

public sealed class AnswerStageTests : IDisposable
{
    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_atlas_answers_the_questions_once_and_its_pages_say_so()
    {
        await BuildAsync(Stages.Layers | Stages.Matching);
        using (var begun = Open())
        {
            Assert.Null(begun.Answer<LevelsAnswer>());
            Assert.Null(begun.Answer<LinksAnswer, LinksAnswer>(1, 0));
            Assert.Equal([AnswerPage.Filters], AnswerPage.All.Where(page => page.IsThere(begun)));
            Assert.DoesNotContain(AnswerPage.All, page => page.IsAnswered(begun));
        }

        var report = await BuildAsync(Stages.All & ~Stages.Effective);
        Assert.Contains("eigenfaces", report.Summary, StringComparison.Ordinal);
        Assert.Contains("Sobel", report.Summary, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(folder["a.percept"]);
        await BuildAsync(Stages.All & ~Stages.Effective);
        Assert.Equal(bytes, File.ReadAllBytes(folder["a.percept"]));

        using var atlas = Open();
        var (first, second, layers) = (atlas.Layers()[0], atlas.Layers()[1], atlas.Answer<LevelsAnswer>()!.Layers);
        Assert.Equal(atlas.Layers().Select(layer => layer.Name), layers.Select(layer => layer.Name));
        Assert.All(layers, layer => Assert.Null(layer.Units));
        Assert.All(Enumerable.Range(0, first.Channels), unit => Assert.Equal(unit, atlas.Answer<LevelsAnswer, UnitMeasures>(0, unit)!.Unit));
        Assert.Null(atlas.Answer<LevelsAnswer, UnitMeasures>(0, first.Channels));
        Assert.All(Enumerable.Range(0, second.Channels), unit => Assert.Equal($"{second.Name}:{unit}", atlas.Answer<LinksAnswer, LinksAnswer>(1, unit)!.Unit));
        var built = atlas.Answer<LinksAnswer, LinksAnswer>(1, 0)!.BuiltFrom;
        Assert.Equal(first, atlas.Unit(built[0].Unit).Layer);
        Assert.Equal(built.OrderByDescending(link => link.Strength), built);
        Assert.Contains(Enumerable.Range(0, first.Channels), unit => atlas.Answer<LinksAnswer, LinksAnswer>(0, unit)!.UsedBy.Count > 0);

        var site = new Site(atlas);
        var known = site.Pages().Select(page => page.Path).Concat(site.Files().Select(file => file.Path)).ToHashSet();
        Assert.All(site.Files().Where(file => file.Path.StartsWith("answers/", StringComparison.Ordinal)), file => Assert.Equal(0x89, file.Read()![0]));
        foreach (var page in site.Pages())
        {
            var document = new HtmlParser().ParseDocument(await PageRenderer.RenderAsync(page));
            Assert.Empty(document.QuerySelectorAll("style, [style], script:not([src])"));
            Assert.All(document.QuerySelectorAll("[href], [src]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).Where(link => link[0] != '#'),
                link => Assert.Contains(new Uri(new Uri("http://x/" + page.Path), link).AbsolutePath[1..], known));
            Assert.DoesNotContain("NaN", document.Body!.TextContent, StringComparison.Ordinal);
            if (page.Path == Paths.Home) Assert.Equal(["Are they Sobel filters?", "Are they like eigenfaces?", "Low, mid, high: measured", "Which pixels count?"], document.QuerySelectorAll(".questions b").Select(question => question.TextContent));
            if (page.Path == AnswerPage.Levels.Path) Assert.Equal(atlas.Layers().Count, document.QuerySelectorAll(".numbers tbody tr").Length);
            if (page.Path == AnswerPage.Explanations.Path) Assert.Equal(9, document.QuerySelectorAll(".method").Length);
            if (page.Path == AnswerPage.Filters.Path) Assert.Equal(2 * atlas.Filters().Count, document.QuerySelectorAll(".pairs img").Length);
            if (page.Path == Paths.Of(site.Layers[1], 0))
            {
                Assert.Contains(document.QuerySelectorAll("h2"), heading => heading.TextContent == "Tuning");
                Assert.EndsWith($"/{atlas.Unit(built[0].Unit).Unit}.html", document.QuerySelector(".links a")!.GetAttribute("href"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Another_seed_measures_anew_and_the_atlas_says_which_it_was()
    {
        const Stages Some = Stages.Layers | Stages.Matching | Stages.Optimization | Stages.Levels | Stages.Eigenimages;
        await BuildAsync(Some);
        string[] Depends(Atlas atlas) => [.. atlas.Pieces().Where(piece => piece.Name is "levels" or "eigenimages").Select(piece => piece.DependsOn)];
        string[] first;
        using (var atlas = Open()) first = Depends(atlas);

        await BuildAsync(Some, seed: 3);
        using (var atlas = Open())
        {
            Assert.Equal(2, Depends(atlas).Except(first).Count());
            Assert.Equal(3, atlas.Identity.Seed);
            Assert.Contains("--seed 3 ", atlas.Identity.Command, StringComparison.Ordinal);
        }

        // Matching draws nothing at random, and its command would give less than what is there.
        var bytes = File.ReadAllBytes(folder["a.percept"]);
        await BuildAsync(Stages.Layers | Stages.Matching);
        Assert.Equal(bytes, File.ReadAllBytes(folder["a.percept"]));
    }

    [Fact]
    public void The_command_of_an_image_is_what_a_shell_reads()
    {
        var network = Network.Load(TinyNetwork.Write(folder, "it's a net.onnx"), new() { Size = [32, 32] });

        var command = CommandText.Optimize(network, Objective.Unit("it's", 3), new() { Height = 32, Width = 32 });

        Assert.StartsWith(@"percept optimize 'it'\''s a net.onnx' --range=", command, StringComparison.Ordinal);
        Assert.Contains(@"--objective 'it'\''s:3' --size 32,32", command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_says_how_well_a_unit_tells_labels_apart_once_and_of_all_images()
    {
        for (var i = 0; i < 12; i++) folder.Write($"labelled/{(i % 2 == 0 ? "even" : "odd")}/scene {i:00}.png", Atlases.Drawing.Scene(i, 32));
        await AtlasBuilder.BuildAsync(Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] }), new ImageFolder(folder["labelled"]), folder["a.percept"],
            new() { Stages = Stages.Layers | Stages.Matching | Stages.Levels, SurveyImages = 6 }, cancellationToken: TestContext.Current.CancellationToken);

        using var atlas = Open();
        Assert.NotEmpty(atlas.Answer<LevelsAnswer>()!.Labels);
        var site = new Site(atlas);
        var page = site.Pages().Single(page => page.Path == Paths.Of(site.Layers[1], 0));
        var document = new HtmlParser().ParseDocument(await PageRenderer.RenderAsync(page));
        var section = Assert.Single(document.QuerySelectorAll("section"), section => section.TextContent.Contains("AUC", StringComparison.Ordinal));
        Assert.Equal("Which labels it tells apart", section.QuerySelector("h2")!.TextContent);
        Assert.Equal(["6", "6"], section.QuerySelectorAll("tbody td:last-child").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task Too_few_images_give_no_answers_and_everything_else()
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        var images = TinyNetwork.Images(folder, 1);

        await AtlasBuilder.BuildAsync(network, new ImageFolder(images), folder["one.percept"], new() { Steps = 4, UnitsPerLayer = 1 }, cancellationToken: TestContext.Current.CancellationToken);

        using var atlas = Atlas.OpenRead(folder["one.percept"]);
        Assert.Null(atlas.Answer<LevelsAnswer>());
        Assert.Null(atlas.Answer<EigenimagesAnswer>());
        Assert.DoesNotContain(new Site(atlas).Pages(), page => page.Path == AnswerPage.Levels.Path);
        Assert.NotEmpty(atlas.Optimized());
    }

    Task<BuildReport> BuildAsync(Stages stages, int seed = 0) => AtlasBuilder.BuildAsync(
        Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] }), new ImageFolder(TinyNetwork.Images(folder)), folder["a.percept"],
        new() { Stages = stages, Steps = 4, UnitsPerLayer = 2, Seed = seed }, cancellationToken: TestContext.Current.CancellationToken);

    Atlas Open() => Atlas.OpenRead(folder["a.percept"]);
}
