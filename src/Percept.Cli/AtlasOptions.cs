using System.CommandLine;
using Percept.Building;

namespace Percept.Cli;

/// <summary>What is wanted of an atlas: the same on every verb that builds one or divides the work.</summary>
sealed class AtlasOptions
{
    static readonly BuildOptions standard = new();

    readonly Option<int> units = OptionOf.Whole("--units", "For how many units of each layer images are optimised.", least: 0, usual: standard.UnitsPerLayer!.Value);
    readonly Option<int> steps = OptionOf.Whole("--steps", "Steps of ascent for each image.", least: 1, usual: standard.Steps);
    readonly Option<int> seed = OptionOf.Whole("--seed", "What every random number is drawn from.", least: 0, usual: standard.Seed);
    readonly Option<int> top = OptionOf.Whole("--top", "How many images of the dataset are kept for each unit.", least: 1, usual: standard.Matching.Top);

    /// <summary>The folder of images.</summary>
    internal Option<string> Images { get; } = OptionOf.Path("--images", "The folder of images, with the folders within.", "DIR", required: true);

    /// <summary>Adds the options but for the folder to a verb.</summary>
    internal void AddTo(Verb verb)
    {
        foreach (var option in new Option[] { units, steps, seed, top }) verb.Add(option);
    }

    /// <summary>What is wanted.</summary>
    internal BuildOptions Of(ParseResult parsed) => standard with
    {
        UnitsPerLayer = parsed.GetValue(units),
        Steps = parsed.GetValue(steps),
        Seed = parsed.GetValue(seed),
        Matching = standard.Matching with { Top = parsed.GetValue(top) },
    };
}
