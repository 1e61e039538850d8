using Percept.Atlases;
using Percept.Tests.Imaging;

namespace Percept.Tests.Cli;

/// <summary>Ctrl+C and a scheduler's signal: what is finished is kept, and the same command goes on.</summary>
public sealed class InterruptionTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Optimize_keeps_what_is_finished_and_ends_with_the_bytes_of_an_undisturbed_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by /bin/sh.");
        string[] command = ["optimize", TinyNetwork.Write(folder), "--size=32", "--steps", "2500", "--batch", "1", "-o", folder["out/x"], "--objective", "conv1:0", "conv1:1", "conv1:2"];
        using var running = PerceptCommand.Start(command);
        await Until(() => Directory.Exists(folder["out/x"]) && Directory.GetFiles(folder["out/x"], "*.json").Length > 0);

        await PerceptCommand.SignalAsync(running, "INT");
        var ran = await PerceptCommand.EndAsync(running);

        Assert.EndsWith("the same command continues from there.", ran.Assert(75).Messages.Trim(), StringComparison.Ordinal);
        var files = Directory.GetFiles(folder["out/x"]);
        Assert.All(files, file => Assert.Contains(Path.GetExtension(file), (string[])[".png", ".json"]));
        Assert.InRange(files.Length, 2, 4);

        var first = File.GetLastWriteTimeUtc(files.First(file => file.Contains("conv1-0", StringComparison.Ordinal)));
        (await PerceptCommand.RunAsync(command)).Assert(0);
        Assert.Equal(6, Directory.GetFiles(folder["out/x"]).Length);

        // As if nothing had happened: the same bytes.
        string[] undisturbed = [.. command.Select(word => word == folder["out/x"] ? folder["out/y"] : word)];
        (await PerceptCommand.RunAsync(undisturbed)).Assert(0);
        foreach (var picture in Directory.GetFiles(folder["out/y"], "*.png"))
            Assert.Equal(File.ReadAllBytes(picture), File.ReadAllBytes(Path.Combine(folder["out/x"], Path.GetFileName(picture))));
        Assert.Equal(first, File.GetLastWriteTimeUtc(files.First(file => file.Contains("conv1-0", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Atlas_keeps_what_is_finished()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by /bin/sh.");
        string[] command = ["atlas", TinyNetwork.Write(folder), "--images", TinyNetwork.Images(folder), "--size=32", "--units", "1", "--steps", "400", "-o", folder["a.percept"]];
        using var running = PerceptCommand.Start(command);
        await Until(() => IsDone("optimized/0"));

        await PerceptCommand.SignalAsync(running, "TERM");
        (await PerceptCommand.EndAsync(running)).Assert(75);

        Assert.Equal([folder["a.percept"]], Directory.GetFiles(folder.Path, "a.percept*"));
        Assert.True(IsDone("matching"));
        Assert.False(IsDone("figure"));
        (await PerceptCommand.RunAsync(command)).Assert(0);
        Assert.True(IsDone("figure"));
    }

    bool IsDone(string piece)
    {
        try
        {
            using var atlas = Atlas.OpenRead(folder["a.percept"]);
            return atlas.Pieces().Any(done => done.Name == piece);
        }
        catch (AtlasException)
        {
            return false;
        }
    }

    static async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
