using Percept.Answers.Trust;
using Percept.Atlases;

namespace Percept.Tests.Atlases;

/// <summary>A small whole atlas for tests: four layers with 12 to 24 units, two of them dead, and names that mean harm.</summary>
static class SampleAtlas
{
    public const string HostileLayer = "<img src=x onerror=alert(1)>: \"späte\" & Ünits/猫";
    public const string HostileImage = "cats & dogs/\"<img src=x onerror=alert(1)>\" ünï 猫.png";

    public static readonly AtlasIdentity Identity = new()
    {
        ModelName = "sample <b>net</b>.onnx",
        ModelSha256 = new('a', 64),
        InputHeight = 96,
        InputWidth = 96,
        Preprocessing = new() { Range = [-1, 1] },
        Dataset = "24 drawn scenes",
        DatasetSha256 = new('d', 64),
        ToolVersion = "0.1.0",
        Seed = 7,
        Command = "percept atlas 'sample net.onnx' --images scenes -o sample.percept",
    };

    public static readonly LayerRecord[] Layers =
    [
        new(0, "conv1", "model/conv1/Relu:0", "Conv", 12, 48, 48, 7, 7, Level.Low),
        new(1, "mixed2", "model/mixed2/concat", "Concat", 24, 24, 24, 23, 31, Level.Mid),
        new(2, HostileLayer, "model/late;0", "Relu", 12, 12, 12, 64, 64, Level.Mid),
        new(3, "late", "model/late/out", "Relu", 18, 1, 1, 96, 96, Level.High),
    ];

    /// <summary>What is said of every picture that excites: much reached, but not in agreement with the images.</summary>
    public static readonly TrustStatement Trust = new()
    {
        ActivationRatio = 1.83,
        ActivationPercentile = 1,
        ActivationZ = 6.2,
        RobustActivationRatio = 0.79,
        RobustShift = 0.9,
        RobustJpeg = 0.8,
        RobustBlur = 0.67,
        PathSimilarity = 0.21,
        PathSpread = 0.6,
        Path = [new("conv1", -0.2), new("mixed2", 0.62)],
        Selectivity = 1,
        SelectivityRank = 1,
        SelectivityOf = 24,
        Agreement = 0.05,
        AgreementZ = 0.4,
        Facets = 2,
        Silent = false,
        SpectrumDistance = 0.8,
        SpectrumPercentile = 0.9,
        Reasons = new Dictionary<string, string> { ["seed_stability"] = "There is one picture of the unit." },
    };

    static readonly Lazy<byte[]> content = new(() =>
    {
        using var folder = new TemporaryFolder();
        Write(folder["sample.percept"]);
        return File.ReadAllBytes(folder["sample.percept"]);
    });

    public static string Build(string path)
    {
        File.WriteAllBytes(path, content.Value);
        return path;
    }

    static void Write(string path)
    {
        using var writer = Atlas.OpenWrite(path, Identity);
        writer.Write(new("layers"), t => t.PutLayers(Layers));
        writer.Write(new("images"), t =>
        {
            for (var i = 0; i < 24; i++)
                t.PutImage(new(i, i == 3 ? HostileImage : $"scenes/scene {i:00}.png", $"{i:x64}", 640, 480), Drawing.Scene(i, 96));
        });
        foreach (var layer in Layers)
        {
            var units = Enumerable.Range(0, layer.Channels).ToArray();
            writer.Write(new($"matching/{layer.Name}"), t => t.PutMatching(
                layer.Index, units.Select(unit => Statistics(layer, unit)), units.Where(unit => !IsDead(layer, unit)).SelectMany(unit => Examples(layer, unit))));
            if (layer.Index > 0)
                writer.Write(new($"optimized/{layer.Name}"), t =>
                {
                    foreach (var unit in units.Where(unit => unit % 2 == 0 && !IsDead(layer, unit)))
                        foreach (var sign in unit % 4 == 0 ? [1, -1] : new[] { 1 })
                            t.PutOptimized(Optimized(layer, unit, sign), Drawing.Pattern(layer.Index * 100 + unit * sign, 128));
                });
        }
        writer.Write(new("filters"), t => t.PutFilters([.. Enumerable.Range(0, 12).Select(i => Drawing.Pattern(900 + i, 7))]));
        writer.Write(new("skipped"), t => t.PutSkipped([new("broken<script>.jpg", "The file ends inside the picture."), new("notes.txt", "It is not an image.")]));
        writer.Write(new("figure"), t => t.PutFigure(Drawing.Pattern(1, 320)));
        writer.Write(new("summary"), t => t.PutSummary("Low layers answer to edges & colours.\n\nLate layers answer to <faces>."));
    }

    static bool IsDead(LayerRecord layer, int unit) => layer.Index == 1 && unit is 5 or 11;

    static UnitStatistics Statistics(LayerRecord layer, int unit) => IsDead(layer, unit)
        ? new(layer.Index, unit, 24, 0, 0, 0, 0, 0)
        : new(layer.Index, unit, 24, 1 + unit * 7 % 5, 0.8, 0, 4 + unit * 5 % 9, 0.25 + unit * 3 % 7 * 0.1, NotFinite: unit == 1 ? 3 : 0);

    static IEnumerable<ExampleRecord> Examples(LayerRecord layer, int unit)
    {
        for (var rank = 1; rank <= 9; rank++)
        {
            var (y, x) = ((unit * 5 + rank * 7) % layer.Height, (unit * 3 + rank * 11) % layer.Width);
            var (centreY, centreX) = ((2 * y + 1) * 48 / layer.Height, (2 * x + 1) * 48 / layer.Width);
            yield return new(layer.Index, unit, rank, (unit + rank * 5) % 24, 13.5f - unit % 5 - rank * 0.25f, y, x,
                new(centreY - layer.ReceptiveFieldHeight / 2, centreX - layer.ReceptiveFieldWidth / 2, layer.ReceptiveFieldHeight, layer.ReceptiveFieldWidth));
        }
    }

    static OptimizedImage Optimized(LayerRecord layer, int unit, int sign) => new()
    {
        Layer = layer.Index,
        Unit = unit,
        Sign = sign,
        Seed = 7,
        Steps = 256,
        Size = 128,
        Recipe = """{"steps":256,"size":128}""",
        RecipeHash = "r1",
        Activation = sign * (21.5f + unit),
        Trust = sign > 0 ? Trust.ToJson() : null,
        Command = $"percept optimize 'sample net.onnx' --objective '{(sign < 0 ? "-" : "")}{layer.Name}:{unit}' --seed 7 -o out",
    };
}
