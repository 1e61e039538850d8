using System.Text.Json;
using Percept.Answers.Levels;
using Percept.Atlases;

namespace Percept.Cli.Records;

/// <summary>What <c>show</c> prints: all that an atlas knows of one unit.</summary>
/// <param name="Unit">The unit, as <c>layer:unit</c>.</param>
/// <param name="Layer">Its layer's name.</param>
/// <param name="Tensor">The tensor's exact name.</param>
/// <param name="Level">The layer's level.</param>
/// <param name="ReceptiveField">The input pixels that it can depend on, exactly.</param>
/// <param name="ReceptiveFieldWithoutGates">The same without what comes through global gates.</param>
/// <param name="Statistics">Its maximum activation over all images; null where there was no matching.</param>
/// <param name="Histogram">How these maxima are spread.</param>
/// <param name="Labels">The labels with the highest AUC.</param>
/// <param name="AllLabels">How many labels the images have.</param>
/// <param name="Shown">How many examples of how many images these are, in words.</param>
/// <param name="Examples">The images that excite it most.</param>
/// <param name="NearMisses">The images right behind those.</param>
/// <param name="Lowest">The images with its lowest maxima, below zero.</param>
/// <param name="Intervals">Intervals of its maxima, each with examples.</param>
/// <param name="Map">The heat map's file; null where none was asked for.</param>
/// <param name="Optimized">Its optimised images.</param>
sealed record ShowRecord(
    string Unit, string Layer, string Tensor, Level Level, SizeRecord ReceptiveField, UngatedField ReceptiveFieldWithoutGates, StatisticsRecord? Statistics, HistogramRecord Histogram,
    IReadOnlyList<ProfileLabel> Labels, int AllLabels, string Shown, IReadOnlyList<ShownExample> Examples, IReadOnlyList<ShownExample> NearMisses, IReadOnlyList<ShownExample> Lowest,
    IReadOnlyList<IntervalRecord> Intervals, string? Map, IReadOnlyList<ShownImage> Optimized);

/// <summary>A unit's maximum activation in each image, over all images.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Variance">The variance.</param>
/// <param name="StandardDeviation">Its root.</param>
/// <param name="Minimum">The lowest.</param>
/// <param name="Maximum">The highest.</param>
/// <param name="Fires">The share of images, 0 to 1, in which the unit is above zero anywhere.</param>
/// <param name="FiresAt">The share of all positions of all images at which it is; null where that is not known.</param>
/// <param name="NotFinite">At how many positions the activation was NaN or infinite.</param>
/// <param name="Dead">Whether the maximum was the same in all images.</param>
sealed record StatisticsRecord(long Images, double Mean, double Variance, double StandardDeviation, double Minimum, double Maximum, double Fires, double FiresAt, long NotFinite, bool Dead)
{
    internal static StatisticsRecord Of(UnitStatistics known) => new(
        known.Images, known.Mean, known.StandardDeviation * known.StandardDeviation, known.StandardDeviation, known.Minimum, known.Maximum, known.Fires, known.FiresAt, known.NotFinite, known.IsDead);
}

/// <summary>How many images have their maximum in each bar.</summary>
/// <param name="From">Where the first bar begins.</param>
/// <param name="Width">How wide each bar is.</param>
/// <param name="Counts">How many images lie in each.</param>
sealed record HistogramRecord(double From, double Width, IReadOnlyList<int> Counts);

/// <summary>An image of the dataset.</summary>
/// <param name="Rank">1 is the first of its kind.</param>
/// <param name="Image">The image's name.</param>
/// <param name="Activation">The unit's maximum activation in it.</param>
/// <param name="Y">The row of the activation map where that is.</param>
/// <param name="X">The column.</param>
/// <param name="Crop">The unit's receptive field there, in pixels of the network's input.</param>
/// <param name="Effective">The smallest box with 95 % of the energy of its gradient; null where that was not computed.</param>
/// <param name="File">The crop's file; null where none was written.</param>
sealed record ShownExample(int Rank, string Image, float Activation, int Y, int X, Crop Crop, Crop? Effective, string? File);

/// <summary>An interval of a unit's maxima.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends, itself left out.</param>
/// <param name="Images">How many images lie in it.</param>
/// <param name="Examples">Some of them.</param>
sealed record IntervalRecord(double From, double To, int Images, IReadOnlyList<ShownExample> Examples);

/// <summary>An optimised image of a unit.</summary>
/// <param name="Activation">The unit's activation on it.</param>
/// <param name="Sign">1 where the activation was maximised, -1 where it was minimised.</param>
/// <param name="Seed">The seed of every random number.</param>
/// <param name="Steps">Steps of ascent.</param>
/// <param name="Size">Its height and width in pixels.</param>
/// <param name="Command">The command that makes it again.</param>
/// <param name="Trust">How far it may be believed; null where that was not measured.</param>
/// <param name="File">Its file; null where none was written.</param>
sealed record ShownImage(float Activation, int Sign, long Seed, int Steps, int Size, string Command, JsonElement? Trust, string? File);
