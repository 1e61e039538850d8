using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Building;

/// <summary>The parts of an atlas.</summary>
[Flags]
public enum Stages
{
    /// <summary>The network's layers.</summary>
    Layers = 1,
    /// <summary>The first layer's filters.</summary>
    Filters = 2,
    /// <summary>The images that drive each unit highest.</summary>
    Matching = 4,
    /// <summary>Images made for units by gradient ascent.</summary>
    Optimization = 8,
    /// <summary>The low/mid/high figure and the account in words.</summary>
    Figure = 16,
    /// <summary>How far each optimised image may be believed.</summary>
    Trust = 32,
    /// <summary>What the examples' gradients say of their crops.</summary>
    Effective = 64,
    /// <summary>Low, mid and high, measured.</summary>
    Levels = 128,
    /// <summary>The comparison with eigenimages.</summary>
    Eigenimages = 256,
    /// <summary>What units are built from, and which use them.</summary>
    Links = 512,
    /// <summary>Which pixels of one image count, and what layers keep of it.</summary>
    Explanations = 1024,
    /// <summary>Everything.</summary>
    All = Effective | Levels | Eigenimages | Links | Explanations | Layers | Filters | Matching | Optimization | Trust | Figure,
}

/// <summary>How an atlas is built.</summary>
public sealed record BuildOptions
{
    /// <summary>The parts that are wanted.</summary>
    public Stages Stages { get; init; } = Stages.All;

    /// <summary>For how many units of each layer images are optimised: those that stand out most; all where null.</summary>
    public int? UnitsPerLayer { get; init; } = 3;

    /// <summary>Steps of ascent for each image.</summary>
    public int Steps { get; init; } = 256;

    /// <summary>The largest side, in pixels, of an optimised image; the network's own where null.</summary>
    public int? LargestSize { get; init; } = 144;

    /// <summary>The smallest side, in pixels, of an optimised image; what shows a unit's texture where null.</summary>
    public int? SmallestSize { get; init; }

    /// <summary>What every random number is drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>What matching keeps, and how it looks.</summary>
    public Matching.MatchOptions Matching { get; init; } = new();

    /// <summary>For how many of each unit's highest examples the effective crop is computed.</summary>
    public int Effective { get; init; } = 1;

    /// <summary>For how many units of each layer that is done: those that stand out most, and fewer of them where there are many layers; all where null. A gradient a unit takes hours where layers have thousands, as in a transformer.</summary>
    public int? EffectiveUnits { get; init; } = 32;

    /// <summary>How many images levels are measured on, and twice as many eigenimages: the surveys state shares and medians, for which some images do.</summary>
    public int SurveyImages { get; init; } = 120;

    /// <summary>The images in words, for readers; the folder's name where null.</summary>
    public string? Dataset { get; init; }

    /// <summary>The command that builds the atlas, for readers to repeat; one that gives the same where null.</summary>
    public string? Command { get; init; }
}

/// <summary>How far a build is.</summary>
/// <param name="Stage">The part that is being made.</param>
/// <param name="Share">How much of it is done, 0 to 1.</param>
/// <param name="Detail">What just now, in a few words.</param>
public sealed record BuildProgress(string Stage, double Share, string Detail)
{
    /// <summary>With what a layer, a unit or the stage failed, for whoever looks for the cause; the share then says nothing. Null where this is about how far the build is.</summary>
    public Exception? Error { get; init; }
}

/// <summary>What a part of an atlas took.</summary>
/// <param name="Name">The part.</param>
/// <param name="Seconds">From its begin to its end, in seconds. Parts overlap where one leaves processors idle.</param>
/// <param name="ProcessorSeconds">How long it kept processors busy, all together, in seconds.</param>
public sealed record StageTime(string Name, double Seconds, double ProcessorSeconds);

/// <summary>What a build found.</summary>
/// <param name="Layers">How many layers.</param>
/// <param name="Units">How many units.</param>
/// <param name="DeadUnits">How many of them no image makes a difference to.</param>
/// <param name="Images">How many images were matched.</param>
/// <param name="Skipped">The files that could not be read, and why.</param>
/// <param name="Optimized">How many units have an optimised image.</param>
/// <param name="Stages">What each part took this time.</param>
/// <param name="Summary">The account in words.</param>
public sealed record BuildReport(
    int Layers, int Units, int DeadUnits, int Images, IReadOnlyList<SkippedFile> Skipped, int Optimized, IReadOnlyList<StageTime> Stages, string Summary)
{
    /// <summary>What could not be made, and why.</summary>
    public IReadOnlyList<MissingRecord> Missing { get; init; } = [];

    /// <summary>What looking at an image took when matching, in milliseconds; null where there was too little left to look at.</summary>
    public double? MillisecondsPerImage { get; init; }
}
