using Percept.Networks;
using Percept.Pipeline;
using Percept.Tests.Cli;

namespace Percept.Tests.Building;

public sealed class OverlappingStagesTests : IDisposable
{
    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>With five processors two stages are at work at once.</summary>
    [Fact]
    public async Task The_atlas_is_the_same_to_the_last_byte_however_many_processors_build_it()
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        var images = new Percept.Imaging.ImageFolder(TinyNetwork.Images(folder));
        foreach (var count in new[] { 1, 5 })
        {
            var report = await AtlasBuilder.BuildAsync(
                network.On(Device.Cpu.With(new(count))), images, folder[$"{count}.percept"], new() { Steps = 6, UnitsPerLayer = 3, EffectiveUnits = null, Command = "percept atlas" }, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Empty(report.Missing);
            Assert.All(report.Stages, stage => Assert.InRange(stage.ProcessorSeconds, 0, (count * stage.Seconds) + 0.1));
        }

        Assert.Equal(File.ReadAllBytes(folder["1.percept"]), File.ReadAllBytes(folder["5.percept"]));
    }
}
