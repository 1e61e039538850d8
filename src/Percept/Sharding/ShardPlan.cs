using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Percept.Atlases;
using Percept.Building;
using Percept.Networks;
using Percept.Pipeline;

namespace Percept.Sharding;

/// <summary>How the work of an atlas is divided into shards, and what it is about.</summary>
sealed record ShardPlan
{
    /// <summary>The form of plans that is understood.</summary>
    internal const int Understood = 2;

    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The form of this plan.</summary>
    public int Format { get; init; } = Understood;

    /// <summary>SHA-256 of everything below but where the files lie; every shard carries it.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Which network, seen how, on which images.</summary>
    public required AtlasIdentity Identity { get; init; }

    /// <summary>How an image becomes the network's input.</summary>
    public required PreprocessingOptions Preprocessing { get; init; }

    /// <summary>What is wanted.</summary>
    public required BuildOptions Options { get; init; }

    /// <summary>The stages, each of which needs those before it.</summary>
    public required IReadOnlyList<PlannedStage> Stages { get; init; }

    /// <summary>Where the model lies.</summary>
    public required string Model { get; init; }

    /// <summary>Where the images lie.</summary>
    public required string Images { get; init; }

    /// <summary>How many shards there are.</summary>
    [JsonIgnore]
    public int Shards => Stages.Sum(stage => stage.Starts.Count);

    /// <summary>Divides the work of an atlas.</summary>
    /// <param name="network">The network.</param>
    /// <param name="model">Its file.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="shards">Into how many shards the images, and the units, are divided at most.</param>
    public static ShardPlan Of(Network network, string model, Dataset dataset, BuildOptions options, (int OfImages, int OfUnits) shards)
    {
        var matching = PlannedStage.Even(PlannedStage.Matching, 0, dataset.Count, Math.Clamp(shards.OfImages, 1, dataset.Count));
        var costs = Places(network, options).Select(place => UnitPlan.Cost(network, place.Layer, options)).ToArray();
        PlannedStage[] stages = costs.Length == 0 ? [matching]
            : [matching, PlannedStage.Even(PlannedStage.Joining, matching.Starts.Count, 1, 1), PlannedStage.Balanced(PlannedStage.Optimising, matching.Starts.Count + 1, costs, Math.Clamp(shards.OfUnits, 1, costs.Length))];
        var plan = new ShardPlan
        {
            Identity = Identities.Of(network, dataset, options),
            Preprocessing = PreprocessingOptions.Of(network.Preprocessing),
            Options = options,
            Stages = stages,
            Model = Path.GetFullPath(model),
            Images = Path.GetFullPath(dataset.Folder),
        };
        return plan with { Hash = plan.ComputeHash() };
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="BuildException">It is not a plan, of another form, or was changed.</exception>
    internal static ShardPlan Parse(byte[] text, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("format", out var stated) || stated.ValueKind != JsonValueKind.Number || !stated.TryGetInt32(out var format))
                throw new JsonException("it does not say of which form it is");
            // Another form may have anything else in it.
            if (format != Understood)
                throw new BuildException($"'{path}' is a plan of form {format}, and this percept follows form {Understood}. Use the percept that wrote it, or plan anew in another folder.");
            var plan = JsonSerializer.Deserialize<ShardPlan>(text, json)!;
            if (plan.Hash != plan.ComputeHash()) throw new BuildException($"'{path}' was changed since it was written: it no longer has the hash {plan.Hash}. Plan anew in another folder.");
            // Files and jobs are called by it.
            return plan.Stages.FirstOrDefault(stage => stage.Name is not (PlannedStage.Matching or PlannedStage.Joining or PlannedStage.Optimising)) is not { } odd ? plan
                : throw new BuildException($"'{path}' plans a stage '{odd.Name}', which there is not. Do not trust this plan; plan anew in another folder.");
        }
        catch (JsonException error)
        {
            throw new BuildException($"'{path}' is not a plan ({error.Message}). `percept plan` writes them; plan anew in another folder.", inner: error);
        }
    }

    /// <summary>The plan as JSON text.</summary>
    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, json);

    /// <summary>The stage that a shard belongs to.</summary>
    /// <exception cref="BuildException">There is no such shard.</exception>
    internal PlannedStage StageOf(int shard) => Stages.FirstOrDefault(stage => stage.Shards.Contains(shard))
        ?? throw new BuildException($"There is no shard {shard}: the plan has {Shards}, 0 to {Shards - 1}.");

    /// <summary>The places for units: which units take them is known once the images are matched.</summary>
    internal static IEnumerable<(Layer Layer, int Rank)> Places(Network network, BuildOptions options) => !options.Stages.HasFlag(Building.Stages.Optimization) ? []
        : network.Layers.SelectMany(layer => Enumerable.Range(0, UnitPlan.Most(layer, options)).Select(rank => (layer, rank)));

    string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData((this with { Hash = "", Model = "", Images = "" }).ToBytes()));
}
