using System.Text.Json;
using Percept.Atlases;
using Percept.Building;
using Percept.Imaging;
using Percept.Networks;
using Percept.Pipeline;
using Percept.Tests.Cli;

namespace Percept.Tests.Building;

public sealed class TrustStageTests : IDisposable
{
    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_optimised_image_carries_trust_and_is_measured_once()
    {
        var network = Network.Load(TinyNetwork.Write(folder), new() { Size = [32, 32] });
        var images = new ImageFolder(TinyNetwork.Images(folder));
        await BuildAsync(Stages.All & ~Stages.Trust);
        Assert.All(Made(), image => Assert.Null(image.Trust));

        var report = await BuildAsync(Stages.All);
        Assert.Contains(report.Stages, stage => stage.Name == "trust");
        var made = Made();
        Assert.NotEmpty(made);
        Assert.All(made, image => Assert.Equal(JsonValueKind.Number, JsonDocument.Parse(image.Trust!).RootElement.GetProperty("robust_activation_ratio").ValueKind));

        using (var atlas = Atlas.OpenWrite(folder["a.percept"], Identity()))
            atlas.Write(new("mark"), transaction => transaction.PutTrust(made[0].Id, """{"activation_ratio":-7}"""));
        await BuildAsync(Stages.All);
        Assert.Contains("-7", Made()[0].Trust, StringComparison.Ordinal);

        var shown = (await PerceptCommand.RunAsync("show", folder["a.percept"], $"{network.Layers[made[1].Layer].Name}:{made[1].Unit}", "--json")).Assert(0).Json;
        Assert.Equal(JsonValueKind.Number, shown.GetProperty("optimized")[0].GetProperty("trust").GetProperty("robust_activation_ratio").ValueKind);

        Task<BuildReport> BuildAsync(Stages stages) => AtlasBuilder.BuildAsync(network, images, folder["a.percept"], new() { Stages = stages, Steps = 12, UnitsPerLayer = 3 }, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Optimize_states_trust_where_there_is_an_atlas_of_the_network()
    {
        var model = TinyNetwork.Write(folder);
        (await PerceptCommand.RunAsync("match", model, "--images", TinyNetwork.Images(folder), "--size=32", "-o", folder["a.percept"])).Assert(0);

        var json = (await PerceptCommand.RunAsync("optimize", model, "--objective", "conv2:1", "conv1", "--size=32", "--steps", "12", "--atlas", folder["a.percept"], "-o", folder["out"], "--json")).Assert(0).Json;

        var (unit, layer) = (json.GetProperty("results")[0].GetProperty("trust"), json.GetProperty("results")[1].GetProperty("trust"));
        Assert.Equal(JsonValueKind.Number, unit.GetProperty("activation_ratio").ValueKind);
        Assert.Equal(JsonValueKind.Null, layer.GetProperty("activation_ratio").ValueKind);
        Assert.Contains("one unit", layer.GetProperty("reasons").GetProperty("activation_ratio").GetString(), StringComparison.Ordinal);

        var other = TinyNetwork.Write(folder, "other.onnx", TinyNetwork.Model(activation: "Tanh"));
        Assert.Contains("another network", (await PerceptCommand.RunAsync("optimize", other, "--objective", "conv2:1", "--size=32", "--steps", "2", "--atlas", folder["a.percept"], "-o", folder["out"])).Refused());
    }

    IReadOnlyList<OptimizedImage> Made()
    {
        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        return atlas.Optimized();
    }

    AtlasIdentity Identity()
    {
        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        return atlas.Identity;
    }
}
