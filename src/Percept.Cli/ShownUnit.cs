using Percept.Answers.Trust;
using Percept.Atlases;
using Percept.Cli.Records;
using static System.FormattableString;

namespace Percept.Cli;

/// <summary>Everything an atlas holds about one unit, as it is printed.</summary>
sealed record ShownUnit(Atlas Atlas, LayerRecord Layer, int Unit)
{
    readonly UnitStatistics? statistics = Atlas.Statistics(Layer.Index, Unit).SingleOrDefault();
    readonly UnitProfile profile = Atlas.Profile(Layer.Index, Unit) ?? new();
    readonly IReadOnlyList<OptimizedImage> optimized = Atlas.Optimized(Layer.Index, Unit);
    readonly IReadOnlyList<ExampleRecord> near = Atlas.Examples(Layer.Index, Unit, ExampleKind.NearMiss), lowest = Atlas.Examples(Layer.Index, Unit, ExampleKind.Lowest), drawn = Atlas.Examples(Layer.Index, Unit, ExampleKind.Interval);
    readonly Dictionary<int, string> names = Enum.GetValues<ExampleKind>().SelectMany(kind => Atlas.Examples(Layer.Index, Unit, kind)).Select(example => example.Image).Distinct().ToArray() is { Length: > 0 } ids
        ? Atlas.Images(ids).ToDictionary(image => image.Id, image => image.Name) : [];

    /// <summary>The highest examples.</summary>
    internal IReadOnlyList<ExampleRecord> Highest { get; init; } = Atlas.Examples(Layer.Index, Unit);

    string Name => $"{Layer.Name}:{Unit}";

    /// <summary>One example.</summary>
    internal ExampleRecord Example(ExampleKind kind, int rank)
    {
        var all = kind == ExampleKind.Highest ? Highest : Atlas.Examples(Layer.Index, Unit, kind);
        return all.FirstOrDefault(example => example.Rank == rank) ?? throw new AtlasException($"{Name} has no example {rank} of this kind: there are {all.Count}.");
    }

    internal ShowRecord ToRecord(UnitPictures? pictures, string? map) => new(
        Name,
        Layer.Name,
        Layer.Tensor,
        Layer.Level,
        new(Layer.ReceptiveFieldHeight, Layer.ReceptiveFieldWidth),
        new(Layer.LocalHeight, Layer.LocalWidth, Layer.Gates),
        statistics is null ? null : StatisticsRecord.Of(statistics),
        new(profile.From, profile.Width, profile.Counts),
        profile.Labels,
        profile.AllLabels,
        $"{Highest.Count} of {Atlas.Matched()}",
        Shown(Highest, pictures),
        Shown(near, pictures),
        Shown(lowest, pictures),
        [.. profile.Intervals.Select((interval, i) => new IntervalRecord(interval.From, interval.To, interval.Images, Shown(drawn.Where(example => example.Interval == i), pictures)))],
        map,
        [.. optimized.Select(image => new ShownImage(image.Activation, image.Sign, image.Seed, image.Steps, image.Size, image.Command, TrustStatement.FromJson(image.Trust)?.ToElement(), pictures?.Write(image)))]);

    ShownExample[] Shown(IEnumerable<ExampleRecord> examples, UnitPictures? pictures) =>
        [.. examples.Select(example => new ShownExample(example.Rank, names[example.Image], example.Activation, example.Y, example.X, example.Crop, example.Effective, pictures?.Write(example)))];

    internal void Print(Output output, UnitPictures? pictures, string? map)
    {
        output.Line($"{Name}, one of {Layer.Channels} units of a {Layer.Level.ToString().ToLowerInvariant()}-level layer; receptive field {Layer.LocalHeight} x {Layer.LocalWidth} pixels{(Layer.Gates == 0 ? "" : $", and through {Layer.Gates} global gate(s) {Layer.ReceptiveFieldHeight} x {Layer.ReceptiveFieldWidth}")}.");
        if (statistics is not null) output.Line(Invariant(
            $"Over {statistics.Images} images: mean {statistics.Mean:G4}, standard deviation {statistics.StandardDeviation:G4}, from {statistics.Minimum:G4} to {statistics.Maximum:G4}; fires in {100 * statistics.Fires:0.#} % of them and at {100 * statistics.FiresAt:0.##} % of all positions."));
        if (profile.Labels is [var best, ..]) output.Line(Invariant($"It distinguishes '{best.Label}' best from the other {profile.AllLabels - 1} labels: AUC {best.Auc:0.000}, mean {best.Mean:G4} over {best.Images} images."));
        Table("The highest", Highest);
        Table("Near misses, ranked right behind them", near);
        Table("The lowest", lowest);
        foreach (var (interval, i) in profile.Intervals.Select((interval, i) => (interval, i)).Reverse())
            output.Line(Invariant($"From {interval.From:G4} to {interval.To:G4}: {interval.Images} images, such as {string.Join(", ", drawn.Where(example => example.Interval == i).Select(example => names[example.Image]))}"));
        if (map is not null) output.Line($"Heat map: {map}");
        foreach (var image in optimized)
        {
            output.Line(Invariant($"Feature visualization ({image.Size} px, {image.Steps} steps, seed {image.Seed}): {image.Activation:G4}  {pictures?.Write(image) ?? image.Command}"));
            if (TrustStatement.FromJson(image.Trust) is not { } trust) continue;
            output.Line($"  {trust.Line}");
            foreach (var warning in trust.Warnings) output.Line($"  Warning: {warning}");
        }

        void Table(string title, IReadOnlyList<ExampleRecord> examples)
        {
            if (examples.Count == 0) return;
            output.Line($"{title} ({examples.Count} of {Atlas.Matched()} images):");
            output.Table(["rank", "image", "activation", "position", "crop", "effective crop", .. Files("file")], examples.Select(example => (string[])
            [
                $"{example.Rank}", names[example.Image], Invariant($"{example.Activation:G4}"), $"{example.Y},{example.X}",
                Words(example.Crop), example.Effective is { } effective ? Words(effective) : "", .. Files(pictures?.Write(example)),
            ]));
        }

        string[] Files(string? name) => pictures is null ? [] : [name ?? ""];
    }

    static string Words(Crop crop) => $"{crop.Height} x {crop.Width} at {crop.Top},{crop.Left}";
}
