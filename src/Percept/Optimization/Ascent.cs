using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Optimization;

/// <summary>Climbs with a batch of images at once: parameters → image → random view → score, and the gradient back the same way.</summary>
sealed class Ascent : IDisposable
{
    /// <summary>A unit that is silent after so many steps is left alone.</summary>
    const int WakingSteps = 64;

    readonly Scoring scoring;
    readonly Recipe recipe;
    readonly Shape images;
    readonly Session paint, pull, step;
    readonly Lazy<Session> waking;
    readonly Warp[] warps;

    internal Ascent(Scoring scoring, Recipe recipe, int batch)
    {
        (this.scoring, this.recipe) = (scoring, recipe);
        var applied = scoring.Network.Apply(batch, recipe.Height, recipe.Width, scoring.Tensors);
        images = applied.Image.Shape;

        var score = scoring.Build(applied);
        step = new([("score", score), ("gradient", Gradient.Of(score, [applied.Image])[0]), .. scoring.Peaks(applied)]);

        waking = new(() =>
        {
            var redirected = RuleSet.Standard.With("Relu", Overrides.RedirectedRelu);
            return new([("gradient", Gradient.Of(score, [applied.Image], redirected)[0])]);
        });

        var graph = new Graph();
        var parameters = graph.Input("parameters", ElementType.Float32, recipe.Parameters.ParameterShape(images));
        var image = recipe.Parameters.Build(parameters, images);
        paint = new([("image", image)]);
        pull = new([("gradient", Gradient.Of(image, [parameters], dY: graph.Input("cotangent", ElementType.Float32, images))[0])]);
        warps = [.. Enumerable.Range(0, batch).Select(_ => new Warp(images[1], images[2], images[3]))];
    }

    /// <summary>The best images found for as many objectives as the batch has places, or fewer.</summary>
    internal IReadOnlyList<OptimizedPicture> Climb(IReadOnlyList<Objective> objectives, IProgress<int>? progress, CancellationToken cancel)
    {
        var batch = images[0];
        for (var i = 0; i < batch; i++) scoring.Fill(step, i, batch, objectives[Math.Min(i, objectives.Count - 1)]);

        var randoms = Enumerable.Range(0, batch).Select(i => new Random(Seeds.Of(recipe.Seed, objectives[Math.Min(i, objectives.Count - 1)].ToString()))).ToArray();
        var parameters = paint.Input("parameters");
        var perImage = parameters.Length / batch;
        for (var i = 0; i < parameters.Length; i++) parameters[i] = (float)(recipe.Parameters.Deviation * randoms[i / perImage].NextGaussian());

        var adam = new Adam(parameters.Length, recipe.LearningRate);
        var transforms = recipe.Transforms ? Transform.Standard(Math.Min(images[2], images[3])) : [];
        for (var n = 0; n < recipe.Steps; n++)
        {
            cancel.ThrowIfCancellationRequested();
            paint.Run();
            ForEachImage(i =>
            {
                warps[i].Set(transforms.Aggregate(Affine.Identity, (map, transform) => map.After(transform.Draw(randoms[i]))));
                warps[i].Forward(Of(paint.Output("image"), i), Of(step.Input("image"), i));
            });
            step.Run();
            var gradient = n < WakingSteps && Enumerable.Range(0, batch).Any(IsSilent) ? Wake() : step;
            ForEachImage(i => warps[i].Adjoint(Of((IsSilent(i) ? gradient : step).Output("gradient"), i), Of(pull.Input("cotangent"), i)));
            paint.Input("parameters").CopyTo(pull.Input("parameters"));
            pull.Run();
            adam.Ascend(paint.Input("parameters"), pull.Output("gradient"));
            progress?.Report(n + 1);
        }

        paint.Run();
        var pictures = objectives.Select((_, i) => Picture.FromPlanes(Of(paint.Output("image"), i), images[1], images[2], images[3])).ToArray();
        for (var i = 0; i < pictures.Length; i++) pictures[i].CopyPlanesTo(Of(step.Input("image"), i));
        step.Run();
        return [.. objectives.Select((objective, i) => new OptimizedPicture(objective, pictures[i], scoring.Reached(step, i, batch, objective), recipe))];
    }

    bool IsSilent(int image) => !Of(step.Output("gradient"), image).ContainsAnyExcept(0f);

    /// <summary>The session that finds a way up for images whose unit is silent.</summary>
    Session Wake()
    {
        foreach (var name in waking.Value.Inputs) step.Input(name).CopyTo(waking.Value.Input(name));
        waking.Value.Run();
        return waking.Value;
    }

    void ForEachImage(Action<int> action) => Parallel.For(0, images[0], action);

    Span<float> Of(Span<float> batched, int image) => batched.Slice(image * (batched.Length / images[0]), batched.Length / images[0]);

    ReadOnlySpan<float> Of(ReadOnlySpan<float> batched, int image) => batched.Slice(image * (batched.Length / images[0]), batched.Length / images[0]);

    public void Dispose()
    {
        paint.Dispose();
        pull.Dispose();
        step.Dispose();
        if (waking.IsValueCreated) waking.Value.Dispose();
    }
}
