using System.Diagnostics;
using Percept.Numerics;
using Percept.Scheduling;

namespace Percept.Visualization.OnDevice;

/// <summary>Climbs with several images in lock-step where all of a step runs on the device. Each image's views, seeds and end are its own, as on the host.</summary>
/// <param name="step">The step.</param>
/// <param name="recipe">How the images climb.</param>
/// <param name="hosts">What climbs on the host: starts, pictures and units that fall silent, which have to be woken, are its.</param>
sealed class DeviceAscent(DeviceStep step, Recipe recipe, Twins<Ascent> hosts) : IDisposable
{
    /// <summary>Whether images of a recipe, scored so, can climb on a device.</summary>
    internal static bool Takes(ScoreBuilder scoring, Recipe recipe)
    {
        var (height, width) = recipe.SizeFor(scoring.Network);
        return scoring.IsOfImageAlone && !recipe.Transparent && recipe.Views == 1 && recipe.Image is not Cppn
            && ViewBounds.Of(recipe.TransformsFor(height, width), height, width) is { } bounds && DeviceView.Fits(bounds, height, width);
    }

    /// <summary>Another that climbs at the same time.</summary>
    internal DeviceAscent Twin() => new(step.Twin(), recipe, hosts);

    /// <summary>The images that were found for objectives, the best of as many seeds as the recipe says, as they are found.</summary>
    /// <param name="objectives">At most as many as the step's batch.</param>
    /// <param name="share">How long they may take together; as long as it takes where null.</param>
    /// <param name="stepped">Receives the number of steps that were taken, or turned out not to be needed.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    internal IReadOnlyList<FeatureVisualization> Climb(IReadOnlyList<Objective> objectives, TimeSpan? share, Action<int> stepped, CancellationToken cancellationToken)
    {
        var best = Climb(objectives, recipe.Seed, share / recipe.BestOf, stepped, cancellationToken);
        for (var n = 1; n < recipe.BestOf; n++)
            foreach (var (i, found) in Climb(objectives, recipe.Seed + n, share / recipe.BestOf, stepped, cancellationToken).Index())
                if (found.Activation > best[i].Activation) best[i] = found;
        return best;
    }

    FeatureVisualization[] Climb(IReadOnlyList<Objective> objectives, int seed, TimeSpan? share, Action<int> stepped, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        LockstepImage[] images = [.. objectives.Select(objective => new LockstepImage(objective, new(Seeds.Of(seed, objective.Purpose))))];
        step.Start(objectives, hosts.Use(host => images.Select(image => host.Start(image.Random).ToArray()).ToArray()));
        var starts = step.Look();
        while (recipe.Steps > 0 && images.Any(image => image.Climbs))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Step(images);
            foreach (var (i, image) in images.Index())
            {
                if (!image.Climbs) continue;
                if (recipe.Rules == GradientRules.Redirected && step.IsSilent(i))
                {
                    image.NoteSilence();
                    if (image.IsSilent) image.End();
                    continue;
                }

                var isFlat = image.NoteStep(step.Score(i));
                var isLast = image.Taken == recipe.Steps || watch.Elapsed > share || (isFlat && recipe.StopWhenFlat);
                stepped(isLast ? recipe.Steps - image.Taken + 1 : 1);
                if (isLast) image.End();
            }
        }

        var ends = step.Look();
        return [.. images.Index().Select(each => each.Item.IsSilent ? Woken(each.Item, seed, share - watch.Elapsed, stepped, cancellationToken) : Found(each.Item, seed, starts[each.Index], ends[each.Index]))];
    }

    void Step(LockstepImage[] images)
    {
        for (var i = 0; i < images.Length; i++)
        {
            var image = images[i];
            if (image.IsStraight) step.Straighten(i);
            else step.Draw(i, image.Random, Math.Min(image.Taken / Ascent.ChangingSteps, 1));
            var (factor, epsilon) = Adam.At(image.Taken + 1, recipe.LearningRate ?? recipe.Image.LearningRate);
            step.Rate(i, image.Climbs ? factor : 0, epsilon);
        }

        step.Run();
    }

    FeatureVisualization Found(LockstepImage image, int seed, float[] start, float[] end) => hosts.Use(host =>
    {
        var (_, first) = host.Evaluate(image.Objective, start);
        var (picture, reached) = host.Evaluate(image.Objective, end);
        return new FeatureVisualization(image.Objective, picture, reached, recipe with { Seed = seed, Steps = image.Taken, BestOf = 1, Minutes = null }) { IsExcited = reached > first };
    });

    /// <summary>Climbs on the host, from the start.</summary>
    FeatureVisualization Woken(LockstepImage image, int seed, TimeSpan? share, Action<int> stepped, CancellationToken cancellationToken) =>
        hosts.Use(host => host.Climb(image.Objective, seed, share, count => stepped(image.Beyond(count)), cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => step.Dispose();
}
