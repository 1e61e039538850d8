using System.Runtime.CompilerServices;

namespace Percept.Tests.Architecture;

/// <summary>What the tree promises a newcomer.</summary>
public sealed class ProjectTests
{
    [Theory]
    [InlineData("using Microsoft.ML.OnnxRuntime", "src/Percept/Networks/")]
    [InlineData("using NetVips", "src/Percept/Imaging/")]
    [InlineData("using Microsoft.Data.Sqlite", "src/Percept/Atlases/")]
    [InlineData("using Google.Protobuf", "src/Percept.Onnx/")]
    public void Each_native_library_is_named_in_one_folder(string directive, string folder)
    {
        var named = Sources().Where(file => File.ReadLines(file).Any(line => line.StartsWith(directive, StringComparison.Ordinal))).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, file => Assert.Contains(folder, file.Replace('\\', '/'), StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_depend_on_each_other_in_one_direction()
    {
        Assert.Equal([], ReferencesOf(typeof(Percept.Onnx.Graphs.Graph)));
        Assert.Equal(["Percept.Onnx"], ReferencesOf(typeof(Percept.Networks.Network)));
        Assert.DoesNotContain("Percept.Cli", ReferencesOf(typeof(Percept.Explorer.SiteServer)));
    }

    static IEnumerable<string> ReferencesOf(Type type) =>
        type.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Percept", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    static IEnumerable<string> Sources([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src")), "*.cs", SearchOption.AllDirectories);
}
