using System.Text.Json;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Filters;
using Percept.Filters.Links;
using Percept.Networks;

namespace Percept.Tests.Atlases;

public sealed class AnswerJsonTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static FiltersAnswer Filters { get; } = new(
        null, "In short.", ["Are these Sobel filters?", "No."], 1 / 3.0, [new("centre-surround", 1, 0)],
        [new(0, 5, 5, 3, new("gabor", double.NaN, new Dictionary<string, double> { ["phase"] = -123.456 }), new Dictionary<string, double> { ["gabor"] = 1e-9 }), new(1, 5, 5, 3, null, new Dictionary<string, double>())]);

    [Fact]
    public void An_answer_is_printed_with_all_digits_and_kept_with_four()
    {
        var printed = JsonDocument.Parse(AnswerJson.Print(Filters)).RootElement;
        Assert.Equal("Are these Sobel filters? No.", printed.GetProperty("verdict").GetString());
        Assert.Equal(1 / 3.0, printed.GetProperty("noise").GetDouble());
        Assert.Equal(JsonValueKind.Null, printed.GetProperty("filters")[0].GetProperty("best").GetProperty("fit").ValueKind);
        Assert.Equal(JsonValueKind.Null, printed.GetProperty("file").ValueKind);

        Assert.Equal(
            """{"verdict":"Are these Sobel filters? No.","file":null,"summary":"In short.","sentences":["Are these Sobel filters?","No."],"noise":0.3333,"families":[{"family":"centre-surround","alike":1,"best":0}],"filters":[{"index":0,"height":5,"width":5,"channels":3,"best":{"family":"gabor","fit":null,"parameters":{"phase":-123.5}},"fits":{"gabor":1E-09}},{"index":1,"height":5,"width":5,"channels":3,"best":null,"fits":{}}]}""",
            AnswerJson.Store<FiltersAnswer, FiltersAnswer>(Filters));
    }

    [Fact]
    public void What_an_atlas_keeps_is_read_again_for_the_network_and_for_each_unit()
    {
        using (var writer = Write(transaction =>
        {
            transaction.PutAnswer(Filters);
            transaction.PutAnswers<LinksAnswer, LinksAnswer>(1, [new("mixed2:0", null, [new("conv1:3", 0.25f, 1)], []), new("mixed2:1", null, [], [])]);
        }))
            Assert.True(writer.HasAnswer<FiltersAnswer>() && !writer.HasAnswer<LevelsAnswer>());

        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        var read = atlas.Answer<FiltersAnswer>()!;
        Assert.Equal(Filters.Sentences, read.Sentences);
        Assert.True(double.IsNaN(read.Filters[0].Best!.Fit) && read.Filters[1].Best is null);
        Assert.Equal(-123.5, read.Filters[0].Best!.Parameters["phase"]);
        Assert.Null(atlas.Answer<LevelsAnswer>());
        Assert.Equal(new WeightedUnit("conv1:3", 0.25f, 1), Assert.Single(atlas.Answer<LinksAnswer, LinksAnswer>(1, 0)!.BuiltFrom));
        Assert.Equal("mixed2:1", atlas.Answer<LinksAnswer, LinksAnswer>(1, 1)!.Unit);
        Assert.Null(atlas.Answer<LinksAnswer, LinksAnswer>(1, 2));
        Assert.Null(atlas.Answer<LinksAnswer, LinksAnswer>(0, 0));
    }

    [Theory]
    [InlineData("""{"summary":"In short."}""")]
    [InlineData("""{"file":null,"summary":null,"sentences":[],"noise":0,"families":[],"filters":[]}""")]
    [InlineData("null")]
    [InlineData("{")]
    public void An_answer_that_misses_something_is_damage(string kept)
    {
        Write(transaction => transaction.PutAnswer(Filters)).Dispose();
        using (var writer = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity)) writer.Execute($"UPDATE results SET value = '{kept}' WHERE name = 'answer/filters'");

        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        Assert.Contains("is damaged", Assert.Throws<AtlasException>(() => atlas.Answer<FiltersAnswer>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_later_percept_adds_is_left_alone()
    {
        Write(transaction => transaction.PutAnswer(Filters)).Dispose();
        using (var writer = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity)) writer.Execute("UPDATE results SET value = replace(value, '{\"verdict\"', '{\"more\":[1],\"verdict\"') WHERE name = 'answer/filters'");

        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        Assert.Equal("In short.", atlas.Answer<FiltersAnswer>()!.Summary);
    }

    [Fact]
    public void How_a_picture_becomes_the_input_is_kept_as_data()
    {
        var identity = SampleAtlas.Identity with { Preprocessing = new() { Range = [0, 255], Mean = [103.94, 116.78, 123.68], Channels = ChannelOrder.Bgr, Layout = Layout.Nhwc, Inputs = new() { ["sizes"] = "96,96" } } };
        Atlas.OpenWrite(folder["a.percept"], identity).Dispose();

        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        Assert.Equal(identity, atlas.Identity);
        Assert.Equal("--range=0,255 --mean=103.94,116.78,123.68 --channels=bgr --layout=nhwc --input=sizes=96,96", atlas.Identity.Preprocessing.ToArguments());
    }

    AtlasWriter Write(Action<AtlasTransaction> content)
    {
        var writer = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity);
        writer.Write(new("layers"), transaction => transaction.PutLayers(SampleAtlas.Layers));
        writer.Write(new("answers"), content);
        return writer;
    }
}
