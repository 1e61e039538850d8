using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Optimization;

/// <summary>Climbs with one image: parameters → image → random view → score, and the gradient back the same way.</summary>
/// <remarks>
/// One image on one thread: for images of the size that is looked at, two that climb side by side take half the time of two
/// that share a batch and its threads, and what is found for one does not depend on what it was found beside.
/// </remarks>
sealed class Ascent : IDisposable
{
    /// <summary>A unit that is silent after so many steps is left alone.</summary>
    const int WakingSteps = 64;

    readonly Scoring scoring;
    readonly Recipe recipe;
    readonly Shape image;
    readonly Session paint, pull, step;
    readonly Lazy<Session> waking;
    readonly Warp warp;

    internal Ascent(Scoring scoring, Recipe recipe)
    {
        (this.scoring, this.recipe) = (scoring, recipe);
        var applied = scoring.Network.Apply(batch: 1, recipe.Height, recipe.Width, scoring.Tensors);
        image = applied.Image.Shape;

        var (score, read) = scoring.Build(applied);
        step = new([("score", score), ("gradient", Gradient.Of(score, [applied.Image], recipe.Rules.Table())[0]), .. read], threads: 1);
        waking = new(() => new([("gradient", Gradient.Of(score, [applied.Image], GradientRulesTables.WakingTable())[0])], threads: 1));

        var graph = new Graph();
        var parameters = graph.Input("parameters", ElementType.Float32, recipe.Parameters.ParameterShape(image));
        var painted = recipe.Parameters.Build(parameters, image);
        paint = new([("image", painted)], threads: 1);
        pull = new([("gradient", Gradient.Of(painted, [parameters], dY: graph.Input("cotangent", ElementType.Float32, image))[0])], threads: 1);
        warp = new(image[1], image[2], image[3]);
    }

    /// <summary>The image that was found for an objective.</summary>
    internal OptimizedPicture Climb(Objective objective, Action<int> stepped, CancellationToken cancel) =>
        scoring.Once(objective, () => ClimbAlone(objective, [.. objective.Earlier.Select(earlier => Climb(earlier, _ => { }, cancel))], stepped, cancel));

    OptimizedPicture ClimbAlone(Objective objective, IReadOnlyList<OptimizedPicture> earlier, Action<int> stepped, CancellationToken cancel)
    {
        var given = scoring.Fill(step, objective, earlier);
        var random = new Random(Seeds.Of(recipe.Seed, objective.ToString()));
        foreach (ref var parameter in paint.Input("parameters")) parameter = (float)(recipe.Parameters.Deviation * random.NextGaussian());

        var adam = new Adam(paint.Input("parameters").Length, recipe.LearningRate);
        var transforms = recipe.Transforms ? Transform.Standard(Math.Min(image[2], image[3])) : [];
        for (var n = 0; n < recipe.Steps; n++)
        {
            cancel.ThrowIfCancellationRequested();
            paint.Run();
            warp.Set(transforms.Aggregate(Affine.Identity, (map, transform) => map.After(transform.Draw(random))));
            warp.Forward(paint.Output("image"), step.Input("image"));
            foreach (var other in given) warp.Forward(other.Planes, step.Input(other.Input));
            step.Run();
            var isSilent = recipe.Rules == GradientRules.Redirected && n < WakingSteps && scoring.IsSilent(step);
            warp.Adjoint((isSilent ? Wake() : step).Output("gradient"), pull.Input("cotangent"));
            paint.Input("parameters").CopyTo(pull.Input("parameters"));
            pull.Run();
            adam.Ascend(paint.Input("parameters"), pull.Output("gradient"));
            stepped(n + 1);
        }

        paint.Run();
        var picture = Picture.FromPlanes(paint.Output("image"), image[1], image[2], image[3]);
        picture.CopyPlanesTo(step.Input("image"));
        foreach (var other in given) other.Planes.CopyTo(step.Input(other.Input));
        step.Run();
        return new(objective, picture, scoring.Reached(step, objective), recipe);
    }

    /// <summary>The session that finds a way up where the unit is silent.</summary>
    Session Wake()
    {
        foreach (var name in waking.Value.Inputs) step.Input(name).CopyTo(waking.Value.Input(name));
        waking.Value.Run();
        return waking.Value;
    }

    public void Dispose()
    {
        paint.Dispose();
        pull.Dispose();
        step.Dispose();
        if (waking.IsValueCreated) waking.Value.Dispose();
    }
}
