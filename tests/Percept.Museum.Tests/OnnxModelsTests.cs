using Percept.Tests;
using Percept.Tests.Cli;

namespace Percept.Museum.Tests;

/// <summary>ONNX's own models, as Debian packages them: single layers and operators of PyTorch's exporter, and in newer versions the model zoo's graphs without their weights (`light`).</summary>
public sealed class OnnxModelsTests
{
    const string Data = "/usr/share/libonnx-testdata/data";

    [Fact]
    public async Task Each_is_inspected_or_refused_with_a_sentence()
    {
        DebianPackage.Require(Data, "libonnx-testdata");
        var models = ((string[])["pytorch-converted", "pytorch-operator", "simple", "light"]).Select(name => Path.Join(Data, name)).Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.onnx", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToArray();
        List<string> failed = [];
        foreach (var model in models)
            if (await PerceptCommand.RunAsync("inspect", model, "--json") is { Code: not (0 or 3) } ran)
                failed.Add($"{Path.GetRelativePath(Data, model)} ends with {ran.Code}: {ran.Messages}");

        Assert.True(models.Length > 100, $"{models.Length} models");
        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }
}
