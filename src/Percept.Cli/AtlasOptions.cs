using System.CommandLine;
using Percept.Building;

namespace Percept.Cli;

/// <summary>What is wanted of an atlas: the same on every verb that builds one or divides the work.</summary>
sealed class AtlasOptions
{
    static readonly BuildOptions standard = new();

    readonly Option<int> units = CommonOptions.Units(standard.UnitsPerLayer!.Value);
    readonly Option<int> steps = CommonOptions.Steps(standard.Steps);
    readonly Option<int> seed = CommonOptions.Seed(standard.Seed);
    readonly Option<int> top = CommonOptions.TopImages(standard.Matching.Top);

    /// <summary>The folder of images.</summary>
    internal Option<string> Images { get; } = CommonOptions.Images();

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
