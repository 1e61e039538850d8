using System.Text.Json;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;

namespace Percept.Museum.Tests;

/// <summary>How one verb ended on a file.</summary>
/// <param name="Verb">The verb, with the option that makes it another.</param>
/// <param name="Code">The exit code.</param>
/// <param name="Said">All that went to standard error.</param>
sealed record Ending(string Verb, int Code, string Said)
{
    /// <summary>What the command ended with.</summary>
    public string Sentence => Said.Trim().Split('\n')[^1].Trim();
}

/// <summary>Runs every verb on one file.</summary>
sealed class Visit(Exhibit exhibit, TemporaryFolder folder)
{
    readonly List<Ending> endings = [];
    readonly string images = DrawnImages.Write(folder, exhibit.Images);
    string model = "";

    public Exhibit Exhibit => exhibit;

    public IReadOnlyList<Ending> Endings => endings;

    /// <summary>How many layers the atlas has, or where none is built the network.</summary>
    public int Layers { get; private set; }

    /// <summary>The stages of which the atlas lacks something, with the first reason.</summary>
    public IReadOnlyList<(string Stage, string Reason)> Missing { get; private set; } = [];

    public async Task RunAsync()
    {
        model = exhibit.Bring(folder.Path);
        var inspected = await OnModelAsync("inspect");
        var layers = inspected?.Code == 0 ? inspected.Json.GetProperty("layers").EnumerateArray().ToArray() : [];
        Layers = layers.Length;
        if (await OnModelAsync("atlas", "--images", images, "--units", "1", "--steps", $"{exhibit.Steps}", "-o", folder["a.percept"]) is { Code: 0 or 1 } built)
        {
            Layers = built.Json.GetProperty("layers").GetInt32();
            if (built.Json.TryGetProperty("missing", out var missing))
                Missing = [.. missing.EnumerateArray().Select(each => (each.GetProperty("stage").GetString()!, each.GetProperty("reason").GetString()!)).DistinctBy(each => each.Item1)];
        }

        // Where there are no layers, the other verbs have a name to refuse.
        var spatial = layers.Where(layer => layer.GetProperty("height") is { ValueKind: JsonValueKind.Number } height && height.GetInt32() > 1).ToArray();
        var (inner, last) = (Name(spatial.Length > 0 ? spatial[spatial.Length / 2] : layers.LastOrDefault()), Name(layers.LastOrDefault()));
        var (picture, steps) = (Path.Join(images, "scenes", "0.png"), $"{exhibit.Steps}");

        await OnModelAsync("inspect --images", "--images", images);
        await OnModelAsync("filters", "-o", folder["filters.png"]);
        await OnModelAsync("filters --of", "--of", $"{inner}:0", "-o", folder["of.png"]);
        await OnModelAsync("measure", "--batch", "1", "--runs", "1");
        await OnModelAsync("gradient", "--of", $"{last}:0", "--input", Noise(inspected), "-o", folder["dx.npy"]);
        await OnModelAsync("match", "--images", images, "--effective", "1", "-o", folder["m.percept"]);
        await OnModelAsync("optimize", "--objective", $"{inner}:0", $"{last}:0", "--steps", steps, "-o", folder["optimized"]);
        await OnModelAsync("levels", "--images", images);
        await OnModelAsync("eigenimages", "--images", images, "--steps", steps, "-o", folder["eigenimages.png"]);
        await OnModelAsync("explain", picture, "--objective", $"{last}:0", "--method", "integrated-gradients", "grad-cam", "layer-cam", "occlusion", "guided-backprop", "--samples", "4", "--window", "32", "-o", folder["why.png"]);
        await OnModelAsync("invert", picture, "--steps", steps, "-o", folder["row.png"]);
        await OnModelAsync("groups", "--images", images, "--layer", inner, "--groups", "3", "--steps", steps, "-o", folder["groups.png"]);
        await OnModelAsync("activation-atlas", "--images", images, "--layer", inner, "--side", "2", "--steps", steps, "-o", folder["map.png"]);
        await OnModelAsync("watch", [picture, "-o", folder["watch.png"], .. exhibit.Runs("atlas") ? (string[])["--atlas", folder["a.percept"]] : []]);
        await OnModelAsync("concepts", "--images", images);
        await OnModelAsync("plan", "--images", images, "--shards", "2", "-o", folder["plan"]);
        if (!File.Exists(folder["a.percept"])) return;
        await OnAtlasAsync("figure", "-o", folder["figure.svg"]);
        await OnAtlasAsync("show", $"{inner}:0", "--model", model, "--map", folder["heat.png"], "-o", folder["unit"], "--json");
        await OnAtlasAsync("export", "-o", folder["site"]);
    }

    Task<Ran?> OnModelAsync(string verb, params string[] args) => EndAsync(verb, [verb.Split(' ')[0], model, .. args, .. exhibit.Options, "--json"]);

    Task<Ran?> OnAtlasAsync(string verb, params string[] args) => EndAsync(verb, [verb, folder["a.percept"], .. args]);

    async Task<Ran?> EndAsync(string verb, string[] command)
    {
        if (!exhibit.Runs(verb)) return null;
        var ran = await PerceptCommand.RunAsync(command);
        endings.Add(new(verb, ran.Code, ran.Messages));
        return ran;
    }

    /// <summary>An input for `gradient`, of the file's own shape.</summary>
    string Noise(Ran? inspected)
    {
        var sizes = inspected?.Code == 0 ? SizesOf(inspected.Json.GetProperty("input").GetProperty("shape"), inspected.Json.GetProperty("preprocessing")) : [1, 3, 64, 64];
        var random = new Random(1);
        NpyFile.Write(folder["x.npy"], new(Shape.Of(sizes), [.. Enumerable.Range(0, sizes.Aggregate(1, (product, size) => product * size)).Select(_ => random.NextSingle())]));
        return folder["x.npy"];
    }

    /// <summary>The sizes of an input; those that the file leaves free are those that images are brought to.</summary>
    static int[] SizesOf(JsonElement shape, JsonElement preprocessing) =>
        [.. shape.EnumerateArray().Zip(preprocessing.GetProperty("layout").GetString()!, (size, axis) => size.ValueKind == JsonValueKind.Number ? size.GetInt32() : axis switch
        {
            'h' => preprocessing.GetProperty("height").GetInt32(),
            'w' => preprocessing.GetProperty("width").GetInt32(),
            'c' => preprocessing.GetProperty("channels").GetString() == "gray" ? 1 : 3,
            _ => 1,
        })];

    static string Name(JsonElement layer) => layer.ValueKind == JsonValueKind.Object ? layer.GetProperty("name").GetString()! : "none";
}
