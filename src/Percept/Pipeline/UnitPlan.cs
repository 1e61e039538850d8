using System.Globalization;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Building;
using Percept.Networks;
using Percept.Onnx.Operators;
using Percept.Visualization;

namespace Percept.Pipeline;

/// <summary>What is optimised for a layer, and how.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Units">The units, those that stand out most first.</param>
/// <param name="Recipe">How.</param>
sealed record UnitPlan(Layer Layer, IReadOnlyList<int> Units, Recipe Recipe)
{
    /// <summary>The smallest picture that is made, in pixels a side, and the smallest of a unit that sees more than a few pixels.</summary>
    const int Smallest = 32, Usual = 64;

    /// <summary>So many reaches of the smallest units are drawn: with more, most of the picture is even colour.</summary>
    const int Reaches = 6;

    /// <summary>The mark that all of it is done.</summary>
    internal AtlasPart Piece => new(string.Create(CultureInfo.InvariantCulture, $"optimized/{Layer.Index}"), $"{Recipe.Hash} {Objective(Layer, 0)} {string.Join(',', Units)}");

    /// <summary>The mark that a unit is done.</summary>
    internal AtlasPart Part(int unit) => new(string.Create(CultureInfo.InvariantCulture, $"{Piece.Name}/{unit}"), $"{Recipe.Hash} {Objective(Layer, unit)}");

    /// <summary>What is optimised for a layer of a dataset that was matched.</summary>
    internal static UnitPlan Of(Network network, Atlas atlas, Layer layer, BuildOptions options) => new(layer, ChooseUnits(atlas, layer, options.UnitsPerLayer), RecipeFor(network, layer, options));

    /// <summary>How many units may be optimised in a layer at most, before it is known which the dataset drives.</summary>
    internal static int Most(Layer layer, BuildOptions options) => Math.Min(options.UnitsPerLayer ?? int.MaxValue, layer.Channels);

    /// <summary>A rough measure of the work for a unit: steps on larger images through more layers take longer.</summary>
    internal static double Cost(Network network, Layer layer, BuildOptions options) =>
        RecipeFor(network, layer, options) is var recipe ? (double)recipe.Height! * (double)recipe.Width! * (layer.Index + 4) : 0;

    /// <summary>The units that stand out most on the dataset, and that it drives at all.</summary>
    internal static IReadOnlyList<int> ChooseUnits(Atlas atlas, Layer layer, int? count) =>
        [.. atlas.Statistics(layer.Index).Where(unit => !unit.IsDead).OrderByDescending(FigureUnits.Clarity).ThenBy(unit => unit.Unit).Take(count ?? int.MaxValue).Select(unit => unit.Unit)];

    /// <summary>A picture a few reaches wide for a unit that sees little, so that its texture shows. A unit that sees much depends on the middle of its reach most, so less than all of it is drawn. The size is one at which the layer can be computed, see <see cref="ImageSizes"/>.</summary>
    static Recipe RecipeFor(Network network, Layer layer, BuildOptions options)
    {
        var own = Math.Min(network.Preprocessing.Height, network.Preprocessing.Width);
        var reach = layer.AttentionShare > 0 ? own : Math.Max(layer.LocalHeight, layer.LocalWidth);
        var wanted = (int)(reach * (IsTexture(layer) ? 2 : 0.6) + 15) / 16 * 16;
        var least = options.SmallestSize ?? Math.Clamp(((reach * Reaches) + 15) / 16 * 16, Smallest, Usual);
        var most = Math.Min(options.LargestSize ?? own, own);
        var size = Math.Min(Math.Max(wanted, least), most);
        var (height, width) = network.Sizes.Nearest(size, size, most, layer);
        return new() { Height = height, Width = width, Steps = options.Steps, Seed = options.Seed };
    }

    /// <summary>
    /// All positions of a unit that sees little, so that its texture fills the picture; the one in the middle of a unit that sees much.
    /// Of a rectified unit's positions the squares are taken: the plain mean prefers an even colour that drives all of them a little to what drives some of them most.
    /// </summary>
    internal static Objective Objective(Layer layer, int unit) => !IsTexture(layer)
        ? Visualization.Objective.Neuron(layer.Name, unit, layer.Height / 2, layer.Width / 2)
        : Catalogue.Is(layer.Operator, Traits.Silencing) && layer.Height * layer.Width > 1 ? Visualization.Objective.Units(layer.Name, unit, unit) : Visualization.Objective.Unit(layer.Name, unit);

    static bool IsTexture(Layer layer) => layer.Height * layer.Width == 1 || Math.Max(layer.LocalHeight, layer.LocalWidth) <= Usual / 2;
}
