using Percept.Atlases;

namespace Percept.Answers.Levels;

/// <summary>How levels are measured, and where their borders lie.</summary>
public sealed record LevelOptions
{
    /// <summary>Up to this share of the image's side that a unit can see, its layer is low-level.</summary>
    public double Low { get; init; } = LevelRule.Low;

    /// <summary>Up to this share, mid-level; above it, high-level.</summary>
    public double Mid { get; init; } = LevelRule.Mid;

    /// <summary>The level of a layer whose units can see this share of the image's side.</summary>
    internal Level LevelOf(double share) => share <= Low ? Level.Low : share <= Mid ? Level.Mid : Level.High;

    /// <summary>How many images are looked at at most, the same number of each label.</summary>
    public int Images { get; init; } = 240;

    /// <summary>How many of them are also looked at moved, scaled, turned, mirrored and darkened.</summary>
    public int ChangedImages { get; init; } = 40;

    /// <summary>For how many units of a layer locality is measured.</summary>
    public int LocalUnits { get; init; } = 4;

    /// <summary>What images and units are drawn by.</summary>
    public int Seed { get; init; }
}
