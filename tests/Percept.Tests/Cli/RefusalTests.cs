using Microsoft.Data.Sqlite;
using Percept.Numerics;
using Percept.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Cli;

/// <summary>Bad input: each has its sentence and its exit code, and nothing is left half-written.</summary>
public sealed class RefusalTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_is_no_model() => Assert.Contains("x.onnx", await RefusedAsync("inspect", folder.Write("x.onnx", "not a model at all"u8.ToArray())));

    [Fact]
    public async Task A_model_that_is_not_there() => Assert.Contains("missing.onnx", await RefusedAsync("inspect", folder["missing.onnx"]));

    [Fact]
    public async Task A_truncated_model() => Assert.Contains("x.onnx", await RefusedAsync("inspect", folder.Write("x.onnx", TinyNetwork.Model().Bytes[..900])));

    [Theory, InlineData("Frobnicate"), InlineData("my.domain::Frobnicate")]
    public async Task An_unknown_operator_between_image_and_objective(string operation)
    {
        var model = TinyNetwork.Model().Node(operation.Split("::")[^1], ["output"], ["odd"]).Output("odd");
        if (operation.Contains("::", StringComparison.Ordinal))
        {
            model.Proto.Graph.Node[^1].Domain = "my.domain";
            model.Proto.OpsetImport.Add(new Percept.Onnx.Protos.OperatorSetIdProto { Domain = "my.domain", Version = 1 });
        }

        NpyFile.Write(folder["x.npy"], new([1, 3, 16, 16], new float[3 * 16 * 16]));

        Assert.Contains("Frobnicate", await RefusedAsync("optimize", folder.Write("x.onnx", model.Bytes), "--size=32", "--steps=1", "--objective=odd:0", "-o", folder["out"]));
        Assert.Contains("Frobnicate", await RefusedAsync("gradient", folder.Write("x.onnx", model.Bytes), "--of", "odd", "--input", folder["x.npy"], "-o", folder["dx.npy"]));
        Assert.False(File.Exists(folder["dx.npy"]));
    }

    [Theory, InlineData("gone.bin", "gone.bin"), InlineData("../outside.bin", "outside"), InlineData("link.bin", "link.bin")]
    public async Task External_weights_that_may_not_be_read(string location, string named)
    {
        folder.Write("outside.bin", new byte[4096]);
        Directory.CreateDirectory(folder["model/x"]);
        File.CreateSymbolicLink(folder["model/link.bin"], folder["outside.bin"]);
        var model = TinyNetwork.Model();
        var weight = model.Proto.Graph.Initializer[0];
        weight.ClearRawData();
        weight.DataLocation = Percept.Onnx.Protos.TensorProto.Types.DataLocation.External;
        weight.ExternalData.Add(new Percept.Onnx.Protos.StringStringEntryProto { Key = "location", Value = location });

        Assert.Contains(named, await RefusedAsync("inspect", folder.Write("model/m.onnx", model.Bytes)));
    }

    [Fact]
    public async Task A_model_made_to_do_harm() => Assert.Contains("does not slide over 2", await RefusedAsync("inspect", folder.Write(
        "x.onnx", new TestModel().Input("x", 1, 3, 8, 8).Weight("w", Runtime.Noise(1, 4, 3, 3, 3, 3)).Node("Conv", ["x", "w"], ["y"]).Output("y").Bytes)));

    [Fact]
    public async Task A_network_without_an_image_input() => Assert.Contains("no image input", await RefusedAsync(
        "inspect", folder.Write("x.onnx", new TestModel().Input("x", 1, 10).Node("Relu", ["x"], ["y"]).Output("y").Bytes)));

    [Fact]
    public async Task A_size_that_the_network_cannot_take()
    {
        var model = new TestModel().Input("image", 1, 3, 16, 16).Weight("w", Runtime.Noise(1, 768, 4))
            .Node("Flatten", ["image"], ["flat"]).Node("MatMul", ["flat", "w"], ["y"]).Output("y");

        Assert.Contains("cannot take images of 17x16 pixels", await RefusedAsync("inspect", folder.Write("x.onnx", model.Bytes), "--size=17,16"));
    }

    [Fact]
    public async Task A_folder_without_images()
    {
        Directory.CreateDirectory(folder["empty/x"]);
        Assert.Contains("holds no image file", await RefusedAsync("match", TinyNetwork.Write(folder), "--images", folder["empty"], "-o", folder["a.percept"]));
        Assert.Contains("does not exist", await RefusedAsync("atlas", TinyNetwork.Write(folder), "--images", folder["gone"], "-o", folder["a.percept"]));
        Assert.False(File.Exists(folder["a.percept"]));
    }

    [Theory, InlineData("convv1:0", "conv1"), InlineData("conv1:6", "0 to 5"), InlineData("conv2:1@99,0", "0,0 to 55,55"), InlineData("label:cat", "class names are not known")]
    public async Task A_layer_unit_or_place_that_does_not_exist(string objective, string said)
    {
        Assert.Contains(said, await RefusedAsync("optimize", TinyNetwork.Write(folder), "--size=32", "--objective", objective, "-o", folder["out"]));
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory, InlineData("outptu:0", "output"), InlineData("output:5", "0 to 4"), InlineData("conv1:1@8,0", "0 to 7"), InlineData("label:cat", "class names")]
    public async Task A_tensor_or_unit_that_a_gradient_cannot_be_taken_of(string objective, string said)
    {
        NpyFile.Write(folder["x.npy"], new([1, 3, 16, 16], new float[3 * 16 * 16]));
        Assert.Contains(said, await RefusedAsync("gradient", TinyNetwork.Write(folder), "--of", objective, "--input", folder["x.npy"], "-o", folder["dx.npy"]));
        Assert.False(File.Exists(folder["dx.npy"]));
    }

    [Fact]
    public async Task An_input_that_does_not_fit()
    {
        NpyFile.Write(folder["x.npy"], new([1, 4, 16, 16], new float[4 * 16 * 16]));
        Assert.Contains("1x4x16x16", await RefusedAsync("gradient", TinyNetwork.Write(folder), "--of", "conv1", "--input", folder["x.npy"], "-o", folder["dx.npy"]));
        Assert.Contains("no.npy", await RefusedAsync("gradient", TinyNetwork.Write(folder), "--of", "conv1", "--input", folder["no.npy"], "-o", folder["dx.npy"]));
    }

    [Fact]
    public async Task A_unit_that_the_atlas_does_not_have()
    {
        var atlas = Atlases.SampleAtlas.Build(folder["sample.percept"]);
        Assert.Contains("mixed2", await RefusedAsync("show", atlas, "mixd2:4"));
        Assert.Contains("has no unit 99", await RefusedAsync("show", atlas, "mixed2:99"));
        Assert.Contains("is not a unit", await RefusedAsync("show", atlas, "mixed2"));
    }

    [Fact]
    public async Task A_file_that_is_no_atlas()
    {
        var file = folder.Write("a.percept", "nothing"u8.ToArray());
        foreach (var command in new string[][] { ["show", file, "a:0"], ["figure", file, "-o", folder["f.png"]], ["serve", file], ["export", file, "-o", folder["site"]] })
            Assert.Contains("is not an atlas", await RefusedAsync(command));
        Assert.Contains("There is no atlas", await RefusedAsync("figure", folder["gone.percept"], "-o", folder["f.png"]));
        Assert.False(File.Exists(folder["f.png"]));
        Assert.False(Directory.Exists(folder["site"]));
    }

    [Theory]
    [InlineData("""{"range":[0,1]""", "{\"range\":\"zero\"", "is damaged")]
    [InlineData("\"layout\":\"Nchw\"", "\"layout\":\"spiral\"", "is damaged")]
    [InlineData("""{"range":[0,1]""", """{"range":[0]""", "A range is two numbers")]
    public async Task An_atlas_that_says_of_its_network_what_cannot_be_understood(string said, string instead, string reason)
    {
        (await PerceptCommand.RunAsync("match", TinyNetwork.Write(folder), "--images", TinyNetwork.Images(folder, 2), "--size=32", "-o", folder["a.percept"])).Assert(0);
        using (var connection = new SqliteConnection($"Data Source={folder["a.percept"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE about SET value = replace(value, $said, $instead) WHERE name = 'identity'";
            command.Parameters.AddWithValue("$said", said);
            command.Parameters.AddWithValue("$instead", instead);
            command.ExecuteNonQuery();
        }

        Assert.Contains(reason, await RefusedAsync("show", folder["a.percept"], "conv1:0", "--model", folder["tiny.onnx"]));
    }

    [Fact]
    public async Task An_atlas_of_another_model()
    {
        var images = TinyNetwork.Images(folder);
        (await PerceptCommand.RunAsync("match", TinyNetwork.Write(folder), "--images", images, "--size=32", "-o", folder["a.percept"])).Assert(0);
        var before = File.ReadAllBytes(folder["a.percept"]);

        Assert.Contains("is the atlas of tiny.onnx", await RefusedAsync("match", TinyNetwork.Write(folder, "other.onnx", TinyNetwork.Model(activation: "Tanh")), "--images", images, "--size=32", "-o", folder["a.percept"]));
        Assert.Equal(before, File.ReadAllBytes(folder["a.percept"]));
    }

    [Fact]
    public async Task A_site_over_somebodys_own_files()
    {
        folder.Write("mine/thesis.txt", [1]);
        Assert.Contains("thesis.txt", await RefusedAsync("export", Atlases.SampleAtlas.Build(folder["sample.percept"]), "-o", folder["mine"]));
    }

    [Fact]
    public async Task A_recipe_that_is_none() => Assert.Contains("recipe.json", await RefusedAsync(
        "optimize", TinyNetwork.Write(folder), "--objective=conv1:0", "--recipe", folder.Write("recipe.json", "{steps"u8.ToArray()), "-o", folder["out"]));

    [Fact]
    public async Task A_place_that_cannot_be_written() => Assert.Contains("cannot be used", await RefusedAsync(
        "filters", TinyNetwork.Write(folder), "-o", Path.Combine(folder.Write("file", [1]), "f.png")));

    [Fact]
    public void A_full_disk_can_be_gone_on_after()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        var error = Assert.ThrowsAny<IOException>(() =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            full.Write([1]);
        });

        var (code, sentence) = Failures.Describe(error);

        Assert.Equal(75, code);
        Assert.Contains("Free some space", sentence);
    }

    [Fact]
    public void What_should_not_happen_is_told_with_how_to_report_it()
    {
        var (code, sentence) = Failures.Describe(new InvalidOperationException("Odd."));

        Assert.Equal(70, code);
        Assert.Contains("Please report it", sentence);
        Assert.Contains("PERCEPT_TRACE=1", sentence);
    }

    async Task<string> RefusedAsync(params string[] args)
    {
        var said = (await PerceptCommand.RunAsync(args)).Refused();
        Assert.DoesNotContain(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories), file => file.EndsWith(".part", StringComparison.Ordinal));
        return said;
    }
}
