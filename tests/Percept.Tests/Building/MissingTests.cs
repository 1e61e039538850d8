using AngleSharp.Html.Parser;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Building;
using Percept.Explorer;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Building;

public sealed class MissingTests : IDisposable
{
    const string Reason = "No gradient rule for ai.onnx::Det";

    static readonly string[] wanted = ["--size=32", "--units", "2", "--steps", "4"];

    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_layer_without_a_gradient_is_missing_with_its_reason_and_everything_else_is_there()
    {
        var model = Partly();
        var built = (await PerceptCommand.RunAsync(["atlas", model, "--images", TinyNetwork.Images(folder), .. wanted, "--json", "-o", folder["a.percept"]])).Assert(1);

        var missing = built.Json.GetProperty("missing").EnumerateArray().Select(one => (Stage: one.GetProperty("stage").GetString(), Layer: one.GetProperty("layer").GetString(), Reason: one.GetProperty("reason").GetString()!)).ToArray();
        Assert.All(missing, one => Assert.Contains(Reason, one.Reason, StringComparison.Ordinal));
        Assert.Superset(new HashSet<(string?, string?)> { ("effective crops", "output"), ("optimising", "output"), ("links", "output") }, missing.Select(one => (one.Stage, one.Layer)).ToHashSet());
        Assert.Contains($"Missing: optimising of output. {Reason}", built.Messages, StringComparison.Ordinal);
        Assert.Contains(Reason, built.Json.GetProperty("summary").GetString(), StringComparison.Ordinal);

        using (var atlas = Atlas.OpenRead(folder["a.percept"]))
        {
            Assert.Equal(missing.Length, atlas.Missing().Count);
            Assert.Equal([0, 1], atlas.Optimized().Select(image => image.Layer).Distinct());
            Assert.NotEmpty(atlas.Statistics(2));
            Assert.NotNull(atlas.Answer<LevelsAnswer>());
            var home = new HtmlParser().ParseDocument(await PageRenderer.RenderAsync(new Site(atlas).Pages().Single(page => page.Path == Paths.Home)));
            Assert.Equal(missing.Select(one => (one.Stage, one.Reason)).Distinct().Count(), home.QuerySelectorAll("details.missing li").Length);
            Assert.Contains(Reason, home.QuerySelector("details.missing")!.TextContent, StringComparison.Ordinal);
        }

        // The same again fails in the same way: nothing is tried anew, and nothing is forgotten.
        var (bytes, time) = (File.ReadAllBytes(folder["a.percept"]), File.GetLastWriteTimeUtc(folder["a.percept"]));
        Assert.Equal(built.Data, WithoutTimes((await PerceptCommand.RunAsync(["atlas", model, "--images", folder["images"], .. wanted, "--json", "-o", folder["a.percept"]])).Assert(1).Data, built.Data));
        Assert.Equal(bytes, File.ReadAllBytes(folder["a.percept"]));
        Assert.Equal(time, File.GetLastWriteTimeUtc(folder["a.percept"]));

        (await PerceptCommand.RunAsync(["plan", model, "--images", folder["images"], .. wanted, "--shards", "3", "-o", folder["plan"]])).Assert(0);
        for (var shard = 0; shard < 7; shard++) (await PerceptCommand.RunAsync("work", folder["plan"], "--shard", $"{shard}")).Assert(0);
        var merged = (await PerceptCommand.RunAsync("merge", folder["plan"], "-o", folder["merged.percept"], "--json")).Assert(1);
        Assert.Equal(missing.Length, merged.Json.GetProperty("missing").GetArrayLength());
        Assert.Equal(bytes, File.ReadAllBytes(folder["merged.percept"]));

        static string WithoutTimes(string data, string like) => like[..like.IndexOf("\"stages\"", StringComparison.Ordinal)] == data[..data.IndexOf("\"stages\"", StringComparison.Ordinal)] ? like : data;
    }

    [Fact]
    public async Task A_network_without_layers_is_refused()
    {
        var model = folder.Write("none.onnx", new TestModel().Input("image", 1, 3, 32, 32).Node("Relu", ["image"], ["output"]).Output("output").Bytes);

        var said = (await PerceptCommand.RunAsync("atlas", model, "--images", TinyNetwork.Images(folder), "-o", folder["none.percept"])).Refused();

        Assert.Contains("no layer to look at", said, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["none.percept"]));
    }

    [Fact]
    public void A_failure_is_missing_with_a_sentence_unless_nothing_can_go_on()
    {
        var causes = new List<Exception>();
        var run = new StageRun("links", dataset: null, new SynchronousProgress<BuildProgress>(now => causes.Add(now.Error!)), TestContext.Current.CancellationToken);

        Assert.Null(run.Try(() => { }));
        Assert.Equal(new("links", null, null, "It has none."), run.Try(() => throw new GraphException("It has none.")));
        Assert.Equal("Percept failed where it should not (KeyNotFoundException: no 'image').", run.Try(() => throw new KeyNotFoundException("no 'image'."))!.Reason);
        Assert.Equal(new("links", null, null, "It has none."), run.Try(() => throw new AggregateException(new GraphException("It has none."))));
        Assert.Equal(3, causes.Count);
        foreach (var fatal in new Exception[] { new OperationCanceledException(), new IOException("full"), new InsufficientMemoryException(), new BuildException("gone", canRetry: true), new AggregateException(new InsufficientMemoryException()) })
            Assert.Throws(fatal.GetType(), () => run.Try(() => throw fatal));
    }

    [Fact]
    public void Units_that_all_failed_for_one_reason_are_a_layer()
    {
        MissingRecord[] units = [new("optimising", "conv1", 3, "Why."), new("optimising", "conv1", 1, "Why.")];

        Assert.Equal([units[0] with { Unit = null }], StageRun.Joined(units, 2).Select(one => one with { Unit = null }).Distinct());
        Assert.Null(Assert.Single(StageRun.Joined(units, 2)).Unit);
        Assert.Equal([1, 3], StageRun.Joined(units, 3).Select(one => one.Unit!.Value));
        Assert.Equal(2, StageRun.Joined([units[0], units[1] with { Reason = "Another." }], 2).Count);
    }

    /// <summary>A network whose last layer lies behind determinants, which have no gradient here.</summary>
    string Partly() => TinyNetwork.Write(folder, "partly.onnx", new TestModel()
        .Input("image", -1, 3, 32, 32)
        .Weight("w1", Runtime.Noise(1, 6, 3, 3, 3)).Weight("b1", Runtime.Noise(2, 6))
        .Weight("w2", Runtime.Noise(3, 8, 6, 3, 3)).Weight("b2", Runtime.Noise(4, 8))
        .Weight("w3", Runtime.Noise(5, 8, 5)).Weight("b3", Runtime.Noise(6, 5))
        .Node("Conv", ["image", "w1", "b1"], ["c1"], new() { ["strides"] = new[] { 4, 4 }, ["pads"] = new[] { 1, 1, 1, 1 } })
        .Node("Relu", ["c1"], ["conv1"])
        .Node("Conv", ["conv1", "w2", "b2"], ["c2"], new() { ["strides"] = new[] { 4, 4 }, ["pads"] = new[] { 1, 1, 1, 1 } })
        .Node("Relu", ["c2"], ["conv2"])
        .Node("Det", ["conv2"], ["det"])
        .Node("Gemm", ["det", "w3", "b3"], ["output"])
        .Output("output"));
}
