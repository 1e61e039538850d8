using System.Text.Json;

namespace Percept.Atlases;

/// <summary>How a unit's highest activations in the images are spread.</summary>
public sealed record UnitProfile
{
    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web);

    /// <summary>Where the first bar of the histogram begins.</summary>
    public double From { get; init; }

    /// <summary>How wide each bar is.</summary>
    public double Width { get; init; }

    /// <summary>How many images lie in each bar.</summary>
    public IReadOnlyList<int> Counts { get; init; } = [];

    /// <summary>The intervals that examples are drawn from, from the lowest on.</summary>
    public IReadOnlyList<ProfileInterval> Intervals { get; init; } = [];

    /// <summary>The labels that the unit tells best from the others, the best first.</summary>
    public IReadOnlyList<ProfileLabel> Labels { get; init; } = [];

    /// <summary>How many labels the images have, of which <see cref="Labels"/> are the best.</summary>
    public int AllLabels { get; init; }

    internal string ToJson() => JsonSerializer.Serialize(this, json);

    internal static UnitProfile FromJson(string text) => JsonSerializer.Deserialize<UnitProfile>(text, json)!;
}

/// <summary>An interval of a unit's activations.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends, itself left out.</param>
/// <param name="Images">How many images lie in it; examples of it are drawn by hash.</param>
public sealed record ProfileInterval(double From, double To, int Images);

/// <summary>What a unit does in the images of one label.</summary>
/// <param name="Label">The label: the folder's name.</param>
/// <param name="Images">How many images it has.</param>
/// <param name="Mean">The mean of the unit's highest activations in them.</param>
/// <param name="Auc">How well the unit tells them from all others: 1 always, 0.5 not at all.</param>
public sealed record ProfileLabel(string Label, int Images, double Mean, double Auc);
