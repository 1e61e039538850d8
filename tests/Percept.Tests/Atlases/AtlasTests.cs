using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Percept.Atlases;

namespace Percept.Tests.Atlases;

public sealed class AtlasTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        using var atlas = Atlas.OpenRead(SampleAtlas.Build(folder["a.percept"]));

        Assert.Equal(SampleAtlas.Identity, atlas.Identity);
        Assert.InRange(atlas.Created, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow);
        Assert.Equal(SampleAtlas.Layers, atlas.Layers());
        Assert.Equal(SampleAtlas.HostileImage, atlas.Images([3]).Single().Name);
        Assert.Equal(24, atlas.Images().Count);
        Assert.Equal(Drawing.Scene(3, 96), atlas.Picture(3));
        Assert.Equal(Enumerable.Range(1, 9), atlas.Examples(1, unit: 4).Select(example => example.Rank));
        Assert.Equal(22 * 9, atlas.Examples(1).Count);
        Assert.Equal([5, 11], atlas.Statistics(1).Where(unit => unit.IsDead).Select(unit => unit.Unit));
        Assert.Equal([1, -1], atlas.Optimized(1, 4).Select(image => image.Sign));
        Assert.Equal(Drawing.Pattern(104, 128), atlas.OptimizedPng(atlas.Optimized(1, 4)[0].Id));
        Assert.Equal(12, atlas.Filters().Count);
        Assert.Equal(Drawing.Pattern(902, 7), atlas.FilterPng(2));
        Assert.Equal(["broken<script>.jpg", "notes.txt"], atlas.Skipped().Select(file => file.File));
        Assert.Equal(Drawing.Pattern(1, 320), atlas.Figure());
        Assert.StartsWith("Low layers", atlas.Summary(), StringComparison.Ordinal);
        Assert.Null(atlas.Picture(999));
    }

    [Fact]
    public void A_new_atlas_is_empty_and_says_so()
    {
        using var atlas = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity);

        Assert.Empty(atlas.Layers());
        Assert.Empty(atlas.Pieces());
        Assert.Null(atlas.Figure());
        Assert.Null(atlas.Summary());
        Assert.Empty(atlas.Optimized());
    }

    [Property(MaxTest = 30)]
    public void Matching_of_any_numbers_is_read_back_and_written_again_without_change(float[] activations, double mean, double deviation, int y, int x)
    {
        var statistics = new UnitStatistics(0, 3, activations.Length, mean, deviation, -mean, double.NegativeInfinity, double.NaN, activations.Length);
        var examples = activations.Select((activation, i) => new ExampleRecord(0, 3, i + 1, 0, activation, y, x, new(-y, x, y, -x))).ToArray();
        var path = folder[$"{Guid.NewGuid()}.percept"];

        using var atlas = Atlas.OpenWrite(path, SampleAtlas.Identity);
        for (var time = 0; time < 2; time++)
            atlas.Write(new("all"), t =>
            {
                t.PutLayers(SampleAtlas.Layers);
                t.PutImage(new(0, "a", "b", 1, 2), [1, 2]);
                t.PutMatching(0, [statistics], examples);
            });

        Assert.Equal(examples, atlas.Examples(0));
        Assert.Equal([statistics], atlas.Statistics(0));
    }

    [Property(MaxTest = 30)]
    public void Any_names_and_texts_are_read_back(NonNull<string> name, NonNull<string> tensor, NonNull<string> text, long seed, byte[] png)
    {
        var layer = SampleAtlas.Layers[0] with { Name = name.Get, Tensor = tensor.Get };
        var image = new OptimizedImage
        {
            Id = 1,
            Layer = 0,
            Unit = 2,
            Sign = -1,
            Seed = seed,
            Steps = 1,
            Size = 2,
            Recipe = text.Get,
            RecipeHash = name.Get,
            Activation = float.NaN,
            Command = text.Get,
        };
        using var atlas = Atlas.OpenWrite(folder[$"{Guid.NewGuid()}.percept"], SampleAtlas.Identity);
        atlas.Write(new(name.Get, text.Get), t =>
        {
            t.PutLayers([layer]);
            t.PutOptimized(image, png);
            t.PutSummary(text.Get);
        });

        Assert.Equal(layer, atlas.Layer(name.Get));
        Assert.Equal(image, atlas.Optimized().Single());
        Assert.Equal(png, atlas.OptimizedPng(1));
        Assert.Equal(text.Get, atlas.Summary());
        Assert.True(atlas.IsDone(new(name.Get, text.Get)));
    }

    [Fact]
    public void The_same_optimised_image_again_keeps_its_id_and_another_seed_stands_beside_it()
    {
        using var atlas = Atlas.OpenWrite(SampleAtlas.Build(folder["a.percept"]), SampleAtlas.Identity);
        var image = atlas.Optimized(1, 2).Single();

        atlas.Write(new("again"), t => t.PutOptimized(image with { Activation = 99 }, [1, 2, 3]));
        atlas.Write(new("another"), t => t.PutOptimized(image with { Seed = 8 }, [4]));
        atlas.Write(new("trust"), t => t.PutTrust(image.Id, """{"agrees":true}"""));

        Assert.Equal([7, 8], atlas.Optimized(1, 2).Select(found => found.Seed));
        Assert.Equal(image with { Activation = 99, Trust = """{"agrees":true}""" }, atlas.Optimized(1, 2)[0]);
        Assert.Equal([1, 2, 3], atlas.OptimizedPng(image.Id));
    }

    [Fact]
    public void A_piece_is_done_only_with_what_it_depended_on()
    {
        using var atlas = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity);
        atlas.Write(new("matching/conv1", "recipe 1"), t => { });
        Assert.True(atlas.IsDone(new("matching/conv1", "recipe 1")));
        Assert.False(atlas.IsDone(new("matching/conv1", "recipe 2")));

        atlas.Write(new("matching/conv1", "recipe 2"), t => { });
        Assert.False(atlas.IsDone(new("matching/conv1", "recipe 1")));
        Assert.Equal([new("matching/conv1", "recipe 2")], atlas.Pieces());
    }

    [Fact]
    public void A_piece_that_fails_leaves_nothing()
    {
        using var atlas = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity);

        Assert.Throws<OperationCanceledException>(() => atlas.Write(new("half"), t =>
        {
            t.PutSummary("half");
            throw new OperationCanceledException();
        }));

        Assert.Null(atlas.Summary());
        Assert.False(atlas.IsDone(new("half")));
        atlas.Write(new("whole"), t => t.PutSummary("whole"));
        Assert.Equal("whole", atlas.Summary());
    }

    [Fact]
    public void A_reader_sees_pieces_as_they_are_finished()
    {
        using var writer = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity);
        using var reader = Atlas.OpenRead(folder["a.percept"]);

        writer.Write(new("first"), t =>
        {
            t.PutSummary("first");
            Assert.Null(reader.Summary());
        });
        Assert.Equal("first", reader.Summary());
    }

    [Fact]
    public void Twenty_seven_thousand_examples_are_all_kept()
    {
        using var atlas = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity);
        var layer = SampleAtlas.Layers[0] with { Channels = 3000 };

        atlas.Write(new("matching"), t =>
        {
            t.PutLayers([layer]);
            for (var i = 0; i < 9; i++) t.PutImage(new(i, "a", "b", 1, 1), []);
            t.PutMatching(0,
                Enumerable.Range(0, 3000).Select(unit => new UnitStatistics(0, unit, 10, 1, 1, 0, 2, 0.5)),
                Enumerable.Range(0, 27000).Select(i => new ExampleRecord(0, i / 9, i % 9 + 1, i % 9, i, 1, 2, new(1, 2, 3, 4))));
        });

        Assert.Equal(27000, atlas.Examples(0).Count);
    }

    [Fact]
    public void Units_are_found_by_address_and_wrong_ones_get_the_nearest_names()
    {
        using var atlas = Atlas.OpenRead(SampleAtlas.Build(folder["a.percept"]));

        Assert.Equal((SampleAtlas.Layers[1], 4), atlas.Unit("mixed2:4"));
        Assert.Equal((SampleAtlas.Layers[0], 4), atlas.Unit("model/conv1/Relu:0:4"));
        Assert.Equal((SampleAtlas.Layers[2], 0), atlas.Unit(SampleAtlas.HostileLayer + ":0"));
        Assert.Contains("The nearest names are mixed2,", Assert.Throws<AtlasException>(() => atlas.Unit("mixd2:4")).Message, StringComparison.Ordinal);
        Assert.Contains("from mixed2:0 to mixed2:23", Assert.Throws<AtlasException>(() => atlas.Unit("mixed2:24")).Message, StringComparison.Ordinal);
        Assert.Contains("is not a unit", Assert.Throws<AtlasException>(() => atlas.Unit("mixed2")).Message, StringComparison.Ordinal);
    }
}
