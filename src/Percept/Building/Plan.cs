using System.Globalization;
using Percept.Atlases;
using Percept.Levels;
using Percept.Networks;
using Percept.Optimization;

namespace Percept.Building;

/// <summary>What is optimised for a layer, and how.</summary>
static class Plan
{
    /// <summary>The units that stand out most on the dataset, and that it drives at all.</summary>
    internal static IReadOnlyList<int> Units(Atlas atlas, Layer layer, int? count) =>
        [.. atlas.Statistics(layer.Index).Where(unit => !unit.IsDead).OrderByDescending(LevelFigure.Clarity).ThenBy(unit => unit.Unit).Take(count ?? int.MaxValue).Select(unit => unit.Unit)];

    /// <summary>A picture a few reaches wide where the reach is small, so that the texture shows; as large as is asked for where it is not.</summary>
    internal static Recipe Recipe(Network network, Layer layer, BuildOptions options)
    {
        var own = Math.Min(network.Preprocessing.Height, network.Preprocessing.Width);
        var largest = Math.Min(options.LargestSize ?? own, own);
        var wanted = (2 * Math.Max(layer.ReachHeight, layer.ReachWidth) + 31) / 32 * 32;
        var size = Math.Min(Math.Max(wanted, 64), largest);
        return new() { Height = size, Width = size, Steps = options.Steps, Seed = options.Seed };
    }

    /// <summary>All positions of a unit that sees little, so that its texture fills the picture; the one in the middle of a unit that sees much.</summary>
    internal static Objective Objective(Layer layer, int unit, Recipe recipe) =>
        2 * layer.ReachHeight <= recipe.Height || layer.Height * layer.Width == 1
            ? Optimization.Objective.Unit(layer.Name, unit)
            : Optimization.Objective.Neuron(layer.Name, unit, layer.Height / 2, layer.Width / 2);

    /// <summary>The command that makes such an image again.</summary>
    internal static string Command(Network network, Objective objective, Recipe recipe) => string.Create(CultureInfo.InvariantCulture,
        $"percept optimize {network.Model.Name} {network.Preprocessing.ToOptions()} --objective '{objective}' --size {recipe.Height},{recipe.Width} --steps {recipe.Steps} --seed {recipe.Seed} -o .");
}
