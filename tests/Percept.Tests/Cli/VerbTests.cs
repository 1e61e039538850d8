using System.Text.Json;
using Percept.Numerics;
using Percept.Imaging;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Cli;

/// <summary>What verbs print and write, on a small network.</summary>
public sealed class VerbTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Inspect_tells_layers_and_operators()
    {
        var model = TinyNetwork.Write(folder, model: TinyNetwork.Model().Node("NonZero", ["output"], ["where"]));

        var json = (await PerceptCommand.RunAsync("inspect", model, "--json", "--size=32,48", "--range=-1,1")).Assert(0).Json;

        Assert.Equal("tiny.onnx", json.GetProperty("model").GetString());
        Assert.Equal(18, json.GetProperty("opset").GetInt32());
        Assert.Equal("[null,3,null,null]", Compact(json.GetProperty("input").GetProperty("shape")));
        Assert.Equal("""{"range":[-1,1],"mean":[],"std":[],"channels":"rgb","layout":"nchw","height":32,"width":48,"source":"given","reason":null,"options":"--range=-1,1 --channels=rgb --layout=nchw"}""", Compact(json.GetProperty("preprocessing")));
        Assert.Equal(
            """{"name":"conv2","tensor":"conv2","operator":"Relu","channels":8,"height":8,"width":12,"other_tokens":0,"receptive_field":{"height":7,"width":7},"receptive_field_without_gates":{"height":7,"width":7},"gates":0,"level":"mid","heads":null}""",
            Compact(json.GetProperty("layers")[1]));
        Assert.Equal(["conv1", "conv2", "output"], json.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
        var operators = json.GetProperty("operators").EnumerateArray().ToDictionary(entry => entry.GetProperty("type").GetString()!, Compact);
        Assert.Equal("""{"type":"Conv","count":2,"gradient":"yes"}""", operators["Conv"]);
        Assert.Equal("""{"type":"NonZero","count":1,"gradient":"constant"}""", operators["NonZero"]);
    }

    [Fact]
    public async Task Inspect_tells_which_operator_has_no_gradient()
    {
        var model = TinyNetwork.Model().Node("Det", ["output"], ["determinant"]).Output("determinant");

        var json = (await PerceptCommand.RunAsync("inspect", TinyNetwork.Write(folder, model: model), "--json")).Assert(0).Json;

        Assert.Contains(json.GetProperty("operators").EnumerateArray(), entry => Compact(entry) == """{"type":"Det","count":1,"gradient":"no"}""");
    }

    [Fact]
    public async Task Inspect_tells_which_preprocessing_fits_images_and_verbs_warn_of_another()
    {
        var images = Networks.Detection.TrainedNetworks.Photographs(folder);
        var model = TinyNetwork.Write(folder, model: Networks.Detection.TrainedNetworks.Model(images, Networks.Detection.TrainedNetworks.Seen(-1, 1)));

        var evidence = (await PerceptCommand.RunAsync("inspect", model, "--json", "--images", images.Path)).Assert(0).Json.GetProperty("evidence");
        var wrong = (await PerceptCommand.RunAsync("match", model, "--images", images.Path, "-o", folder["a.percept"], "--range=0,255")).Assert(0);
        var right = (await PerceptCommand.RunAsync("inspect", model, "--images", images.Path, "--range=-1,1")).Assert(0);

        Assert.Equal("-1 to 1, RGB", evidence.GetProperty("fits").GetString());
        Assert.Equal("--range=-1,1 --channels=rgb --layout=nchw", evidence.GetProperty("options").GetString());
        Assert.Equal(10, evidence.GetProperty("candidates").GetArrayLength());
        Assert.Contains("contradicts", wrong.Messages, StringComparison.Ordinal);
        Assert.Empty(right.Messages);
        Assert.Contains("Options that fit: --range=-1,1", right.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_prints_tables_for_people_with_names_kept_whole()
    {
        var model = TinyNetwork.Write(folder, model: TinyNetwork.Model(second: "a very long tensor name " + new string('x', 80)));

        var said = (await PerceptCommand.RunAsync("inspect", model)).Assert(0).Data;

        Assert.Contains("conv1", said);
        Assert.Contains("GlobalAveragePool", said);
        Assert.DoesNotContain('\u001b', said);
    }

    [Fact]
    public async Task The_built_command_prints_data_on_standard_output_alone()
    {
        var ran = await PerceptCommand.RunProcessAsync("inspect", TinyNetwork.Write(folder), "--range=0,1", "--json");

        Assert.Equal(3, ran.Assert(0).Json.GetProperty("layers").GetArrayLength());
        Assert.Empty(ran.Messages);
    }

    [Theory, InlineData("output:3"), InlineData("conv1:2"), InlineData("conv2"), InlineData("0.5*conv1:0 - 2*output:1 + conv2:3@1,2")]
    public async Task A_gradient_equals_differences(string objective)
    {
        var model = TinyNetwork.Write(folder, model: TinyNetwork.Model(activation: "Tanh"));
        var (x, v, step) = (Runtime.Noise(7, 2, 3, 16, 12), Runtime.Noise(8, 2, 3, 16, 12).To<float>(), 1e-2f);

        var dX = await GradientAsync(x.To<float>());
        var slope = dX.Gradient.Values.Zip(v, (a, b) => (double)a * b).Sum();
        var plus = await GradientAsync([.. x.To<float>().Zip(v, (a, b) => a + (step * b))]);
        var minus = await GradientAsync([.. x.To<float>().Zip(v, (a, b) => a - (step * b))]);

        Assert.Equal(x.Shape, dX.Gradient.Shape);
        Assert.Equal((plus.Value - minus.Value) / (2 * step), slope, 0.01 * Math.Max(1, Math.Abs(slope)));
        Assert.NotEqual(0, slope);

        async Task<(double Value, NpyArray Gradient)> GradientAsync(float[] values)
        {
            NpyFile.Write(folder["x.npy"], new(x.Shape, values));
            var json = (await PerceptCommand.RunAsync("gradient", model, "--of", objective, "--input", folder["x.npy"], "-o", folder["dx.npy"], "--json")).Assert(0).Json;
            Assert.Equal("[2,3,16,12]", Compact(json.GetProperty("shape")));
            return (json.GetProperty("value").GetDouble(), NpyFile.Read(folder["dx.npy"]));
        }
    }

    [Fact]
    public async Task Filters_are_drawn_and_listed()
    {
        var json = (await PerceptCommand.RunAsync("filters", TinyNetwork.Write(folder), "-o", folder["out/f.png"], "--json")).Assert(0).Json;

        Assert.Equal(6, json.GetProperty("filters").GetArrayLength());
        var fifth = json.GetProperty("filters")[5];
        Assert.Equal((5, 3, 3, 3), (fifth.GetProperty("index").GetInt32(), fifth.GetProperty("height").GetInt32(), fifth.GetProperty("width").GetInt32(), fifth.GetProperty("channels").GetInt32()));
        Assert.InRange(fifth.GetProperty("best").GetProperty("fit").GetDouble(), 0, 1);
        Assert.True(Picture.Read(folder["out/f.png"]).Width > 96);
    }

    [Fact]
    public async Task Optimize_writes_a_picture_for_each_objective_and_leaves_those_that_are_there()
    {
        string[] command = ["optimize", TinyNetwork.Write(folder), "--size=24", "--steps", "8", "--seed", "3", "-o", folder["out"], "--json", "--objective", "conv1:0", "conv1:1", "conv2", "-0.5*conv1:2 + output:1"];

        var json = (await PerceptCommand.RunAsync(command)).Assert(0).Json;

        Assert.Equal(["conv1:0", "conv1:1", "conv2", "-0.5*conv1:2 + output:1"], json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("objective").GetString()));
        Assert.All(json.GetProperty("results").EnumerateArray(), result =>
        {
            Assert.Equal((8, 3), (result.GetProperty("steps").GetInt32(), result.GetProperty("seed").GetInt32()));
            Assert.Equal((24, 24), (Picture.Read(result.GetProperty("file").GetString()!).Height, Picture.Read(result.GetProperty("file").GetString()!).Width));
        });
        Assert.True(json.GetProperty("ms_per_unit_step").GetDouble() > 0);
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);

        var times = Directory.GetFiles(folder["out"]).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        var again = (await PerceptCommand.RunAsync(command)).Assert(0).Json;
        Assert.Equal(Compact(json.GetProperty("results")), Compact(again.GetProperty("results")));
        Assert.All(times, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public async Task Optimize_makes_opposites_and_images_that_differ()
    {
        string[] command = ["optimize", TinyNetwork.Write(folder, model: TinyNetwork.Model(activation: "Tanh")), "--size=24", "--steps", "24", "-o", folder["out"], "--json", "--objective", "conv2:1", "--negative", "--diverse", "2"];

        var results = (await PerceptCommand.RunAsync(command)).Assert(0).Json.GetProperty("results").EnumerateArray().ToArray();

        Assert.Equal(
            ["conv2:1 + 0.5*diversity(conv2, 0)", "conv2:1 + 0.5*diversity(conv2, 1)", "-conv2:1 + 0.5*diversity(conv2, 0)", "-conv2:1 + 0.5*diversity(conv2, 1)"],
            results.Select(result => result.GetProperty("objective").GetString()));
        Assert.Equal(4, results.Select(result => Convert.ToHexString(File.ReadAllBytes(result.GetProperty("file").GetString()!))).Distinct().Count());
    }

    [Fact]
    public async Task Gradient_and_measure_warn_of_what_contradicts_the_file()
    {
        // It takes bytes to -1 to 1 itself.
        var model = TinyNetwork.Write(folder, model: new TestModel().Input("image", 1, 3, 32, 32).Weight("middle", Tensor.Of([], 127.5f))
            .Node("Sub", ["image", "middle"], ["centred"]).Node("Div", ["centred", "middle"], ["scaled"])
            .Weight("w1", Runtime.Noise(1, 6, 3, 3, 3)).Node("Conv", ["scaled", "w1"], ["conv"]).Node("Relu", ["conv"], ["relu"]).Output("relu"));

        Assert.Contains("contradicts", (await PerceptCommand.RunAsync("measure", model, "--runs", "1", "--range=0,1")).Assert(0).Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("contradicts", (await PerceptCommand.RunAsync("measure", model, "--runs", "1", "--range=0,255")).Assert(0).Messages, StringComparison.Ordinal);
        Assert.Contains("contradicts", (await GradientAsync(200, "--range=0,1")).Messages, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1", (await GradientAsync(1)).Messages, StringComparison.Ordinal);
        Assert.Empty((await GradientAsync(200)).Messages);

        async Task<Ran> GradientAsync(float most, params string[] options)
        {
            var layer = (await PerceptCommand.RunAsync("inspect", model, "--json")).Json.GetProperty("layers")[0].GetProperty("name").GetString()!;
            NpyFile.Write(folder["x.npy"], new([1, 3, 32, 32], [.. Enumerable.Range(0, 3 * 32 * 32).Select(i => i % 2 * most)]));
            return (await PerceptCommand.RunAsync(["gradient", model, "--of", layer, "--input", folder["x.npy"], "-o", folder["dx.npy"], .. options])).Assert(0);
        }
    }

    [Fact]
    public async Task Names_that_mean_harm_are_names()
    {
        var model = TinyNetwork.Write(folder, "odd model.onnx", TinyNetwork.Model(second: TinyNetwork.Odd));
        NpyFile.Write(folder["x.npy"], new([1, 3, 16, 16], new float[3 * 16 * 16]));

        (await PerceptCommand.RunAsync("gradient", model, "--of", $"{TinyNetwork.Odd}:1", "--input", folder["x.npy"], "-o", folder["d x.npy"])).Assert(0);
        var json = (await PerceptCommand.RunAsync("optimize", model, "--size=16", "--steps", "2", "-o", folder["out"], "--json", "--objective", $"{TinyNetwork.Odd}:1", $"{TinyNetwork.Odd}:2")).Assert(0).Json;

        Assert.Equal($"{TinyNetwork.Odd}:1", json.GetProperty("results")[0].GetProperty("objective").GetString());
        var files = Directory.GetFiles(folder["out"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder["out"], file)).ToArray();
        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Matches("^[A-Za-z0-9._-]+$", file));
    }

    [Fact]
    public async Task A_recipe_file_gives_what_options_do_not()
    {
        File.WriteAllText(folder["recipe.json"], """{"steps":5,"seed":9,"transforms":[]}""");

        var json = (await PerceptCommand.RunAsync("optimize", TinyNetwork.Write(folder), "--size=16,24", "--recipe", folder["recipe.json"], "--steps", "3", "-o", folder["out"], "--json", "--objective=conv1:0")).Assert(0).Json;

        var result = json.GetProperty("results")[0];
        Assert.Equal((3, 9), (result.GetProperty("steps").GetInt32(), result.GetProperty("seed").GetInt32()));
        Assert.Equal((16, 24), (Picture.Read(result.GetProperty("file").GetString()!).Height, Picture.Read(result.GetProperty("file").GetString()!).Width));
    }

    static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
