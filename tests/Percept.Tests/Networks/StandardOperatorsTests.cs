using System.Collections.Concurrent;
using Percept.Imaging;
using Percept.Networks;
using Percept.Pipeline;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Training;
using Percept.Training;
using Percept.Visualization;
using Percept.Watching;

namespace Percept.Tests.Networks;

/// <summary>Off the CPU there are ONNX's own operators alone: kernels of ours run nowhere else, and the runtime's own differ from device to device.</summary>
public sealed class StandardOperatorsTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly ConcurrentDictionary<string, int> seen = new(StringComparer.Ordinal);
    readonly Device device;

    public StandardOperatorsTests() => device = Device.Plain.Watched(node => seen.AddOrUpdate(node.Operator, 1, (_, count) => count + 1));

    [Theory, InlineData(false), InlineData(true)]
    public async Task All_that_an_atlas_is_made_of_runs_on_every_device(bool isTransformer)
    {
        var network = isTransformer ? Network.Load(Visualization.TinyTransformer.WriteVision(folder, others: 1)) : Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        var images = TinyNetwork.Images(folder);

        var report = await AtlasBuilder.BuildAsync(network.On(device), new ImageFolder(images), folder["a.percept"], new() { Steps = 4, UnitsPerLayer = 1, SurveyImages = 12 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(report.Missing);
        OnlyStandard("ReduceMax", "ArgMax", isTransformer ? "MatMul" : "Conv", "GridSample");
    }

    [Fact]
    public void Watching_runs_on_every_device()
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        var picture = Picture.Decode(Atlases.Drawing.Scene(3, 32), "scene");
        using var fast = new Watcher(network);
        using var plain = new Watcher(network.On(device));

        fast.Look(picture);
        plain.Look(picture);

        foreach (var (expected, found) in fast.Summaries().SelectMany(units => units).Zip(plain.Summaries().SelectMany(units => units)))
        {
            Assert.Equal(expected.Max, found.Max, 1e-4);
            Assert.Equal(expected.Min, found.Min, 1e-4);
        }

        OnlyStandard("ReduceMax", "ArgMin");
    }

    [Theory]
    [InlineData("""{"transparent":true}""")]
    [InlineData("""{"transforms":[{"kind":"crop"},{"kind":"noise"}],"rules":"guided"}""")]
    public async Task What_climbs_on_the_host_asks_the_device_for_standard_operators(string recipe)
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] }).On(device);
        await foreach (var found in Optimizer.RunAsync(network, [Objective.Parse("conv2:1")], Recipe.FromJson(recipe) with { Steps = 2 }, cancellationToken: TestContext.Current.CancellationToken)) Assert.NotNull(found);

        OnlyStandard("Conv");
    }

    [Fact]
    public void A_step_of_training_runs_on_every_device()
    {
        using var step = new TrainingStep(SmallNetwork.Classifier(), new AdamW(), SmallNetwork.Batch, 0.1, null, device);
        SmallNetwork.Fill(step, 1);

        Assert.True(float.IsFinite(step.Run(1, 0.01, 0.9).Loss));
        OnlyStandard("Conv");
    }

    void OnlyStandard(params string[] expected)
    {
        // An operator of another domain than ONNX's is written with it.
        Assert.DoesNotContain(seen.Keys, name => name.Contains("::", StringComparison.Ordinal));
        Assert.All(expected, name => Assert.Contains(name, seen.Keys));
    }

    public void Dispose() => folder.Dispose();
}
