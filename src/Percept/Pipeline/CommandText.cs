using System.Globalization;
using Percept.Atlases;
using Percept.Building;
using Percept.Files;
using Percept.Matching;
using Percept.Networks;
using Percept.Visualization;

namespace Percept.Pipeline;

/// <summary>Commands that give something again, as they are typed into a shell: where the library says what a verb and its options are called.</summary>
static class CommandText
{
    /// <summary>A command about the network of an atlas.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="identity">What the atlas is about.</param>
    /// <param name="options">The options behind those of the preprocessing, as they are typed.</param>
    /// <param name="operand">What stands right behind the model, if anything.</param>
    public static string Of(string verb, AtlasIdentity identity, string options, string? operand = null) => Of(verb, identity.ModelName, identity.Preprocessing, options, operand);

    /// <summary>The command that shows all that an atlas has of a unit.</summary>
    /// <param name="atlas">The atlas's file name.</param>
    /// <param name="unit">The unit, such as <c>mixed4a:476</c>.</param>
    public static string Show(string atlas, string unit) => $"percept show {ShellText.Quote(atlas)} {ShellText.Quote(unit)}";

    /// <summary>The command that makes a feature visualization again.</summary>
    internal static string Optimize(Network network, Objective objective, Recipe recipe) => Of(
        "optimize", network.Model.Name, PreprocessingOptions.Of(network.Preprocessing),
        string.Create(CultureInfo.InvariantCulture, $"--objective {ShellText.Quote(objective.ToString())} --size {recipe.Height},{recipe.Width} --steps {recipe.Steps} --seed {recipe.Seed} -o ."));

    /// <summary>The one command that builds the same atlas, however the work was divided and wherever the files lay.</summary>
    internal static string Atlas(Network network, string images, BuildOptions options)
    {
        var (verb, more) = options.Stages.HasFlag(Stages.Optimization)
            ? ("atlas", string.Create(CultureInfo.InvariantCulture, $" --units {options.UnitsPerLayer ?? int.MaxValue} --steps {options.Steps} --seed {options.Seed}"))
            : ("match", "");
        return Of(
            verb, network.Model.Name, PreprocessingOptions.Of(network.Preprocessing),
            string.Create(CultureInfo.InvariantCulture, $"--size={network.Preprocessing.Height},{network.Preprocessing.Width} --top {options.Matching.Top}{(options.Matching.Dedupe ? " --dedupe" : "")}{(options.Matching.Rank == Rank.Relevance ? " --rank relevance" : "")}{more} -o {ShellText.Quote(Path.ChangeExtension(network.Model.Name, ".percept"))}"),
            $"--images {ShellText.Quote(images)}");
    }

    static string Of(string verb, string model, PreprocessingOptions preprocessing, string options, string? operand = null) =>
        string.Join(' ', new[] { "percept", verb, ShellText.Quote(model), operand, preprocessing.ToArguments(), options }.Where(word => !string.IsNullOrEmpty(word)));
}
