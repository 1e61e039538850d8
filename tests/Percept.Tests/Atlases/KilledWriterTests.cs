using System.Diagnostics;
using Percept.Atlases;

namespace Percept.Tests.Atlases;

public sealed class KilledWriterTests : IDisposable
{
    const string WhereToWrite = "PERCEPT_TEST_KILLED_WRITER";
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task An_atlas_opens_after_its_writer_was_killed_and_every_marked_piece_is_whole(int seed)
    {
        var (path, random) = (folder["a.percept"], new Random(seed));
        var before = 0;
        for (var round = 0; round < 3; round++)
        {
            await KillWriter(path, TimeSpan.FromMilliseconds(random.Next(1, 250)));

            using (var atlas = Atlas.OpenRead(path))
            {
                var pieces = atlas.Pieces().Where(piece => piece.Name.StartsWith("unit", StringComparison.Ordinal)).ToArray();
                foreach (var piece in pieces) AssertWhole(atlas, int.Parse(piece.DependsOn));
                Assert.Equal(pieces.Length, atlas.Optimized().Count);
                Assert.True(pieces.Length >= before, $"{before} pieces were done, and {pieces.Length} are left");
                before = pieces.Length;
            }
            using (var atlas = Atlas.OpenWrite(path, SampleAtlas.Identity)) atlas.Write(new("after"), t => t.PutSummary("Somebody else could write."));
        }
        Assert.True(before > 0, "The writer never finished a piece.");
    }

    /// <summary>The process that is killed: it writes pieces until somebody ends it.</summary>
    [Fact(Explicit = true)]
    public void The_writer_that_is_killed()
    {
        if (Environment.GetEnvironmentVariable(WhereToWrite) is not { } path) return;
        using var atlas = Atlas.OpenWrite(path, SampleAtlas.Identity);
        var random = new Random(0);
        atlas.Write(new("layers"), t => t.PutLayers(SampleAtlas.Layers));
        for (var i = 0; ; i++)
        {
            var bytes = new byte[random.Next(1, 200_000)];
            Array.Fill(bytes, (byte)i);
            atlas.Write(new($"unit/{i}", $"{i}"), t =>
            {
                t.PutImage(new(i, $"{i}", $"{bytes.Length}", bytes.Length, 1), bytes);
                t.PutOptimized(new() { Layer = 0, Unit = i, Steps = bytes.Length, Size = 1, Recipe = "", RecipeHash = "", Activation = i }, bytes);
                t.PutMatching(0, [], Enumerable.Range(1, 9).Select(rank => new ExampleRecord(0, i, rank, i, i, 0, 0, default)));
            });
        }
    }

    static void AssertWhole(Atlas atlas, int i)
    {
        var image = atlas.Optimized(0, i).Single();
        var png = atlas.OptimizedPng(image.Id)!;
        Assert.Equal(image.Steps, png.Length);
        Assert.All(png.Distinct(), b => Assert.Equal((byte)i, b));
        Assert.Equal(png, atlas.Picture(i));
    }

    static async Task KillWriter(string path, TimeSpan after)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { typeof(KilledWriterTests).Assembly.Location, "-explicit", "only", "-method", $"*.{nameof(The_writer_that_is_killed)}" })
            start.ArgumentList.Add(argument);
        start.Environment[WhereToWrite] = path;
        using var writer = Process.Start(start)!;
        var said = writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        // The lock stands as soon as the atlas is being opened.
        while (!File.Exists(path + ".lock") && !writer.HasExited) await Task.Delay(5, TestContext.Current.CancellationToken);
        await Task.Delay(after, TestContext.Current.CancellationToken);
        while (!IsAtlas(path) && !writer.HasExited) await Task.Delay(5, TestContext.Current.CancellationToken);

        if (writer.HasExited) Assert.Fail($"The writer ended by itself: {await said}");
        writer.Kill();
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    static bool IsAtlas(string path)
    {
        try
        {
            using var atlas = Atlas.OpenRead(path);
            return atlas.IsDone(new("unit/0", "0"));
        }
        catch (AtlasException)
        {
            return false;
        }
    }
}
