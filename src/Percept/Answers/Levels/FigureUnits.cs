using System.Numerics.Tensors;
using Percept.Answers.Trust;
using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Answers.Levels;

/// <summary>A unit that a figure shows.</summary>
sealed record FigureUnit(LayerRecord Layer, OptimizedImage Made, IReadOnlyList<ExampleRecord> Examples);

/// <summary>Chooses the units that a figure shows of some layers.</summary>
static class FigureUnits
{
    /// <summary>Pictures whose brightness varies less show little: the plain ground that some units fire highest on, or the noise that images start as.</summary>
    const float LeastOfCrop = 0.06f, LeastOfImage = 0.113f;

    /// <summary>Clear units where there are any, otherwise what there is.</summary>
    internal static IReadOnlyList<FigureUnit> Of(Atlas atlas, IReadOnlyList<LayerRecord> layers, int count) =>
        Choose(atlas, layers, count, IsClear) is { Count: > 0 } clear ? clear : Choose(atlas, layers, count, (_, _, _) => true);

    /// <summary>Clear units with whose visualization nothing is wrong, where there are enough; otherwise clear ones.</summary>
    internal static IReadOnlyList<FigureUnit> Trusted(Atlas atlas, IReadOnlyList<LayerRecord> layers, int count) =>
        Choose(atlas, layers, count, (from, unit, statistics) => IsTrusted(unit.Made) && IsClear(from, unit, statistics)) is { } trusted && trusted.Count == count ? trusted : Of(atlas, layers, count);

    static bool IsTrusted(OptimizedImage made) => TrustStatement.FromJson(made.Trust) is not { Warnings.Count: > 0 };

    /// <summary>How far a unit's best image stands out from the others, in standard deviations.</summary>
    internal static double Clarity(UnitStatistics unit) => unit.StandardDeviation > 0 ? (unit.Maximum - unit.Mean) / unit.StandardDeviation : 0;

    /// <summary>Layer by layer in turn, first the unit that its best image sets apart most from the others.</summary>
    static List<FigureUnit> Choose(Atlas atlas, IReadOnlyList<LayerRecord> layers, int count, Func<Atlas, FigureUnit, UnitStatistics, bool> isWanted)
    {
        var queues = layers.Select(layer => Candidates(atlas, layer)).Where(queue => queue.Count > 0).ToArray();
        var chosen = new List<FigureUnit>();
        while (chosen.Count < count && queues.Length > 0)
        {
            // Where there are more layers than places, evenly spaced ones are shown.
            var stride = Math.Max(1.0, queues.Length / (double)count);
            for (var at = stride / 2; at < queues.Length && chosen.Count < count; at += stride)
            {
                while (queues[(int)at].TryDequeue(out var candidate))
                {
                    if (chosen.Exists(other => IsRepeated(other, candidate.Unit)) || !isWanted(atlas, candidate.Unit, candidate.Statistics)) continue;
                    chosen.Add(candidate.Unit);
                    break;
                }
            }

            queues = [.. queues.Where(queue => queue.Count > 0)];
        }

        return [.. chosen.OrderBy(unit => unit.Layer.Index)];
    }

    static Queue<(FigureUnit Unit, UnitStatistics Statistics)> Candidates(Atlas atlas, LayerRecord layer)
    {
        var statistics = atlas.Statistics(layer.Index).ToDictionary(unit => unit.Unit);
        return new(atlas.Optimized(layer.Index)
            .Where(image => statistics.TryGetValue(image.Unit, out var unit) && !unit.IsDead && image.Activation > 0)
            .OrderByDescending(image => Clarity(statistics[image.Unit])).DistinctBy(image => image.Unit)
            .Select(image => (new FigureUnit(layer, image, atlas.Examples(layer.Index, image.Unit)), statistics[image.Unit]))
            .Where(candidate => candidate.Item1.Examples.Count > 1));
    }

    /// <summary>Whether the image made for a unit exceeds every image of the dataset, and there is something to see in it and in the crops.</summary>
    static bool IsClear(Atlas atlas, FigureUnit unit, UnitStatistics statistics) =>
        unit.Made.Activation > statistics.Maximum
        && unit.Examples.Take(2).All(example => Contrast(LevelFigure.Cut(atlas, example)) > LeastOfCrop)
        && Contrast(Picture.Decode(atlas.OptimizedPng(unit.Made.Id)!, "image")) > LeastOfImage;

    /// <summary>Residual networks carry a unit on from layer to layer; and two units with the same best image look alike.</summary>
    static bool IsRepeated(FigureUnit shown, FigureUnit unit) => shown.Made.Unit == unit.Made.Unit || shown.Examples[0].Image == unit.Examples[0].Image;

    static float Contrast(Picture picture) => TensorPrimitives.StdDev<float>(picture.ToGrey().ToPlanes());
}
